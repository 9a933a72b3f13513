"""The admin speaks French to who does not write software: no gender in brackets, no jargon."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import polib
import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils.formats import localize
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from wagtail.utils.timestamps import render_timestamp

from contracts import kinds
from contracts.models import Source, Tag, Term, Territory, Theme
from home.groups import EDITORS
from scripts.messages import COMPILED, TEXT
from tests import factories
from tests.admin_views import admin_patterns, texts_seen
from tests.contracts.roles import member_of

pytestmark = pytest.mark.any_engine

JARGON = re.compile(
    r"\w\((?:e|te|ne|ve|la|es)\)|\bslugs?\b|workflow|\be\.g\b|balise titre|domain\.com|"
    r"ce/cette|le/la\b|modérat|soumise?s? (?:pour|dans)|soumett|\bplanifiée?s?\b|\be-mails?\b|vieillissant|"
    r"entrées? de journal|\bascendant|\bordonner par|ce\(tte",
    re.IGNORECASE,
)
ENGLISH = re.compile(
    r"\b(the|this|with|your|you|are|has been|please|choose|page type|editor guide|what.s new|"
    r"search|select|confirm|settings|publish|draft|moderators|approval|status|method|true|false|root|none|"
    r"site name|root page|app|ago|undefined)\b|fragments?\b",
    re.IGNORECASE,
)
_VARIABLE = re.compile(r"%\(\w+\)[a-z]|\{\w+\}")


def entries():
    for app in apps.get_app_configs():
        path = Path(app.path) / "locale/fr/LC_MESSAGES/django.mo"
        if app.name.startswith("wagtail") and path.exists():
            yield from polib.mofile(str(path))


def said(entry) -> str:
    """What the site says in the place of Wagtail's message."""
    one, many, where = entry.msgid, entry.msgid_plural, entry.msgctxt
    if many:
        return npgettext(where, one, many, 2) if where else ngettext(one, many, 2)
    return pgettext(where, one) if where else gettext(one)


def test_no_message_of_wagtail_says_jargon():
    told = {said(entry) for entry in entries() if entry.msgid}
    assert sorted(text for text in told if JARGON.search(_VARIABLE.sub("", text))) == []


# What was done to a thing that has a name.
_DONE = re.compile(
    r"'%\(\w+\)s'.*\b(created|updated|deleted|published|unpublished|moved|copied|replaced|converted|"
    r"scheduled|submitted|cancelled|restarted)\b[^:]*\.$"
)
_OF_LANGUAGES = "%(locales)s"  # the site has one


def test_what_was_done_is_told_in_sentences_that_say_what_is_so_now():
    messages = {
        entry.msgid: said(entry)
        for entry in entries()
        if _DONE.search(entry.msgid) and _OF_LANGUAGES not in entry.msgid
    }
    assert len(messages) > 30
    assert {told for told in messages.values() if not re.search(r"\b(est|sont)\b", told)} == set()


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("Page '%(page_title)s' has been published.", "La page « Ys » est publiée."),
        ("Page '%(page_title)s' has been updated.", "Le brouillon de « Ys » est enregistré."),
        ("Page '%(page_title)s' unpublished.", "La page « Ys » n’est plus en ligne."),
        (
            "Page '%(page_title)s' has been replaced with version from "
            "%(previous_revision_datetime)s.",
            "Le brouillon de « Ys » est de nouveau la version du 3 mai.",
        ),
    ],
)
def test_what_became_of_a_page_is_told_as_a_person_would(message, told):
    filled = gettext(message) % {"page_title": "Ys", "previous_revision_datetime": "3 mai"}
    assert filled.split() == told.split()


@pytest.mark.parametrize(
    ("day", "shown"),
    [(1, "1er décembre 2026 à 9 h 05"), (2, "2 décembre 2026 à 9 h 05")],
)
def test_the_admin_writes_dates_as_the_site_does(day, shown):
    moment = dt.datetime(2026, 12, day, 9, 5, tzinfo=ZoneInfo("Europe/Paris"))
    assert render_timestamp(moment) == shown
    assert localize(moment.date()) == shown.partition(" à")[0]


