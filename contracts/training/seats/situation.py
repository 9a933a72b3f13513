"""Whether a session takes registrations, and what stands in the way: judged here and nowhere else.

What a visitor reads of a session (`availability`), what the organiser reads of it (the desk) and
what is refused under the lock (`refuse_if_closed`) all ask here, each with sentences of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum

from django.utils import timezone

from contracts.training.models import SessionState, TrainingSessionPage
from contracts.training.values.refusal import Refusal
from contracts.values.dates.french_calendar import french_date


class Situation(StrEnum):
    ELSEWHERE = "ailleurs"
    NOT_YET = "pas-encore"
    OPEN = "ouvertes"
    WAITING_LIST = "liste-d-attente"
    CLOSED = "closes"
    BEGUN = "commencee"
    DRAFT = "brouillon"
    CANCELLED = "annulee"
    PAST = "passee"


# What an organiser may go past when they move somebody here from another session…
DATES_OF_REGISTRATION = frozenset({Situation.NOT_YET, Situation.CLOSED})
# … and, with a reason that is logged, when they register whoever comes late or to the door.
DATES = DATES_OF_REGISTRATION | {Situation.BEGUN, Situation.PAST}


def obstacles(
    page: TrainingSessionPage, state: SessionState | None, now: dt.datetime
) -> Iterator[Situation]:
    """All that stands in the way of a registration, in the order of what matters most to whoever
    asks; nothing while registrations are open. `state` is None for a draft that was never saved."""
    begins_at, ends_at = page.begins_at(), page.ends_at()
    today = timezone.localdate(now, page.time_zone.tz)
    opens, deadline = page.registration_opens, page.registration_deadline
    if state is not None and state.cancelled:
        yield Situation.CANCELLED
    if ends_at is not None and ends_at <= now:
        yield Situation.PAST
    if not page.live:
        yield Situation.DRAFT
    if begins_at is not None and begins_at <= now:
        yield Situation.BEGUN
    if deadline is not None and today > deadline:
        yield Situation.CLOSED
    if state is None or not state.online or state.capacity is None:
        yield Situation.ELSEWHERE
    if opens is not None and today < opens:
        yield Situation.NOT_YET


def dates_sentence(situation: Situation, page: TrainingSessionPage) -> str:
    """NOT_YET and CLOSED are said in the same words to everybody."""
    opens, deadline = page.registration_opens, page.registration_deadline
    there = f" ({page.time_zone.said})" if page.time_zone.said else ""
    if situation == Situation.NOT_YET:
        return f"Les inscriptions ouvriront le {french_date(opens) if opens else ''}{there}."
    return f"Les inscriptions sont closes depuis le {french_date(deadline) if deadline else ''}{there}."


def refuse_if_closed(
    page: TrainingSessionPage, state: SessionState, *, but: frozenset[Situation]
) -> None:
    """Refuse a registration unless the session takes them; `but`: what may be gone past."""
    for situation in obstacles(page, state, timezone.now()):
        if situation not in but:
            raise Refusal(_REFUSALS.get(situation) or dates_sentence(situation, page))


_REFUSALS = {
    Situation.CANCELLED: "Cette session est annulée : on ne peut plus s’y inscrire.",
    Situation.PAST: "Cette session a commencé : on ne peut plus s’y inscrire.",
    Situation.BEGUN: "Cette session a commencé : on ne peut plus s’y inscrire.",
    Situation.ELSEWHERE: "Cette session ne prend pas d’inscription sur ce site.",
    Situation.DRAFT: "Cette session n’est pas publiée.",
}
