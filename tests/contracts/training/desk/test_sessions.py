"""The list of sessions, the desk of one, its seats and its cancellation."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.training.desk.overview import session_lines
from contracts.training.models import (
    Registration,
    SessionDate,
    SessionState,
    Status,
    TrainingSessionPage,
)
from contracts.training.seats import organising, registrations
from home.groups import EDITORS, ORGANISERS
from tests.contracts.roles import member_of, told
from tests.contracts.training.desk.rooms import begin, desk, full_session, refused_mail, room
from tests.contracts.training.factories import person, session

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


@pytest.fixture
def organiser():
    return member_of(ORGANISERS)


def queries(client, address: str) -> int:
    client.get(address)  # what is read once for a process, and the session of the client
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_nearest_session_comes_first_and_the_past_last_the_latest_first(organiser):
    for title, days in (("Loin", 60), ("Ancienne", -90), ("Demain", 1), ("Récente", -2)):
        session(title=title, in_days=days)
    session(title="Sans date", dates=[SessionDate(day=dt.date(2026, 1, 1))]).dates.all().delete()

    response = organiser.get(desk("sessions"))

    assert [line.title for line in response.context["object_list"]] == [
        "Demain",
        "Loin",
        "Sans date",
        "Récente",
        "Ancienne",
    ]
    assert "date non renseignée" in response.content.decode()


def test_each_session_says_its_seats_those_who_wait_and_the_mails_that_were_refused(organiser):
    page, (seated, _first, _second) = full_session(waiting=2)
    refused_mail(seated)
    registrations.cancel(seated)  # the first who waits is offered the seat

    html = " ".join(organiser.get(desk("sessions")).content.decode().split())

    assert f'href="{desk("session", page.pk)}"' in html
    assert "1 sur 1" in html
    assert "1 en attente" in html
    assert "dont 1 proposée" in html
    assert "1 courriel refusé" in html


def test_an_offer_that_is_over_holds_no_seat_in_the_list(monkeypatch):
    _page, (seated, _first) = full_session()
    registrations.cancel(seated)
    now = timezone.now() + dt.timedelta(hours=49)
    monkeypatch.setattr(timezone, "now", lambda: now)

    assert session_lines()[0].taken == "0 sur 1"


def test_the_state_of_a_session_is_the_one_thing_to_know(organiser):
    day = dt.timedelta(days=1)
    today = timezone.localdate()
    expected = {
        session(online=False).pk: "Sans inscription sur ce site",
        session(in_days=-1).pk: "Passée",
        session(registration_deadline=today - day).pk: "Inscriptions closes",
        session().pk: "Ouverte",
        full_session()[0].pk: "Complète",
    }
    cancelled = session()
    organising.cancel_session(cancelled, by="Nolwenn", reason="neige")
    expected[cancelled.pk] = "Annulée"
    draft = session()
    draft.unpublish()
    expected[draft.pk] = "Brouillon"

    assert {line.pk: line.state for line in session_lines()} == expected


@pytest.mark.parametrize("address", ["sessions", "session", "room"])
def test_the_number_of_queries_does_not_grow_with_the_rows(organiser, address):
    page, _people = room(1)
    keys = [] if address == "sessions" else [page.pk]
    few = queries(organiser, desk(address, *keys))
    organising.set_capacity(page, 12)
    begin(page, timezone.localdate() + dt.timedelta(days=3))
    for number in range(11):
        refused_mail(registrations.register(page, person()))
        if address == "sessions":
            full_session(title=f"Autre {number}")
    begin(page, timezone.localdate())

    assert queries(organiser, desk(address, *keys)) <= few


def test_more_seats_are_offered_and_the_checkbox_opens_registration(organiser):
    page, _people = full_session(waiting=2)
    SessionState.objects.filter(page=page).update(online=False)

    response = organiser.post(
        desk("seats", page.pk), {"capacity": "2", "online": "on"}, follow=True
    )

    assert (
        "La session a 2 places. Les inscriptions sont ouvertes sur la page de la session. "
        "1 proposée à la liste d’attente." in told(response)
    )
    state = SessionState.objects.get(page=page)
    assert (state.capacity, state.online) == (2, True)
    organiser.post(desk("seats", page.pk), {"capacity": "2"})
    assert not SessionState.objects.get(page=page).online


@pytest.mark.parametrize(
    ("lacking", "named"),
    [
        ({"organiser": ""}, "Donnez l’organisateur"),
        ({"contact_email": ""}, "Donnez le courriel ou le téléphone du contact"),
    ],
)
def test_registrations_open_once_the_page_names_who_answers_for_them(organiser, lacking, named):
    page = session(online=False, **lacking)

    response = organiser.post(desk("seats", page.pk), {"capacity": "20", "online": "on"})

    [error] = response.context["form"].errors["online"]
    assert named in error
    assert not SessionState.objects.get(page=page).online
    TrainingSessionPage.objects.filter(pk=page.pk).update(
        organiser="Pays d’Ys", contact_phone="02 98 00 00 00"
    )
    organiser.post(desk("seats", page.pk), {"capacity": "20", "online": "on"})
    assert SessionState.objects.get(page=page).online


def test_who_writes_a_session_is_told_before_publishing_what_its_registrations_will_ask_for():
    asked = {"organiser", "contact_email"}
    lacking = {"organiser": "", "contact_email": ""}
    page = session(online=False, **lacking)
    advice = {fault.field: fault.message for fault in page.advice() if fault.field in asked}
    assert set(advice) == asked
    assert "Donnez l’organisateur" in advice["organiser"]
    assert all("ne s’ouvre pas" in message for message in advice.values())
    form = member_of(EDITORS).get(f"/admin/pages/{page.pk}/edit/").content
    links = BeautifulSoup(form, "html.parser").select("[data-advice] a")
    assert {"#id_organiser", "#id_contact_email"} <= {link["href"] for link in links}
    for other in (session(online=False), session(in_days=-10, online=False, **lacking)):
        assert not asked & {fault.field for fault in other.advice()}


def test_no_seat_is_counted_where_their_number_is_not_known(organiser):
    page = session(online=False, capacity=None)

    html = organiser.get(desk("session", page.pk)).content

    counts = BeautifulSoup(html, "html.parser").select("dl dt")
    told = {one.get_text(): one.find_next("dd").get_text() for one in counts}
    assert told["Places libres"] == told["Places"] == "non renseigné"


def test_a_session_that_takes_registrations_is_not_published_without_who_answers_for_them():
    page = session()
    page.organiser = page.contact_email = ""
    with pytest.raises(ValidationError) as refused:
        page.save_revision().publish()
    assert set(refused.value.message_dict) == {"organiser", "contact_email"}
    over = session(in_days=-10, organiser="", contact_email="")
    over.save_revision().publish()  # nobody registers any more: its return is published


@pytest.mark.parametrize(
    ("capacity", "expected"),
    [
        ("1", "1 places ne suffisent pas"),
        ("0", "supérieure ou égale à 1"),
        ("", "Champ requis"),
        ("beaucoup", "nombre entier"),
        ("99999999", "inférieure ou égale à 32"),
    ],
)
def test_seats_that_cannot_be_are_refused_on_their_field_and_nothing_changes(
    organiser, capacity, expected
):
    page = session(capacity=2)
    for _ in range(2):
        registrations.register(page, person())

    response = organiser.post(desk("seats", page.pk), {"capacity": capacity})

    assert response.status_code == 200
    [error] = response.context["form"].errors["capacity"]
    assert expected in error
    assert error.split(" : ")[0] in response.content.decode().replace("&#x27;", "'")
    state = SessionState.objects.get(page=page)
    assert (state.capacity, state.online) == (2, True)  # though the box was not ticked


def test_the_cancellation_says_how_many_will_be_told_then_tells_them(organiser):
    page, _people = full_session(waiting=2)
    address = desk("cancel_session", page.pk)

    assert "3 personnes seront prévenues par courriel" in organiser.get(address).content.decode()
    refused = organiser.post(address, {"reason": " "})
    assert refused.context["form"].errors["reason"]
    assert not SessionState.objects.get(page=page).cancelled
    response = organiser.post(address, {"reason": "Neige sur l’A75"}, follow=True)
    assert "Courriels écrits : 3." in told(response)
    assert "Neige sur l’A75" in response.content.decode()
    assert set(Registration.objects.values_list("status", flat=True)) == {Status.CANCELLED}


def test_the_second_organiser_who_cancels_the_session_is_told_that_it_is_done(organiser):
    page = session()
    organising.cancel_session(page, by="Nolwenn", reason="neige")

    response = organiser.post(desk("cancel_session", page.pk), {"reason": "neige"})

    assert "Cette session est déjà annulée." in response.content.decode()


def test_an_address_typed_by_hand_answers_404_or_a_page(organiser):
    page = session()

    for name in ("session", "seats", "room", "sheet", "registration", "session_csv"):
        assert organiser.get(desk(name, 999_999)).status_code == 404
    for query in ("?p=x", "?p=99", "?status=%00", "?ordering=x", "?q=%00", "?attended=y"):
        assert organiser.get(desk("session", page.pk) + query).status_code == 200
        assert organiser.get(desk("session_csv", page.pk) + query).status_code == 200
    for query in ("?first=x", "?first=2026-13-45&last=", "?first=2027-01-01&last=2026-01-01"):
        assert organiser.get(desk("statistics") + query).status_code == 200
        assert organiser.get(desk("statistics_csv") + query).status_code == 200