def test_the_compiled_words_are_those_of_the_text():
    compiled = {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in polib.mofile(COMPILED)}
    text = {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in polib.pofile(TEXT)}
    assert compiled == text


# There is one workflow, with one task; the number of a version tells nobody anything;
# the hour that is given up is gone when it is told; the name of
# a model has a gender, and a search of pages gives « None » for it.
_LEFT_OUT = {
    "Resubmit to %(task_name)s": "%(task_name)s",
    "Submit to %(workflow_name)s": "%(workflow_name)s",
    "Reverted to previous revision with id %(revision_id)s from %(created_at)s": "%(revision_id)s",
    "%(model_name)s unscheduled for publishing at %(go_live_at)s": "%(go_live_at)s",
    'Version %(revision_id)s of "%(object)s" unscheduled.': "%(revision_id)s",
    'revision %(revision_id)s of "%(object)s"': "%(revision_id)s",
    "There are no %(model_name)s to display.": "%(model_name)s",
    "Revision %(revision_id)s from %(created_at)s unscheduled from publishing at %(go_live_at)s.": (
        "%(go_live_at)s"
    ),
}


def _not_said(message: str) -> set[str]:
    if message.startswith("%(start_index)s-"):
        return {"%(model_name)s"}
    return {_LEFT_OUT[message]} if message in _LEFT_OUT else set()


def test_each_message_keeps_its_variables():
    lost = [
        entry.msgid
        for entry in polib.pofile(TEXT)
        if entry.msgstr
        and set(_VARIABLE.findall(entry.msgid)) - _not_said(entry.msgid)
        != set(_VARIABLE.findall(entry.msgstr))
    ]
    assert lost == []


def addresses() -> list[str]:
    snippets = [Source, Tag, Term, Territory, Theme]
    found = ["/admin/", reverse("wagtailadmin_explore_root"), reverse("wagtailimages:index")]
    found += [reverse("wagtailimages:add"), reverse("wagtaildocs:index")]
    for model in snippets:
        found += [reverse(model.snippet_viewset.get_url_name(name)) for name in ("list", "add")]
    for kind in kinds.registered():
        listing = kind.listing and kind.listing.objects.first()
        if listing:
            meta = kind.model._meta
            found.append(reverse("wagtailadmin_explore", args=[listing.pk]))
            found.append(
                reverse(
                    "wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, listing.pk]
                )
            )
    return found


@pytest.mark.django_db
def test_no_form_nor_list_says_jargon_or_english():
    client = member_of(EDITORS)
    page = factories.contract(publish=False)
    factories.case_study()
    factories.tool()
    faults = []
    for address in [*addresses(), reverse("wagtailadmin_pages:edit", args=[page.pk])]:
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        faults += [
            (address, " ".join(text.split())[:120])
            for text in texts_seen(response.content.decode())
            if JARGON.search(text) or ENGLISH.search(text)
        ]
    assert faults == []


def buttons(html: str) -> list[str]:
    """The words of those that are fields."""
    return [
        one["value"] for one in BeautifulSoup(html, "html.parser").select("[type=submit][value]")
    ]


def windows() -> list[str]:
    """The address of each window that chooses."""
    names = (name for name, _ in admin_patterns() if "choose" in name)
    found = []
    for name in names:
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            continue  # of one row
    return found


@pytest.mark.django_db
def test_no_window_that_chooses_says_jargon_or_english():
    client = member_of(EDITORS)
    page = factories.tool()
    factories.source()
    addresses = [*windows(), reverse("wagtailadmin_choose_page_child", args=[page.get_parent().pk])]
    assert len(addresses) > 15
    every = "allow_external_link=1&allow_email_link=1&allow_phone_link=1&allow_anchor_link=1"
    faults = []
    for address in addresses:
        for query in (every, "multiple=1"):
            response = client.get(f"{address}?{query}")
            if response.status_code != 200:
                continue  # asks for more than an address
            is_json = response.headers["Content-Type"] == "application/json"
            html = response.json().get("html") or "" if is_json else response.content.decode()
            faults += [
                (address, " ".join(text.split())[:120])
                for text in [*texts_seen(html), *buttons(html)]
                if JARGON.search(text) or ENGLISH.search(text)
            ]
    assert faults == []
