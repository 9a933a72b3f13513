"""What a visitor reads of a session and what is refused under the lock rest on one judgement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import product

import pytest
from django.db import transaction
from django.utils import timezone

from contracts.training.models import SessionDate, SessionState, TrainingSessionPage
from contracts.training.seats import organising, registrations
from contracts.training.seats.availability import availability
from contracts.training.seats.situation import Situation
from contracts.training.values.person import Override
from contracts.training.values.refusal import Refusal
from contracts.values.dates.french_calendar import french_date
from tests.contracts.training.factories import person, session

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
STATES = {
    "takes registrations": {"online": True, "capacity": 20, "cancelled_at": None},
    "elsewhere": {"online": False, "capacity": 20, "cancelled_at": None},
    "capacity not known": {"online": True, "capacity": None, "cancelled_at": None},
    "cancelled": {
        "online": True,
        "capacity": 20,
        "cancelled_at": dt.datetime(2026, 1, 5, tzinfo=dt.UTC),
    },
}
# Days of the session, from today.
DATES = {"without date": (), "to come": (5, 6), "begun": (-1, 1), "over": (-2, -1)}
OPENS = (None, -3, 0, 1)
DEADLINES = (None, -1, 0, 3)
REFUSED = {
    Situation.CANCELLED: "Cette session est annulée : on ne peut plus s’y inscrire.",
    Situation.PAST: "Cette session a commencé : on ne peut plus s’y inscrire.",
    Situation.BEGUN: "Cette session a commencé : on ne peut plus s’y inscrire.",
    Situation.ELSEWHERE: "Cette session ne prend pas d’inscription sur ce site.",
}


class Undone(Exception):
    """Nothing of it is kept."""


def refusal_of(act: Callable[[], object]) -> str:
    """The sentence of the refusal, empty when it would be done; it is undone in any case."""
    try:
        with transaction.atomic():
            act()
            raise Undone
    except Undone:
        return ""
    except Refusal as refusal:
        return refusal.message


def situations(page: TrainingSessionPage) -> Iterator[tuple[str, str]]:
    """The page in each situation of the table: the names of its state and of its dates."""
    today = timezone.localdate()
    for state, dates, opens, deadline in product(STATES, DATES, OPENS, DEADLINES):
        SessionState.objects.filter(page=page).update(**STATES[state])
        page.state.refresh_from_db()
        page.dates = [SessionDate(day=today + days * DAY) for days in DATES[dates]]
        page.registration_opens = None if opens is None else today + opens * DAY
        page.registration_deadline = None if deadline is None else today + deadline * DAY
        yield state, dates


def test_a_registration_is_refused_when_a_visitor_reads_that_there_is_none_and_for_that_reason():
    page = session()
    seen = set()
    for _ in situations(page):
        told = availability(page)
        refused = refusal_of(lambda: registrations.register(page, person()))
        if told.takes_registrations:
            assert refused == ""
        elif told.situation == Situation.NOT_YET:
            assert refused == (
                f"Les inscriptions ouvriront le {french_date(page.registration_opens)}."
            )
            assert refused == told.sentence
        elif told.situation == Situation.CLOSED:
            closed_on = french_date(page.registration_deadline)
            assert refused == f"Les inscriptions sont closes depuis le {closed_on}."
            assert refused == told.sentence
        else:
            assert refused == REFUSED[told.situation]
        seen.add(told.situation)
    assert seen == {*REFUSED, Situation.NOT_YET, Situation.CLOSED, Situation.OPEN}


def test_an_override_goes_past_dates_alone_and_a_move_past_those_of_registration():
    page = session()
    elsewhere = registrations.register(session(), person())
    override = Override(by="Nolwenn", reason="Elle vient à la porte")
    for state, dates in situations(page):
        is_open = state == "takes registrations"
        at_the_door = refusal_of(
            lambda: registrations.register(page, person(), by="Nolwenn", override=override)
        )
        assert (at_the_door == "") == is_open
        moved = refusal_of(lambda: organising.move(elsewhere, page, by="Nolwenn"))
        assert (moved == "") == (is_open and dates in {"without date", "to come"})


def test_nobody_registers_to_a_draft_though_its_preview_shows_what_readers_will_see():
    page = session()
    page.unpublish()
    assert availability(page).situation == Situation.OPEN
    for override in (None, Override(by="Nolwenn", reason="Invitée")):
        with pytest.raises(Refusal, match="n’est pas publiée"):
            registrations.register(page, person(), override=override)
