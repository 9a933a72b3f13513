"""What a session left: published once it is over, on its page and on the fiches concerned."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from contracts.index.keys import page_key
from contracts.training.models import (
    Material,
    NoteKind,
    PresentedFiche,
    ProgrammeItem,
    ReturnNote,
    SessionDate,
    TrainingSessionPage,
)
from contracts.training.seats import organising
from contracts.values.dates.french_calendar import french_date
from home.site import create_groups
from search.models import SearchDocument
from tests import factories
from tests.contracts.reading import ReadPage, words
from tests.contracts.training.factories import session

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

OVER = [SessionDate(day=dt.date(2020, 3, 4), starts_at=dt.time(9), ends_at=dt.time(12))]


def over(**fields) -> TrainingSessionPage:
    """A session of March 2020."""
    return session(
        dates=[SessionDate(day=dt.date(2020, 3, 4), starts_at=dt.time(9), ends_at=dt.time(12))],
        **fields,
    )


def test_a_return_is_read_on_the_page_of_its_session_by_its_nature(client):
    contract = factories.contract(title="Ys et Landes")
    page = over(
        organiser="Cap Rural",
        return_notes=[
            ReturnNote(kind=NoteKind.LEVER, text="Un projet alimentaire."),
            ReturnNote(kind=NoteKind.SAID, text="Les élus se téléphonent.", fiche=contract),
            ReturnNote(kind=NoteKind.QUESTION, text="Qui paie ?", answer="La ville."),
            ReturnNote(kind=NoteKind.QUESTION, text="Qui vote ?"),
            ReturnNote(kind=NoteKind.CONDITION, text="Un binôme d’élus."),
        ],
        materials=[
            Material(
                title="Diaporama",
                document=factories.document("Fichier", size=2_048),
                rights="Cap Rural",
            ),
            Material(title="Carte", url="https://cartes.example/flux"),
        ],
    )

    shown = ReadPage(client, page.url)

    assert shown.texts("#retour h3") == [
        "Ce qui s’est dit",
        "Questions posées",
        "Conditions entendues",
        "Leviers entendus",
        "Supports",
    ]
    assert shown.texts("#retour [data-part=notes] li") == [
        "Les élus se téléphonent. À propos de Ys et Landes",
        "Qui paie ? Réponse : La ville.",
        "Qui vote ?",
        "Un binôme d’élus.",
        "Un projet alimentaire.",
    ]
    assert shown.texts("#retour [data-part=materials] li") == [
        "Diaporama PDF, 2,0 Kio · Cap Rural",
        "Carte sur cartes.example · droits non renseignés",
    ]
    assert "Retour publié par l’organisateur, Cap Rural." in shown.texts("#retour h2 + p")
    assert shown.one("[data-part=notice] a[href='#retour']")


def test_what_was_heard_about_a_fiche_is_on_its_page_and_leads_to_the_session(client):
    contract, tool = factories.contract(), factories.tool()
    study = factories.case_study()
    page = over(
        programme=[ProgrammeItem(title="Point", presented=[PresentedFiche(fiche=contract)])],
        return_notes=[
            ReturnNote(
                kind=NoteKind.QUESTION, text="Qui paie ?", answer="La ville.", fiche=contract
            ),
            ReturnNote(kind=NoteKind.LEVER, text="Commencer petit.", fiche=contract),
            ReturnNote(kind=NoteKind.SAID, text="L’outil aide.", fiche=tool),
            ReturnNote(kind=NoteKind.SAID, text="À refaire.", fiche=study),
            ReturnNote(kind=NoteKind.SAID, text="Sans fiche."),
        ],
    )

    shown = ReadPage(client, contract.url)

    assert shown.text("#entendu h3") == f"Entendu le 4 mars 2020 : {page.title}"
    assert shown.one(f'#entendu h3 a[href="{page.url}#retour"]')
    assert shown.texts("#entendu dl > div") == [
        "Question posée Qui paie ? Réponse : La ville.",
        "Levier entendu Commencer petit.",
    ]
    assert shown.text("#liens li") == (
        f"{page.title} Présenté en session le 4 mars 2020 · Lire son retour ({page.title})"
    )
    assert shown.one(f'#liens a[href="{page.url}#retour"]')
    assert ReadPage(client, tool.url).texts("#entendu dd") == ["L’outil aide."]
    assert ReadPage(client, study.url).texts("#entendu dd") == ["À refaire."]
    other = factories.contract()
    assert ReadPage(client, other.url).soup.select("#entendu") == []


def test_a_session_presented_without_a_return_promises_none(client):
    contract = factories.contract()
    over(programme=[ProgrammeItem(title="Point", presented=[PresentedFiche(fiche=contract)])])

    assert "retour" not in ReadPage(client, contract.url).text("#liens")


@pytest.mark.parametrize("how", ["unpublished", "private", "never published", "draft"])
def test_a_return_that_is_not_public_shows_nowhere(client, how):
    contract = factories.contract()
    note = {"kind": NoteKind.SAID, "text": "Entre nous.", "fiche": contract}
    if how == "draft":
        page = over()
        page.return_notes = [ReturnNote(**note)]
        page.save_revision()
    elif how == "never published":
        page = over()
        page.unpublish()
        page.return_notes = [ReturnNote(**note)]
        page.save_revision()
    else:
        page = over(return_notes=[ReturnNote(**note)])
        assert "Entre nous." in client.get(contract.url).content.decode()
    if how == "unpublished":
        page.unpublish()
    if how == "private":
        PageViewRestriction.objects.create(
            page=page.page_ptr, restriction_type=PageViewRestriction.LOGIN
        )

    for address in (contract.url, page.url, "/sessions/", "/recherche/?q=entre+nous"):
        assert "Entre nous." not in client.get(address).content.decode(), address


def test_a_fiche_that_is_not_public_is_not_named_by_a_return(client):
    contract = factories.contract(title="Tenu secret")
    page = over(return_notes=[ReturnNote(kind=NoteKind.SAID, text="Dit.", fiche=contract)])
    contract.unpublish()

    assert "Tenu secret" not in client.get(page.url).content.decode()


def test_a_deleted_fiche_leaves_its_note_to_the_session(client):
    contract = factories.contract()
    page = over(return_notes=[ReturnNote(kind=NoteKind.SAID, text="Dit.", fiche=contract)])
    contract.delete()

    assert ReadPage(client, page.url).texts("#retour [data-part=notes] li") == ["Dit."]
    fresh = TrainingSessionPage.objects.get(pk=page.pk)
    fresh.get_latest_revision_as_object().save_revision().publish()
    assert ReadPage(client, page.url).texts("#retour [data-part=notes] li") == ["Dit."]


def test_a_return_is_found_by_its_words(client):
    page = over(
        return_notes=[ReturnNote(kind=NoteKind.QUESTION, text="Zorglub ?", answer="Bulgroz !")],
        materials=[Material(title="Planches zébrées", url="https://x.example/")],
    )
    for typed in ("zorglub", "bulgroz", "planches zébrées"):
        shown = ReadPage(client, f"/recherche/?q={typed}")
        assert shown.texts("#resultats h3") == [page.title], typed
    assert "Retour de session publié" in shown.text("#resultats [data-part=foot]")


# What forbids it to be published


def test_a_return_is_refused_before_the_session_is_over_and_stays_in_the_draft():
    day = timezone.localdate() + dt.timedelta(days=3)
    page = session(in_days=3)
    page.return_notes = [ReturnNote(kind=NoteKind.SAID, text="Trop tôt.")]
    revision = page.save_revision()

    with pytest.raises(ValidationError) as refused:
        revision.publish()
    [message] = refused.value.messages
    assert message == (
        f"Le retour se publie une fois la session finie : celle-ci finit le {french_date(day)} "
        "à 17\xa0h. Gardez-le en brouillon jusque-là."
    )

    [note] = page.get_latest_revision_as_object().return_notes.all()
    assert note.text == "Trop tôt."


def test_a_support_alone_is_refused_as_early():
    with pytest.raises(ValidationError, match="une fois la session finie"):
        session(in_days=3, materials=[Material(title="Carte", url="https://x.example/")])


def test_a_cancelled_session_has_no_return():
    page = session(in_days=3)
    organising.cancel_session(page, by="bureau", reason="Grippe")
    page = TrainingSessionPage.objects.get(pk=page.pk)
    page.return_notes = [ReturnNote(kind=NoteKind.SAID, text="Rien.")]

    with pytest.raises(ValidationError, match="annulée : elle n’a pas de retour"):
        page.save_revision().publish()


@pytest.mark.parametrize(
    ("note", "fault"),
    [
        ({"kind": NoteKind.SAID, "text": "Dit.", "answer": "Non."}, "appartient à une question"),
        (
            {"kind": NoteKind.CONDITION, "text": "Dit.", "answer": "Non."},
            "appartient à une question",
        ),
    ],
)
def test_an_answer_belongs_to_a_question(note, fault):
    with pytest.raises(ValidationError, match=fault):
        over(return_notes=[ReturnNote(**note)])


def test_a_note_is_about_a_contract_an_experience_or_a_tool():
    with pytest.raises(ValidationError, match="Choisissez un contrat"):
        over(
            return_notes=[ReturnNote(kind=NoteKind.SAID, text="Dit.", fiche=factories.home_page())]
        )


def test_a_support_is_a_document_or_an_address():
    with pytest.raises(ValidationError, match="Donnez un document du site ou une adresse"):
        over(materials=[Material(title="Rien")])
    with pytest.raises(ValidationError, match="pas les deux"):
        over(
            materials=[
                Material(title="Deux", document=factories.document("D"), url="https://x.example/")
            ]
        )


def test_a_document_whose_file_is_gone_does_not_break_the_page(client):
    document = factories.document("Fichier")
    page = over(materials=[Material(title="Diaporama", document=document)])
    document.file.storage.delete(document.file.name)

    assert "Diaporama" in ReadPage(client, page.url).text("#retour [data-part=materials]")
    assert client.get(document.url).status_code == 404


# What it costs


def test_a_fiche_and_a_session_ask_as_many_queries_for_one_note_as_for_twelve(client):
    contract = factories.contract()

    def grow(sessions: int, notes: int) -> TrainingSessionPage:
        for _ in range(sessions):
            page = over(
                return_notes=[
                    ReturnNote(kind=NoteKind.SAID, text="Dit.", fiche=contract)
                    for _ in range(notes)
                ],
                materials=[
                    Material(title="Diaporama", document=factories.document("D"))
                    for _ in range(notes)
                ],
            )
        return page

    def asked(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    first = grow(1, 1)
    one = asked(contract.url), asked(first.url)
    last = grow(11, 12)
    twelve = asked(contract.url), asked(last.url)

    assert twelve == one
    assert max(one) <= 20


# Sessions that wait for their return


def editor(django_user_model, group: str):
    create_groups(factories.home_page())
    user = django_user_model.objects.create_user(f"{group}@ys.example", password="x")
    user.groups.add(Group.objects.get(name=group))
    return user


def test_editors_are_told_of_past_sessions_without_a_return(client, django_user_model):
    waiting = over(place="Valence")
    latest = session(in_days=-2)
    over(return_notes=[ReturnNote(kind=NoteKind.SAID, text="Dit.")])
    over(materials=[Material(title="Carte", url="https://x.example/")])
    session(in_days=2)
    cancelled = session(in_days=2)
    organising.cancel_session(cancelled, by="bureau", reason="Grippe")
    cancelled.dates = OVER
    cancelled.save_revision().publish()
    over().unpublish()
    client.force_login(editor(django_user_model, "Éditeurs"))

    report = ReadPage(client, "/admin/reports/sessions-sans-retour/")
    rows = report.texts("tbody tr")
    home = ReadPage(client, "/admin/")

    assert [row.split(" ", 2)[:2] for row in rows] == [
        latest.title.split(),
        waiting.title.split(),
    ]
    assert "4 mars 2020 Valence" in rows[1]
    panel = home.one("#sans-retour").parent
    assert [link.get_text() for link in panel.select("li a")] == [latest.title, waiting.title]
    assert "a eu lieu le 4 mars 2020" in words(panel)
    assert "/admin/reports/sessions-sans-retour/" in home.response.content.decode()


def test_who_may_edit_no_session_is_told_of_none(client, django_user_model):
    over()
    reader = django_user_model.objects.create_user("lit@ys.example", password="x")
    reader.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(reader)

    assert client.get("/admin/reports/sessions-sans-retour/").status_code == 302
    shown = client.get("/admin/").content.decode()
    assert "sans-retour" not in shown


def test_a_session_of_today_waits_for_its_return_from_its_last_hour_on(
    client, django_user_model, monkeypatch
):
    today = timezone.localdate()
    page = session(dates=[SessionDate(day=today, starts_at=dt.time(9), ends_at=dt.time(12))])
    client.force_login(editor(django_user_model, "Éditeurs"))
    noon = timezone.make_aware(dt.datetime.combine(today, dt.time(12)))

    def told_at(instant: dt.datetime) -> bool:
        monkeypatch.setattr(timezone, "now", lambda: instant)
        return page.title in client.get("/admin/reports/sessions-sans-retour/").content.decode()

    assert not told_at(noon - dt.timedelta(seconds=1))
    assert told_at(noon)


def test_the_row_of_a_session_with_a_return_says_so():
    page = over(return_notes=[ReturnNote(kind=NoteKind.SAID, text="Dit.")])
    assert SearchDocument.objects.get(key=page_key(page.pk)).card["has_return"] is True
