"""What each group may open of the admin: every address is asked, and docs/editors.md says what is
expected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site, Task, Workflow

from contracts.editing.proposing.models import Proposal
from contracts.training.models import SessionIndexPage
from contracts.training.seats import registrations
from home.contact.models import ReaderMessage
from home.groups import ADMINISTRATORS, CONTRIBUTORS, EDITORS, ORGANISERS
from home.site import create_groups, create_readers_of_messages, create_readers_of_proposals
from tests import factories
from tests.admin_views import admin_addresses
from tests.architecture.source import BASE_DIR
from tests.contracts.roles import member_of
from tests.contracts.training.desk.rooms import refused_mail
from tests.contracts.training.factories import person, session

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

GROUPS = (CONTRIBUTORS, EDITORS, ORGANISERS, ADMINISTRATORS)
ROW = re.compile(r"^\| (`/admin/[^|]*) \| [^|]+ \| (\w+) \| (\w+) \| (\w+) \| (\w+) \|$", re.M)
# They do not say whether the person may: nothing is there, or it is posted.
TELL_NOTHING = {400, 404, 405}
# They raise, end the session, or lead to the home without a word, whoever asks.
LEFT_OUT = {
    "wagtailadmin_error_test",
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "accounts:code",
    "accounts:enrolment",
}
# Wagtail asks for the right where the form is posted, where it leads, or once a review is running.
ASKED_LATER = {
    "wagtailadmin_pages:move_confirm",
    "wagtailadmin_pages:revisions_index",
    "wagtailadmin_pages:workflow_preview",
}


def table() -> list[tuple[re.Pattern[str], dict[str, str]]]:
    """The rows of the table, the longest address first: what begins so, and what each group may."""
    text = (BASE_DIR / "docs" / "editors.md").read_text()
    rows = [
        (address, dict(zip(GROUPS, said, strict=True)))
        for addresses, *said in ROW.findall(text)
        for address in re.findall(r"`([^`]+)`", addresses)
    ]
    rows.sort(key=lambda row: len(row[0]), reverse=True)
    return [(_beginning(address), said) for address, said in rows]


def _beginning(address: str) -> re.Pattern[str]:
    if address == "/admin/":  # the home alone: a new address asks for a row of its own
        return re.compile(r"/admin/$")
    return re.compile(re.escape(address).replace("…", "[^/]+"))


def test_the_table_knows_every_group():
    said = table()
    assert len(said) > 60
    assert {word for _, groups in said for word in groups.values()} == {"oui", "non", "sessions"}


@pytest.fixture
def things() -> dict[str, Any]:
    """One of each thing that an address may name: a page is a fiche and a session in turn."""
    create_groups(factories.home_page())
    create_readers_of_messages()
    create_readers_of_proposals()
    term = factories.term("Bien-vivre")
    room = session(capacity=1)
    registration = registrations.register(room, person(last_name="Le Guen"))
    return {
        "fiche": factories.contract(),
        "session": room,
        "registration": registration,
        "proposal": Proposal.objects.create(
            sent_as=uuid4(), state="recue", email="ada@ys.example", received_at=timezone.now()
        ),
        "mail": refused_mail(registration),
        "wagtailsnippets_contracts_source": factories.source(),
        "wagtailsnippets_contracts_territory": factories.territory(),
        "wagtailsnippets_contracts_term": term,
        "wagtailsnippets_contracts_tag": factories.tag("eau"),
        "wagtailsnippets_contracts_theme": factories.theme(),
        "wagtailsnippets_contact_readermessage": ReaderMessage.objects.create(
            name="Ada", email="ada@ys.example", subject="Une faute", text="Ici."
        ),
        "wagtailusers_users": get_user_model().objects.create_user("quelqu’un"),
        "accounts": get_user_model().objects.get(username="quelqu’un"),
        "wagtailusers_groups": Group.objects.first(),
        "wagtailsites": Site.objects.get(),
        "wagtailadmin_workflows": Workflow.objects.first() or Workflow.objects.create(name="Essai"),
        "wagtailadmin_workflows_task": Task.objects.first(),
        "redirect_id": Redirect.objects.create(old_path="/avant", redirect_link="/"),
        "document_id": factories.document("Un document"),
    }


def addresses(things: dict[str, Any], of: str) -> Iterator[tuple[str, str]]:
    page = things[of]
    app_label, model = page._meta.app_label, page._meta.model_name

    def value(name: str, part: str) -> Any:
        named = {
            "content_type_app_name": app_label,
            "app_label": app_label,
            "content_type_model_name": model,
            "model_name": model,
            "parent_page_id": page.get_parent().pk,
            "page_id": page.pk,
            "page_to_move_id": page.pk,
            "revision_id": page.latest_revision_id,
            "app_name": "home",
            "key": uuid4(),
            "kind": "contrats",
            "session": things["session"].pk,
        }
        if name == "wagtailsettings:edit" or name == "wagtailsettings:preview_on_edit":
            named["model_name"] = "publisher"
        if part in named:
            return named[part]
        if part in things:
            return things[part].pk
        if part != "pk":
            return 1
        if name.startswith("merging:"):
            return things[f"wagtailsnippets_contracts_{name.partition(':')[2]}"].pk
        if name.startswith("desk:"):
            return things["mail" if name == "desk:resend" else "registration"].pk
        thing = things.get(name.partition(":")[0]) or page
        return thing.pk

    yield from admin_addresses(value)


def outcome(response: Any) -> str:
    """« oui », « non » with words in French, or nothing that tells."""
    if response.status_code in TELL_NOTHING:
        return ""
    if response.status_code != 302 or response.url != "/admin/":
        return "oui" if response.status_code in {200, 302} else str(response.status_code)
    [message, *_] = [str(one) for one in get_messages(response.wsgi_request)] or [""]
    in_french = "n'avez pas" in unescape(message)
    return "non" if in_french else f"no words: {message}"


@pytest.mark.parametrize("of", ["fiche", "session"])
@pytest.mark.parametrize("group", GROUPS)
def test_each_group_opens_what_the_table_says_and_nothing_else(things, group, of):
    rows, client = table(), member_of(group)
    wrong, told = {}, 0
    for name, address in addresses(things, of):
        if name in LEFT_OUT | ASKED_LATER:
            continue
        plain = address.replace("\\", "")
        said = next((groups[group] for row, groups in rows if row.match(plain)), "no row")
        expected = said if said != "sessions" else ("oui" if of == "session" else "non")
        found = outcome(client.get(plain))
        told += bool(found)
        if found and found != expected:
            wrong[f"{name} {plain}"] = f"{expected} expected, {found} found"
    assert wrong == {}, "\n".join(f"{where}: {what}" for where, what in wrong.items())
    assert told > 200
    assert SessionIndexPage.objects.exists()
