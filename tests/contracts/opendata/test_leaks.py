"""Nothing that is not public, nor any person, in anything that machines read.

A new output joins by one line: a function of OUTPUTS that gives its addresses.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from zipfile import ZipFile, is_zipfile

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from wagtail.models import Comment, Page, PageViewRestriction

from contracts.editing.proposing.models import Proposal
from contracts.models import PageLink
from contracts.opendata.archive import versions
from contracts.opendata.datasets import ALL
from contracts.opendata.formats import FORMATS
from contracts.training.seats import registrations
from contracts.values.vocabulary import Section
from home.contact.models import ReaderMessage
from tests import factories
from tests.contracts.reading import ReadPage
from tests.contracts.training.factories import person, session

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

# Planted wherever something is kept that readers are not to see; none of them is a word of the
# site. What is public says « Kerpublic ».
PLANTED = ("Kersecret", "Trevidic", "Rozenn")
# What a word becomes in an address.
FOLDED = tuple(word.lower() for word in PLANTED)
PUBLIC = "Kerpublic"

LISTS = ("/contrats/", "/experiences/", "/outils/", "/recherche/", "/engagements/", "/indicateurs/")
# In small letters in addresses, and nowhere else: drafts say it with a capital.
SEARCHED = "kersecret"


def exports(_client: Client) -> Iterator[str]:
    yield from (f"{path}export.{one.ending}" for path in LISTS for one in FORMATS)
    yield from (f"{path}export.json?q={SEARCHED}" for path in LISTS)


def feeds(_client: Client) -> Iterator[str]:
    return (f"{path}flux.atom{query}" for path in LISTS for query in ("", f"?q={SEARCHED}"))


def archives(_client: Client) -> Iterator[str]:
    versions.keep(timezone.localdate())
    return (f"/donnees/{one.file_name}" for one in versions.versions())


def catalogues(_client: Client) -> Iterator[str]:
    yield from ("/donnees/catalogue.jsonld", "/donnees/catalogue.ttl")
    yield from (f"/donnees/schemas/{one.code}.json" for one in ALL)


def of_engines(_client: Client) -> Iterator[str]:
    yield from ("/sitemap.xml", "/robots.txt", "/llms.txt")


def public_pages(client: Client) -> list[str]:
    """Every address of the sitemap."""
    written = client.get("/sitemap.xml").content.decode()
    return re.findall(r"<loc>https?://[^/]+([^<]+)</loc>", written)


def markdown(client: Client) -> Iterator[str]:
    """Of what stands below a listing."""
    below = (address for address in public_pages(client) if address.strip("/").count("/"))
    return (f"{address.rstrip('/')}.md" for address in below)


def pages_with_structured_data(client: Client) -> Iterator[str]:
    return iter(public_pages(client))


OUTPUTS: tuple[Callable[[Client], Iterable[str]], ...] = (
    exports,
    feeds,
    archives,
    catalogues,
    of_engines,
    markdown,
    pages_with_structured_data,
)


def unpacked(name: str, written: bytes) -> Iterator[tuple[str, str]]:
    """What a file holds, the files that are packed in it included."""
    if is_zipfile(io.BytesIO(written)):
        with ZipFile(io.BytesIO(written)) as archive:
            for member in archive.namelist():
                yield from unpacked(f"{name} : {member}", archive.read(member))
    else:
        yield name, written.decode(errors="replace")


def for_machines(name: str, text: str) -> str:
    """Of a page, what it tells engines alone: its reader may be shown a form with more."""
    if not name.endswith("/"):
        return text
    return "\n".join(re.findall(r'(?s)<script type="application/ld\+json">(.*?)</script>', text))


def held_by(client: Client, output: Callable[[Client], Iterable[str]]) -> dict[str, str]:
    """All that an output gives to somebody without an account, by its name."""
    found = {}
    for address in list(output(client)):
        response = client.get(address)
        if response.status_code == 200:
            for name, text in unpacked(address, response.getvalue()):
                found[name] = for_machines(name, text)
        else:
            assert response.status_code == 404, (address, response.status_code)
    return found


def plant() -> None:
    """Something of each kind that is kept and is not to be read, beside one that is public."""
    editor = get_user_model().objects.create_user(
        "rozenn", "rozenn@kersecret.example", first_name="Rozenn", last_name="Trevidic"
    )
    source = factories.source(title="Source Kersecret", url="https://kersecret.example/")
    place = factories.territory(slug="kersecret", name="Ville Kersecret")
    hidden = {
        "title": "Fiche Kersecret",
        "gist": "Kersecret s’entend avec la ville.",
        "statements": [factories.statement(Section.CONTEXT, text="Kersecret.", source=source)],
        "commitments": [factories.commitment(None, None, object="Se taire à Kersecret")],
    }
    factories.contract(publish=False, city=place, slug="kersecret-1", **hidden)
    withdrawn = factories.contract(**_again(hidden, "kersecret-2"))
    withdrawn.unpublish()
    expired = factories.contract(**_again(hidden, "kersecret-3"))
    Page.objects.filter(pk=expired.pk).update(expire_at=timezone.now() - dt.timedelta(days=1))
    expired.unpublish(set_expired=True)
    private = factories.contract(**_again(hidden, "kersecret-4"))
    PageViewRestriction.objects.create(
        page=private.page_ptr, restriction_type=PageViewRestriction.LOGIN
    )
    scheduled = factories.tool(title="Outil Kersecret", publish=False)
    scheduled.go_live_at = timezone.now() + dt.timedelta(days=1)
    scheduled.save_revision().publish()

    public = factories.contract(
        title=f"Fiche {PUBLIC}",
        slug=PUBLIC.lower(),
        commitments=[factories.commitment(None, None, object=f"Parler à {PUBLIC}")],
    )
    factories.case_study(title=f"Expérience {PUBLIC}", contract=withdrawn, tools=[])
    factories.tool(title=f"Outil {PUBLIC}")
    PageLink.objects.create(page=public, target=private, reason="Parce que Kersecret.")
    Page.objects.filter(pk=public.pk).update(owner=editor, locked_by=editor)
    public.refresh_from_db()
    public.stand_in = editor
    public.title = "Fiche Kersecret en projet"
    public.save_revision(user=editor)
    Comment.objects.create(
        page=public, user=editor, text="Kersecret ?", contentpath="gist", position=""
    )

    meeting = session(
        title=f"Session {PUBLIC}",
        contact_phone="Kersecret 04",
        remote_link="https://visio.example/Kersecret",
    )
    registrations.register(meeting, person(last_name="Trevidic", email="rozenn@kersecret.example"))
    registrations.register(session(title="À part"), person(organisation="Mairie de Kersecret"))
    Proposal.objects.create(
        sent_as="0" * 32,
        state="recue",
        name="Rozenn Trevidic",
        email="rozenn@kersecret.example",
        title="Proposition Kersecret",
        done="Kersecret l’a fait.",
        received_at=timezone.now(),
    )
    ReaderMessage.objects.create(
        name="Rozenn Trevidic", email="rozenn@kersecret.example", text="Kersecret existe."
    )


def _again(fields: dict[str, Any], slug: str) -> dict[str, Any]:
    """The same with rows of its own, which a page takes for itself."""
    source = factories.source(title="Source Kersecret")
    return {
        **fields,
        "slug": slug,
        "statements": [factories.statement(Section.CONTEXT, text="Kersecret.", source=source)],
        "commitments": [factories.commitment(None, None, object="Se taire à Kersecret")],
    }


def secrets_in(held: dict[str, str]) -> list[tuple[str, str]]:
    """The planted words, and where they were found. Words that were searched for are said again."""
    return [
        (name, word)
        for name, text in held.items()
        for word in (*PLANTED, *FOLDED)
        if word in (text.replace(SEARCHED, "") if SEARCHED in name else text)
    ]


def test_nothing_that_is_not_public_is_in_what_machines_read(client, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    plant()
    for output in OUTPUTS:
        held = held_by(client, output)
        assert secrets_in(held) == [], output.__name__
        # Else it would say nothing that nothing is found.
        assert output is catalogues or any(
            PUBLIC in text or PUBLIC.lower() in text for text in held.values()
        ), output.__name__


def test_who_may_read_everything_is_given_no_more(admin_client, settings, tmp_path):
    """A file is for whoever it is passed on to."""
    settings.MEDIA_ROOT = str(tmp_path)
    plant()
    for output in (archives, catalogues, feeds):
        for name, text in held_by(admin_client, output).items():
            assert "Trevidic" not in text, name
            assert "Fiche Kersecret en projet" not in text, name


def test_a_page_withdrawn_is_gone_from_the_next_archive_and_the_one_before_is_kept(
    client, settings, tmp_path
):
    settings.MEDIA_ROOT = str(tmp_path)
    contract = factories.contract(
        title="Ys et Landes",
        slug="ys-landes",
        commitments=[factories.commitment(None, None, object="Du bois d’Ys")],
        statements=[factories.statement(text="Ys manquait de bois.")],
    )
    today = timezone.localdate()
    versions.keep(today)
    contract.unpublish()
    versions.keep(today + dt.timedelta(days=1))
    newest, before = versions.versions()
    told = {
        one.day: dict(unpacked(one.file_name, client.get(f"/donnees/{one.file_name}").getvalue()))
        for one in (newest, before)
    }
    assert any("Du bois d’Ys" in text for text in told[before.day].values())
    for name, text in told[newest.day].items():
        for word in ("ys-landes", "Ys et Landes", "Du bois d’Ys", "manquait de bois"):
            assert word not in text, (name, word)
    package = json.loads(told[newest.day][f"{newest.file_name} : datapackage.json"].strip() or "{}")
    assert package["version"] == newest.day.isoformat()
    links = ReadPage(client, "/donnees/").soup.select("main a[download]")
    assert links[0]["href"] == (f"/donnees/{newest.file_name}")
