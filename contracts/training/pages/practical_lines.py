"""Where a session is and how to take part in it, line by line.

Who reads of a session to come looks for what the reader of a past one does not miss: what is not
known is said to be so only there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from contracts.pages.parts.citations import Citations, Marks
from contracts.pages.parts.facts import FactLine, Value
from contracts.training.models import TrainingSessionPage
from contracts.training.pages.session_return import document_detail, is_restricted
from contracts.values.dates.french_calendar import french_date


@dataclass(frozen=True)
class PracticalLines:
    """`marks` are those of the session's own document."""

    page: TrainingSessionPage
    citations: Citations
    marks: Marks
    is_to_come: bool

    def where(self) -> Iterator[FactLine]:
        """The link to follow from afar is the registered people's: it is only said to exist."""
        page, missed = self.page, self.is_to_come
        if page.place or not page.remote_link:
            yield FactLine("Lieu", self.said(page.place))
        if page.remote_link and not page.is_cancelled:
            yield FactLine(
                "À distance",
                (
                    Value("lien donné aux personnes inscrites")
                    if self.is_to_come
                    else Value("la session pouvait être suivie à distance"),
                ),
            )
        yield from self._line("Comment venir", page.access, missed=missed and bool(page.place))
        yield from self._line(
            "Accessibilité du lieu", page.venue_accessibility, missed=missed and bool(page.place)
        )
        yield from self._line("Pour des besoins particuliers", page.needs_contact)

    def taking_part(self) -> Iterator[FactLine]:
        page, missed = self.page, self.is_to_come
        capacity = (
            f"{page.capacity} place{'s' if page.capacity > 1 else ''}" if page.capacity else ""
        )
        yield from self._line("Nombre de places", capacity)
        yield from self._line("Inscription", page.registration_how)
        for heading, day in (
            ("Inscription à partir du", page.registration_opens),
            ("Inscription jusqu’au", page.registration_deadline),
        ):
            if day is not None:
                yield FactLine(heading, self._day(day))
        yield from self._line("Tarif", page.price, missed=missed and not page.membership)
        if condition := tuple(self._membership()):
            yield FactLine("Condition de participation", condition, several=True)
        yield from self._line("Organisateur", page.organiser, missed=True)
        contact = self.said(page.contact_name)
        if page.contact_email:
            marks = () if contact else self.marks
            contact += (Value(page.contact_email, marks, url=f"mailto:{page.contact_email}"),)
        if contact or missed:
            yield FactLine("Contact", contact, several=True)
        partners = tuple(
            Value(partner.name, self.citations.cite_row(partner)) for partner in page.partners.all()
        )
        if partners:
            yield FactLine("Partenaires", partners, several=True)

    def _membership(self) -> Iterator[Value]:
        page = self.page
        yield from self.said(page.membership)
        if page.membership_document is not None:
            document = page.membership_document
            shown = document_detail(document, document.title, is_restricted=is_restricted(document))
            yield Value(f"{shown.title} ({shown.details})", url=shown.url)

    def _line(self, heading: str, text: str, *, missed: bool = False) -> Iterator[FactLine]:
        """What is not known is said only where a reader looks for it."""
        if text or missed:
            yield FactLine(heading, self.said(text))

    def _day(self, day: dt.date) -> tuple[Value, ...]:
        return (Value(french_date(day), self.marks, machine=day.isoformat()),)

    def said(self, text: str) -> tuple[Value, ...]:
        return (Value(text, self.marks),) if text else ()
