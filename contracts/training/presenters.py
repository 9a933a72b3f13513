"""The page of a training session: when, where, for whom, the programme and who speaks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.utils.formats import date_format

from contracts import jsonld
from contracts.citations import Marks
from contracts.presenters.fiche import SOURCED, Cited, FactLine, FicheView, TocEntry, Value
from contracts.trail import structured_trail

if TYPE_CHECKING:
    from contracts.training.models import TrainingSessionPage


@dataclass(frozen=True)
class DateView:
    day: dt.date
    starts_at: dt.time | None
    ends_at: dt.time | None


@dataclass(frozen=True)
class SpeakerView:
    name: str
    role: str
    tentative: bool


@dataclass(frozen=True)
class ShownPage:
    title: str
    url: str
    type_label: str


@dataclass(frozen=True)
class ItemView:
    title: str
    text: str
    kind_label: str
    remote: bool
    speakers: tuple[SpeakerView, ...]
    shown: tuple[ShownPage, ...]


@dataclass(frozen=True)
class AudienceView:
    label: str
    text: str


class SessionView(FicheView):
    page: TrainingSessionPage

    def relations(self) -> Iterator[Prefetch]:
        """A session has dates where other fiches have milestones."""
        yield from (part for part in super().relations() if part.prefetch_to != "milestones")
        yield Prefetch("dates")
        yield Prefetch("audiences")
        for name in ("why", "practical", "partners"):
            rows = getattr(self.page, name).model.objects.select_related(*SOURCED)
            yield Prefetch(name, rows)
        items = self.page.programme.model.objects.prefetch_related("speakers", "presented")
        yield Prefetch("programme", items)

    def build(self) -> None:
        page = self.page
        self.is_past = page.is_past()
        self.days_left = page.days_left()
        self.registration_is_closed = page.registration_is_closed()
        # What the session's own document says of it rests on the source of its gist.
        self.marks: Marks = self.gist.marks if self.gist else ()
        self.dates = tuple(
            DateView(date.day, date.starts_at, date.ends_at)
            for date in sorted(page.dates.all(), key=lambda date: date.sort_key)
        )
        self.first = self.dates[0] if self.dates else None
        self.why = tuple(self.cited(row) for row in page.why.all())
        self.audiences = tuple(
            AudienceView(row.get_public_display(), self.terms.linked(row.text))
            for row in page.audiences.all()
        )
        self.programme = tuple(self._programme())
        self.practical = tuple(self.cited(row) for row in page.practical.all())
        self.partners = tuple(
            Cited(partner.name, self.citations.cite_row(partner)) for partner in page.partners.all()
        )
        self.key_facts = self.fact_lines(page.fact_groups())
        self.sections = self.section_views()
        self.milestones = ()
        self.registration = tuple(self._registration())

    def headings(self) -> Iterator[TocEntry]:
        yield TocEntry("dates", "Quand et où")
        if self.why:
            yield TocEntry("pourquoi", "Pourquoi cette session")
        if self.audiences:
            yield TocEntry("publics", "Pour qui")
        if self.programme:
            yield TocEntry("programme", "Programme")
        yield TocEntry("en-pratique", "En pratique")
        yield from super().headings()

    def other_pages(self) -> Iterator[int]:
        for item in self.page.programme.all():
            for row in item.presented.all():
                yield row.fiche_id

    def sessions(self) -> tuple[int, ...]:
        """No session presents another one."""
        return ()

    def structured_things(self) -> Iterator[Any]:
        yield jsonld.event(
            title=self.title,
            description=self.page.gist,
            url=self.url,
            start=_instant(self.dates[0], self.dates[0].starts_at) if self.dates else "",
            end=_instant(self.dates[-1], self.dates[-1].ends_at) if self.dates else "",
            place_name=self.page.place,
            organiser=self.page.organiser,
            speakers=[speaker.name for item in self.programme for speaker in item.speakers],
            capacity=self.page.capacity,
        )
        yield structured_trail(self.request, self.trail, self.title)

    def _registration(self) -> Iterator[FactLine]:
        page = self.page
        capacity = f"{page.capacity} places" if page.capacity else ""
        yield FactLine("Lieu", self._said(page.place))
        yield FactLine("Nombre de places", self._said(capacity))
        yield FactLine("Inscription", self._said(page.registration_how))
        yield FactLine("Inscription jusqu’au", self._deadline(page.registration_deadline))
        yield FactLine("Condition de participation", self._said(page.membership))
        yield FactLine("Organisateur", self._said(page.organiser))

    def _deadline(self, day: dt.date | None) -> tuple[Value, ...]:
        if day is None:
            return ()
        return (Value(date_format(day, "j F Y"), self.marks, machine=day.isoformat()),)

    def _said(self, text: str) -> tuple[Value, ...]:
        return (Value(text, self.marks),) if text else ()

    def _programme(self) -> Iterator[ItemView]:
        for item in self.page.programme.all():
            yield ItemView(
                title=item.title,
                text=self.terms.linked(item.text),
                kind_label=item.get_kind_display(),
                remote=item.remote,
                speakers=tuple(
                    SpeakerView(
                        speaker.name,
                        ", ".join(part for part in (speaker.role, speaker.organisation) if part),
                        speaker.tentative,
                    )
                    for speaker in item.speakers.all()
                ),
                shown=tuple(
                    ShownPage(page.title, page.url, page.card.get("type_label", ""))
                    for row in item.presented.all()
                    if (page := self.public_pages.get(row.fiche_id))
                ),
            )


def _instant(date: DateView, time: dt.time | None) -> str:
    if time is None:
        return date.day.isoformat()
    return dt.datetime.combine(date.day, time).isoformat()  # noqa: DTZ - local time, as announced
