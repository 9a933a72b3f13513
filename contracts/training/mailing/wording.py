"""What several messages say alike: which session, when and where, for whom, and whom to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils import timezone
from django.utils.text import Truncator

from contracts.mail.message import Detail, MailAction
from contracts.training.access import links
from contracts.training.calendar import address
from contracts.training.models import Registration, Status, TrainingSessionPage
from contracts.training.values.said_dates import said_dates

_TITLE_IN_SUBJECT = 90
# What a mail reader would make a link of: nobody's name, and bait when a stranger typed it.
_ADDRESS = re.compile(r"://|www\.|@|\w\.\w{2}", re.IGNORECASE)

GIVE_BACK = "Si vous ne pouvez plus venir, annulez : votre place servira à une autre personne."
ATTACHED = "Le fichier joint ajoute la session à votre agenda."
NOT_YOU = "Si vous n’avez rien demandé, annulez l’inscription à la même adresse."
IF_A_SEAT_IS_FREED = (
    "Si une place se libère pour vous, nous vous écrirons aussitôt. Vous aurez 48 heures pour "
    "répondre, moins si la session est proche."
)
NOT_SAID = "non renseigné"


def subject(said: str, page: TrainingSessionPage) -> str:
    """One line, whatever the title holds."""
    title = Truncator(" ".join(page.title.split())).chars(_TITLE_IN_SUBJECT)
    return f"{said}\xa0: {title}"


def shown_name(registration: Registration) -> str:
    """The name on one line; nothing when it holds an address. Whoever fills in the form chooses
    both the name and who receives it: the site sends no stranger's link."""
    name = " ".join(registration.full_name.split())
    return "" if _ADDRESS.search(name) else name


def brief(registration: Registration) -> Iterator[Detail]:
    """Enough to know which session and which person are meant."""
    page = registration.session
    yield Detail("Session", (page.title,), address(page))
    yield Detail("Quand", dates(page) or (NOT_SAID,))
    yield from who(registration)
    yield from contact(page)


def whole(registration: Registration) -> Iterator[Detail]:
    """All that is needed to come, or to follow from afar for who has a seat."""
    page = registration.session
    yield Detail("Session", (page.title,), address(page))
    yield Detail("Quand", dates(page) or (NOT_SAID,))
    yield Detail("Où", (page.place or NOT_SAID,))
    if page.remote_link and registration.status == Status.CONFIRMED:
        yield Detail("Pour suivre à distance", (), page.remote_link)
    for label, text in (
        ("Comment venir", page.access),
        ("Accessibilité du lieu", page.venue_accessibility),
        ("Besoins particuliers", page.needs_contact),
        ("Tarif", page.price),
        ("Condition de participation", page.membership),
    ):
        if text:
            yield Detail(label, tuple(text.splitlines()))
    yield from who(registration)
    yield from contact(page)


def who(registration: Registration) -> Iterator[Detail]:
    """Two people may share a mailbox: the message says which one it is for."""
    if name := shown_name(registration):
        yield Detail("Personne inscrite", (name,))


def contact(page: TrainingSessionPage) -> Iterator[Detail]:
    lines = (page.contact_name or page.organiser, page.contact_phone, page.contact_email)
    if any(lines):
        yield Detail("Contact", tuple(line for line in lines if line))


def dates(page: TrainingSessionPage) -> tuple[str, ...]:
    return tuple(str(date) for date in said_dates(page.dates.all(), page.time_zone))


def own(registration: Registration) -> MailAction:
    return MailAction("Voir, corriger ou annuler l’inscription", links.own_url(registration))


def standing(registration: Registration) -> str:
    """What the person has, whatever else changed."""
    if registration.status == Status.CONFIRMED:
        return "Vous avez une place."
    if registration.status == Status.OFFERED:
        return "Une place vous est proposée : un autre message donne le lien pour la prendre."
    return f"Vous êtes en liste d’attente. {rank(registration)}"


def rank(registration: Registration) -> str:
    """Of somebody who waits."""
    match registration.waiting_rank():
        case None | 1:
            return "Personne n’attend avant vous."
        case 2:
            return "Une personne attend avant vous."
        case place:
            return f"{place - 1} personnes attendent avant vous."


def come_back(page: TrainingSessionPage) -> Iterator[str]:
    begins_at = page.begins_at()
    if begins_at is not None and begins_at > timezone.now() and not page.state.cancelled:
        yield "Vous pouvez vous inscrire de nouveau sur la page de la session, à la fin de la liste."
