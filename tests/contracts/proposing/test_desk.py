"""Proposals in the admin: listed, made a draft, published, refused; their file; who may."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from contracts.editing.proposing import jobs
from contracts.editing.proposing.answering import make_draft
from contracts.editing.proposing.models import Proposal, ProposalFile, ProposalMail
from contracts.models import CaseStudyPage, Statement
from home.groups import CONTRIBUTORS, EDITORS, ORGANISERS
from home.site import create_readers_of_proposals
from tests import factories
from tests.contracts.proposing.test_form import pdf, send, words
from tests.contracts.roles import member_of, told

LIST = "/admin/propositions/"


def proposal(**fields: Any) -> Proposal:
    number = Proposal.objects.count() + 1
    values = {
        "sent_as": f"{number:032x}",
        "state": "recue",
        "name": "Ada Le Guen",
        "email": "ada@ys.example",
        "title": "Le bois des Monts chauffe la ville",
        "place": "Brest",
        "done": "La ville a acheté le bois.\nUne plateforme a été ouverte.",
        "gave": "Deux écoles sont chauffées.",
        "source": "https://ys.example/bois",
        "received_at": timezone.now(),
        **fields,
    }
    return Proposal.objects.create(**values)


@pytest.fixture
def editor(db) -> Client:
    client = member_of(EDITORS)
    create_readers_of_proposals()
    return client


def draft_of(row: Proposal) -> CaseStudyPage:
    row.refresh_from_db()
    return CaseStudyPage.objects.get(pk=row.page_id).get_latest_revision_as_object()


# From the proposal to the publication


def test_from_the_form_to_the_published_fiche(
    client, editor, office, django_capture_on_commit_callbacks
):
    """The whole way: sent, read at the desk, made a draft, published, told."""
    commune = factories.commune("29019", "Brest", population=139_000)
    factories.territory(name="Brest", slug="brest", level="commune", code=commune.code)
    source = factories.source(url="https://ys.example/bois")
    with django_capture_on_commit_callbacks(execute=True):
        followed = send(client)["Location"]
    row = Proposal.objects.get()
    assert "Le bois des Monts" in editor.get(LIST).content.decode()
    assert "Le bois des Monts" in editor.get("/admin/").content.decode()

    response = editor.post(f"{LIST}{row.pk}/brouillon/")
    page = draft_of(row)
    assert response["Location"] == f"/admin/pages/{page.pk}/edit/"
    assert f"{LIST}{row.pk}/" in editor.get(response["Location"]).content.decode()
    assert not page.live
    assert page.owner == get_user_model().objects.get(username=f"personne-{EDITORS}")
    assert page.title == "Le bois des Monts chauffe la ville"
    assert [one.slug for one in page.territories] == ["brest"]
    assert [(one.section, one.text, one.source) for one in page.statements.all()] == [
        ("action", "La ville a acheté le bois des communes forestières.", source),
        ("action", "Une plateforme a été ouverte.", source),
        ("resultat", "Deux écoles sont chauffées.", source),
    ]
    assert client.get(f"/experiences/{page.slug}/").status_code == 404
    assert "Votre proposition : en relecture" in words(client.get(followed))

    page.gist = "Le bois des forêts du pays alimente les chaufferies de la métropole."
    page.source = source
    page.themes = [factories.theme()]
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert client.get(f"/experiences/{page.slug}/").status_code == 200
    said = words(client.get(followed))
    assert "Votre proposition : publiée" in said
    _thanks, published = office.received
    assert "Votre expérience est publiée" in published["Subject"]
    assert f"/experiences/{page.slug}/" in published.get_body(("plain",)).get_content()
    public = client.get(f"/experiences/{page.slug}/").content.decode()
    assert "Le Guen" not in public
    assert "ada@ys.example" not in public


def test_a_publication_that_nobody_told_is_told_by_the_clock(editor):
    row = proposal()
    page, _ = make_draft(row.pk, get_user_model().objects.get())
    Page.objects.filter(pk=page.pk).update(live=True)
    assert ("propositions publiées", 1) in [one for _, job in jobs.JOBS for one in job()]
    row.refresh_from_db()
    assert row.state == "publiee"
    assert [mail.kind for mail in row.mails.all()] == ["proposition-publiee"]
    assert ("propositions publiées", 0) in [one for _, job in jobs.JOBS for one in job()]


def test_a_second_press_leads_to_the_draft_that_is_there(editor):
    row = proposal()
    editor.post(f"{LIST}{row.pk}/brouillon/")
    response = editor.post(f"{LIST}{row.pk}/brouillon/", follow=True)
    assert "Le brouillon existait déjà" in told(response)
    assert CaseStudyPage.objects.count() == 1


def test_a_draft_that_was_deleted_is_made_anew(editor):
    row = proposal()
    editor.post(f"{LIST}{row.pk}/brouillon/")
    draft_of(row).delete()
    assert "Créer le brouillon" in editor.get(f"{LIST}{row.pk}/").content.decode()
    editor.post(f"{LIST}{row.pk}/brouillon/")
    assert CaseStudyPage.objects.count() == 1


def test_two_proposals_of_one_title_are_two_drafts(editor):
    user = get_user_model().objects.get()
    pages = [make_draft(proposal().pk, user)[0] for _ in range(2)]
    assert [page.slug for page in pages] == [
        "le-bois-des-monts-chauffe-la-ville",
        "le-bois-des-monts-chauffe-la-ville-2",
    ]


def test_a_long_text_becomes_as_many_statements_and_loses_nothing(editor):
    sentence = "La ville et le pays ont fait ceci ensemble pendant longtemps. "
    row = proposal(done=(sentence * 60).strip(), start="mars 2019", cost="12 000 €.")
    make_draft(row.pk, get_user_model().objects.get())
    page = draft_of(row)
    texts = [one.text for one in page.statements.all() if one.section == "action"]
    assert " ".join(texts) == row.done
    assert max(map(len, texts)) <= Statement._meta.get_field("text").max_length
    assert str(page.start) == "mars 2019"
    assert [one.text for one in page.statements.all() if one.section == "cout"] == ["12 000 €."]


def test_an_unknown_source_and_an_unknown_place_are_left_to_the_editor(editor):
    row = proposal(place="Vallée du Rhin supérieur")
    shown = editor.get(f"{LIST}{row.pk}/").content.decode()
    assert "Cette source n’est pas dans la base" in shown
    assert "Pas encore un territoire de la base" in shown
    editor.post(f"{LIST}{row.pk}/brouillon/")
    page = draft_of(row)
    assert page.territories == []
    assert {one.source for one in page.statements.all()} == {None}


def test_the_draft_says_the_source_that_was_typed_and_leads_back_to_the_proposal(editor):
    row = proposal(source="Bulletin municipal de Mazaye, printemps 2025")
    page, _ = make_draft(row.pk, get_user_model().objects.get())

    shown = editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()

    assert "Bulletin municipal de Mazaye, printemps 2025" in shown
    assert f'href="{LIST}{row.pk}/"' in shown


# Refused


def test_a_refusal_is_told_with_its_reason(
    client, editor, office, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        followed = send(client, place="Le Nulle-Part-des-Monts", choice="tel-quel")["Location"]
    row = Proposal.objects.get()
    address = f"{LIST}{row.pk}/refuser/"
    assert "Écrivez la raison" in editor.post(address, {"reason": " "}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(address, {"reason": "Aucune source ne le dit."})
    row.refresh_from_db()
    assert (row.state, row.settled_by) == ("refusee", f"personne-{EDITORS}")
    said = words(client.get(followed))
    assert "n’est pas retenue" in said
    assert "Aucune source ne le dit." in said
    body = office.received[-1].get_body(("plain",)).get_content()
    assert "Aucune source ne le dit." in body
    assert "Aucun brouillon n’est créé" in told(
        editor.post(f"{LIST}{row.pk}/brouillon/", follow=True)
    )
    assert CaseStudyPage.objects.count() == 0


# The list and the file


def test_what_is_still_written_is_seen_by_nobody_of_the_desk(editor):
    row = proposal(state="brouillon", received_at=None)
    assert "Le bois des Monts" not in editor.get(LIST).content.decode()
    for address in ("", "brouillon/", "refuser/", "effacer/", "fichier/"):
        assert editor.get(f"{LIST}{row.pk}/{address}").status_code == 404


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_a_flood_slows_no_editor(editor):
    """The list and the home ask as many queries for 300 proposals as for one."""
    proposal()
    for address in (LIST, "/admin/"):
        editor.get(address)
    before = {address: queries_of(editor, address) for address in (LIST, "/admin/")}
    for number in range(300):
        proposal(title=f"N° {number}", email=f"n{number}@ys.example")
    assert {address: queries_of(editor, address) for address in before} == before
    shown = editor.get(LIST).content.decode()
    assert shown.count("ys.example") == 0
    assert "Page 1 sur 7" in shown or "?p=2" in shown


def test_the_list_is_narrowed_to_a_state(editor):
    proposal(title="À lire encore")
    proposal(title="Déjà refusée", state="refusee", reason="Non.")
    shown = editor.get(f"{LIST}?state=recue").content.decode()
    assert "À lire encore" in shown
    assert "Déjà refusée" not in shown


def test_the_file_is_a_download_for_editors_alone(client, editor):
    send(client, attachment=pdf(), place="Le Nulle-Part-des-Monts", choice="tel-quel")
    row = Proposal.objects.get()
    address = f"{LIST}{row.pk}/fichier/"
    response = editor.get(address)
    assert response.content == bytes(ProposalFile.objects.get().content)
    assert response["Content-Disposition"] == 'attachment; filename="rapport.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/octet-stream"
    for group in (CONTRIBUTORS, ORGANISERS):
        assert member_of(group).get(address).status_code == 302
    assert Client().get(address).status_code == 302


def test_the_desk_erases_all_of_a_proposal_but_the_draft(editor):
    row = proposal()
    ProposalFile.objects.create(proposal=row, name="a.pdf", size=1, content=b"x")
    editor.post(f"{LIST}{row.pk}/brouillon/")
    assert "On ne peut pas revenir" in editor.get(f"{LIST}{row.pk}/effacer/").content.decode()
    editor.post(f"{LIST}{row.pk}/effacer/")
    counts = [model.objects.count() for model in (Proposal, ProposalFile, ProposalMail)]
    assert counts == [0, 0, 0]
    assert CaseStudyPage.objects.count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_editors_who_press_at_once_one_makes_the_draft():
    factories.home_page()
    users = [get_user_model().objects.create_superuser(f"editrice-{n}") for n in range(2)]
    row = proposal()
    ready, found, failures = threading.Barrier(2), [], []

    def press(user: Any) -> None:
        ready.wait()
        try:
            page, is_new = make_draft(row.pk, user)
            found.append((page.pk, is_new))
        except Exception as error:  # noqa: BLE001 - told by the assertion below
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(is_new for _, is_new in found) == [False, True]
    assert len({pk for pk, _ in found}) == 1
    assert CaseStudyPage.objects.count() == 1
