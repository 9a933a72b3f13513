"""What a visitor can do about a session now: register, wait, come back later, or read why not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from contracts.training.models import TrainingSessionPage
from contracts.training.seats.counts import seats_of
from contracts.training.seats.situation import Situation, dates_sentence, obstacles


@dataclass(frozen=True)
class Availability:
    """`places` are those that the next person to register would get, and `waiting` how many
    wait; both are known only while registrations are open."""

    situation: Situation
    sentence: str
    places: int = 0
    waiting: int = 0
    deadline: dt.date | None = None
    days_left: int | None = None

    @property
    def takes_registrations(self) -> bool:
        return self.situation in (Situation.OPEN, Situation.WAITING_LIST)

    @property
    def is_full(self) -> bool:
        return self.situation == Situation.WAITING_LIST

    @property
    def is_elsewhere(self) -> bool:
        return self.situation == Situation.ELSEWHERE

    @property
    def action(self) -> str:
        """The words of the button that leads to the form, empty when nothing is to be done."""
        if not self.takes_registrations:
            return ""
        return "Rejoindre la liste d’attente" if self.is_full else "S’inscrire"


def availability(page: TrainingSessionPage, now: dt.datetime | None = None) -> Availability:
    """Costs two queries while registrations are open, and none otherwise."""
    now = now or timezone.now()
    state = getattr(page, "state", None)  # a draft that was never saved has none
    found = obstacles(page, state, now)
    # The preview of a draft shows what readers will see of it.
    closed = next((one for one in found if one != Situation.DRAFT), None)
    if closed is not None:
        return Availability(closed, _why(closed, page), days_left=page.timing().days_left)
    seats = seats_of(page, now)
    places = seats.left
    return Availability(
        Situation.OPEN if places else Situation.WAITING_LIST,
        _places(places, seats.capacity or 0) if places else _full(seats.waiting),
        places=places,
        waiting=seats.waiting,
        deadline=page.registration_deadline,
        days_left=page.timing().days_left,
    )


def _why(situation: Situation, page: TrainingSessionPage) -> str:
    match situation:
        case Situation.CANCELLED:
            return f"Cette session est annulée. {_reason(page.state)}"
        case Situation.PAST:
            return "Cette session a eu lieu : les inscriptions sont closes."
        case Situation.BEGUN:
            return "Cette session a commencé : les inscriptions sont closes."
        case Situation.CLOSED | Situation.NOT_YET:
            return dates_sentence(situation, page)
        case _:
            return "L’inscription à cette session ne se fait pas sur ce site."


def _reason(state) -> str:
    reason = state.cancellation_reason.strip()
    if not reason:
        return "Raison : non renseignée."
    return f"Raison : {reason}" if reason.endswith((".", "!", "?", "…")) else f"Raison : {reason}."


def _places(places: int, capacity: int) -> str:
    if places == 1:
        return f"Il reste 1 place sur {capacity}."
    return f"Il reste {places} places sur {capacity}."


def _full(waiting: int) -> str:
    """« Complet » alone when nobody waits yet."""
    if not waiting:
        return "Complet. Personne n’est encore en liste d’attente."
    return f"Complet. Liste d’attente : {waiting} personne{'s' if waiting > 1 else ''}."
