"""What a visitor reads of a session: places left, a waiting list, or why nobody can register."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.training.models import SessionDate, SessionState, TrainingSessionPage
from contracts.training.seats import organising, registrations
from contracts.training.seats.availability import availability
from contracts.training.seats.situation import Situation
from contracts.values.dates.french_calendar import french_date
from tests.contracts.reading import ReadPage
from tests.contracts.training.factories import person, session

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


def today(days: int = 0) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def told(page) -> str:
    return availability(TrainingSessionPage.objects.get(pk=page.pk)).sentence


def at(moment: str) -> dt.datetime:
    return timezone.make_aware(dt.datetime.fromisoformat(moment))


def test_the_places_left_are_counted():
    page = session(capacity=3)
    assert told(page) == "Il reste 3 places sur 3."
    registrations.register(page, person())
    registrations.register(page, person())
    found = availability(page)
    assert (found.situation, found.sentence) == (Situation.OPEN, "Il reste 1 place sur 3.")
    assert found.action == "S’inscrire"
    assert (found.places, found.waiting, found.days_left) == (1, 0, 30)


def test_a_full_session_says_how_many_wait():
    page = session(capacity=1)
    registrations.register(page, person())
    assert told(page) == "Complet. Personne n’est encore en liste d’attente."
    registrations.register(page, person())
    assert told(page) == "Complet. Liste d’attente : 1 personne."
    registrations.register(page, person())
    found = availability(page)
    assert found.sentence == "Complet. Liste d’attente : 2 personnes."
    assert found.action == "Rejoindre la liste d’attente"
    assert (found.places, found.waiting) == (0, 2)


def test_a_seat_that_is_offered_is_not_announced_as_free():
    page = session(capacity=1)
    seated = registrations.register(page, person())
    registrations.register(page, person())
    registrations.cancel(seated)
    assert told(page) == "Complet. Personne n’est encore en liste d’attente."


def test_the_seat_of_an_expired_offer_is_for_those_who_wait_though_the_clock_is_late():
    page = session(capacity=1)
    seated, *_ = [registrations.register(page, person()) for _ in range(3)]
    registrations.cancel(seated)
    after = timezone.now() + dt.timedelta(hours=49)
    assert availability(page, after).sentence == "Complet. Liste d’attente : 1 personne."


def test_the_seat_of_an_expired_offer_is_free_when_nobody_else_waits_though_the_clock_is_late():
    page = session(capacity=1)
    seated, _ = [registrations.register(page, person()) for _ in range(2)]
    registrations.cancel(seated)
    after = timezone.now() + dt.timedelta(hours=49)
    assert availability(page, after).sentence == "Il reste 1 place sur 1."


def test_registrations_that_are_not_yet_open_say_when_they_will_be():
    page = session(registration_opens=today(2))
    found = availability(page)
    assert found.sentence == f"Les inscriptions ouvriront le {french_date(today(2))}."
    assert (found.situation, found.action, found.days_left) == (Situation.NOT_YET, "", 30)
    assert told(session(registration_opens=today())) == "Il reste 20 places sur 20."


def test_registrations_that_are_closed_say_since_when():
    closed = session(registration_deadline=today(-1))
    assert told(closed) == f"Les inscriptions sont closes depuis le {french_date(today(-1))}."
    assert told(session(registration_deadline=today())) == "Il reste 20 places sur 20."


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_the_last_day_ends_at_midnight_of_here_also_when_clocks_change(day: str):
    page = session(registration_deadline=dt.date.fromisoformat(day), in_days=3000)
    assert availability(page, at(f"{day} 23:59:59")).situation == Situation.OPEN
    after = at(f"{day} 00:00") + dt.timedelta(days=1, hours=1)  # one o'clock, or midnight
    assert availability(page, after).situation == Situation.CLOSED


def test_a_cancelled_session_says_so_and_why_whatever_else_it_is():
    page = session(registration_deadline=today(-1))
    organising.cancel_session(page, by="", reason="Salle inondée")
    assert told(page) == "Cette session est annulée. Raison : Salle inondée."


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("", "Raison : non renseignée."),
        ("Salle inondée.", "Raison : Salle inondée."),
        ("Plus de train !", "Raison : Plus de train !"),
        ("Qui viendrait ?", "Raison : Qui viendrait ?"),
        ("La neige… ", "Raison : La neige…"),
    ],
)
def test_the_reason_of_a_cancellation_ends_with_one_mark(reason: str, sentence: str):
    page = session()
    organising.cancel_session(page, by="", reason="x")
    SessionState.objects.filter(page=page).update(cancellation_reason=reason)
    assert told(page) == f"Cette session est annulée. {sentence}"


def test_a_session_begins_then_is_over():
    page = session(in_days=0)
    page.dates = [
        SessionDate(day=dt.date(2026, 6, 1), starts_at=dt.time(9), ends_at=dt.time(12)),
        SessionDate(day=dt.date(2026, 6, 2), starts_at=dt.time(9), ends_at=dt.time(12)),
    ]
    page.save()
    found = [
        availability(page, at(moment))
        for moment in (
            "2026-06-01 08:59:59",
            "2026-06-01 09:00",
            "2026-06-02 11:59:59",
            "2026-06-02 12:00",
        )
    ]
    assert [one.situation for one in found] == [
        Situation.OPEN,
        Situation.BEGUN,
        Situation.BEGUN,
        Situation.PAST,
    ]
    assert [one.sentence for one in found[1:]] == [
        "Cette session a commencé : les inscriptions sont closes.",
        "Cette session a commencé : les inscriptions sont closes.",
        "Cette session a eu lieu : les inscriptions sont closes.",
    ]


@pytest.mark.parametrize("state", [{"online": False}, {"capacity": None}])
def test_a_session_without_registration_on_this_site_says_so(state):
    page = session(**state)
    assert told(page) == "L’inscription à cette session ne se fait pas sur ce site."


def test_a_draft_that_was_never_saved_takes_no_registration():
    assert availability(TrainingSessionPage(title="Brouillon")).situation == Situation.ELSEWHERE


def test_counting_costs_as_much_for_one_person_as_for_twelve():
    registrations.register(session(capacity=2), person())
    rows = TrainingSessionPage.objects.select_related("state").prefetch_related("dates")
    page = rows.get(title__startswith="Session")
    with CaptureQueriesContext(connection) as for_one:
        availability(page)
    for _ in range(11):
        registrations.register(page, person())
    with CaptureQueriesContext(connection) as for_twelve:
        availability(page)
    assert len(for_one) == len(for_twelve) == 2


# On the page of the session


def test_the_page_leads_to_the_form_and_counts_the_days(client):
    page = session(in_days=12, registration_deadline=today(5))
    shown = ReadPage(client, page.url)
    assert shown.text("[data-part=registration] b") == "Il reste 20 places sur 20."
    assert shown.text("[data-part=registration] span") == "J-12"
    assert shown.text("[data-part=registration] a") == "S’inscrire"
    assert shown.one("[data-part=registration] a")["href"] == f"/sessions/{page.slug}/inscription/"
    assert f"jusqu’au {french_date(today(5))} inclus" in shown.text(
        "[data-part=registration] p:last-child"
    )


def test_the_page_of_a_full_session_leads_to_the_waiting_list(client):
    page = session(capacity=1)
    registrations.register(page, person())
    assert (
        ReadPage(client, page.url).text("[data-part=registration] a")
        == "Rejoindre la liste d’attente"
    )


def test_the_page_of_a_cancelled_session_gives_the_reason_and_no_form(client):
    page = session()
    organising.cancel_session(page, by="", reason="Salle inondée")
    shown = ReadPage(client, page.url)
    assert "Raison donnée par l’organisateur : Salle inondée" in shown.text("[data-part=notice]")
    assert shown.texts("[data-part=registration]") == []


def test_the_page_of_a_past_session_offers_nothing(client):
    page = session(in_days=-3000)
    shown = ReadPage(client, page.url)
    assert shown.texts("[data-part=registration]") == []
    assert any("Cette session a eu lieu" in text for text in shown.texts("[data-part=notice]"))


def test_a_page_that_counts_seats_is_kept_by_no_cache_and_the_others_are(client):
    live = session()
    assert set(client.get(live.url)["Cache-Control"].split(", ")) == {"private", "no-cache"}
    for kept in (session(in_days=-9), session(online=False)):
        assert "max-age=0" in client.get(kept.url)["Cache-Control"]


def test_seats_are_not_in_the_index(client):
    page = session(capacity=17, title="Une session sans pareille")
    for _ in range(5):
        registrations.register(page, person())
    listing = client.get("/sessions/").content.decode()
    assert "Une session sans pareille" in listing
    assert "12 places" not in listing


def test_a_page_that_counts_seats_asks_at_most_twenty_queries(client):
    page = session(capacity=1)
    for _ in range(4):
        registrations.register(page, person())
    client.get(page.url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page.url).status_code == 200
    assert len(queries) <= 20


def test_a_capacity_changed_at_the_desk_is_seen_at_once(client):
    page = session(capacity=1)
    client.get(page.url)
    organising.set_capacity(page, 4)
    assert SessionState.objects.get(page=page).capacity == 4
    assert (
        ReadPage(client, page.url).text("[data-part=registration] b") == "Il reste 4 places sur 4."
    )
