"""Counts by public and by territory, of a session and of a period, also once people are erased."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.training.desk.statistics import HEADINGS, sessions_between, statistics_of
from contracts.training.models import Registration, SessionDate
from contracts.training.seats import erasure, organising, registrations
from home.groups import ORGANISERS
from tests import factories
from tests.contracts.roles import member_of
from tests.contracts.training.desk.rooms import begin, desk
from tests.contracts.training.factories import person, session

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser():
    return member_of(ORGANISERS)


@pytest.fixture
def page():
    """Four seats: two élues (present, absent) of Ys, a director not noted, one offered, one
    waiting, one cancelled, one refused, one moved away."""
    page = session(capacity=4)
    ys = factories.territory(name="Pays d’Ys")
    people = [
        registrations.register(page, person(public=public))
        for public in ("elus", "elus", "directions", "agents", "agents", "autre", "autre", "elus")
    ]
    Registration.objects.filter(pk__in=[one.pk for one in people[:2]]).update(territory=ys)
    organising.mark_attended(people[0], True, by="Nolwenn")
    organising.mark_attended(people[1], False, by="Nolwenn")
    organising.move(people[7], session(), by="Nolwenn")
    registrations.cancel(people[3])  # offered to people[4]
    offered = Registration.objects.get(pk=people[4].pk)
    registrations.decline(offered, offered.offer_nonce)  # offered to people[5]
    return page


def lines(tallies) -> dict[str, tuple[int, ...]]:
    return {tally.label: tally.counts for tally in tallies}


def test_every_state_is_counted_once_by_public_and_by_territory(page):
    found = statistics_of([page.pk])

    assert [
        *("Inscriptions", "Confirmées", "En attente", "Présents", "Absents", "Annulées"),
        "Refusées ou expirées",
    ] == HEADINGS
    assert found.total.counts == (7, 3, 2, 1, 1, 1, 1)
    assert lines(found.by_public) == {
        "Élues et élus": (2, 2, 0, 1, 1, 0, 0),
        "Agents techniques": (2, 0, 0, 0, 0, 1, 1),
        "Autre": (2, 0, 2, 0, 0, 0, 0),
        "Directions": (1, 1, 0, 0, 0, 0, 0),
    }
    assert lines(found.by_territory) == {
        "Pays d’Ys": (2, 2, 0, 1, 1, 0, 0),
        "non renseigné": (5, 1, 2, 0, 0, 1, 1),
    }
    assert found.by_territory[-1].label == "non renseigné"
    assert (found.capacity, found.filled) == (4, 75)


def test_who_was_erased_still_counts(page):
    before = statistics_of([page.pk])
    begin(page, dt.date(2026, 1, 1))
    for registration in page.registrations.filter(status="confirmee"):
        erasure.erase(registration)

    assert statistics_of([page.pk]) == before


def test_a_seat_is_filled_only_where_seats_are_known_and_the_session_is_held():
    unknown, cancelled = session(), session(capacity=10)
    organising.cancel_session(cancelled, by="Nolwenn", reason="neige")
    unknown.state.__class__.objects.filter(page=unknown).update(capacity=None)

    assert statistics_of([unknown.pk, cancelled.pk]).filled is None
    assert statistics_of([]).total.counts == (0,) * 7


def test_a_period_has_the_sessions_that_begin_in_it_both_days_included(organiser):
    days = [dt.date(2026, 3, 1), dt.date(2026, 3, 31), dt.date(2026, 4, 1)]
    pages = [session(dates=[SessionDate(day=day)]) for day in days]
    pages[0].dates.model.objects.create(page=pages[0], day=dt.date(2026, 5, 2))

    found = sessions_between(dt.date(2026, 3, 1), dt.date(2026, 3, 31))
    assert {page.pk for page in found} == {pages[0].pk, pages[1].pk}
    shown = organiser.get(desk("statistics") + "?first=2026-03-01&last=2026-03-31")
    assert "2 sessions commençant dans la période." in shown.content.decode()
    assert organiser.get(desk("statistics") + "?first=&last=").context["statistics"].sessions == 3
    wrong = organiser.get(desk("statistics") + "?first=2026-03-02&last=2026-03-01")
    assert "La fin de la période vient après son début." in wrong.content.decode()


def test_the_page_has_tables_with_a_caption_and_the_file_the_same_numbers(organiser, page):
    html = organiser.get(desk("session_statistics", page.pk)).content.decode()
    for caption in ("Ensemble", "Public", "Territoire"):
        assert f">{caption}</caption>" in html
    assert "De petits nombres peuvent désigner quelqu’un" in html
    assert "Remplissage : 75 % de 4 places." in html.replace("\u00a0", " ")

    response = organiser.get(desk("session_statistics_csv", page.pk))
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert rows[0] == ["Selon", "Valeur", *HEADINGS]
    assert rows[1] == ["tout", "Toutes les inscriptions", "7", "3", "2", "1", "1", "1", "1"]
    assert ["territoire", "non renseigné", "5", "1", "2", "0", "0", "1", "1"] in rows


def test_statistics_name_nobody(organiser, page):
    html = organiser.get(desk("session_statistics", page.pk)).content.decode()

    for registration in page.registrations.all():
        assert registration.last_name not in html
        assert registration.email not in html


def test_the_number_of_queries_does_not_grow_with_the_rows():
    pages = [session()]
    registrations.register(pages[0], person())

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            statistics_of([page.pk for page in pages])
        return len(captured)

    few = queries()
    for number in range(11):
        pages.append(session())
        made = registrations.register(pages[-1], person(public=["elus", "autre"][number % 2]))
        Registration.objects.filter(pk=made.pk).update(territory=factories.territory())
    assert queries() == few == 5
