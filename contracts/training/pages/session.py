"""The page of a training session: when, where, for whom, the programme and who speaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from contracts.pages.fiche import FicheContext, TocEntry
from contracts.pages.parts.breadcrumbs import structured_trail
from contracts.pages.parts.citations import SOURCED, Marks
from contracts.pages.parts.facts import fact_lines
from contracts.pages.parts.session_notes import SessionSource
from contracts.training.models import TrainingSessionPage
from contracts.training.pages.practical_lines import PracticalLines
from contracts.training.pages.session_return import ANCHOR, materials_to_show, return_detail
from contracts.training.pages.structured_event import session_event
from contracts.training.values.said_dates import said_dates
from contracts.values.vocabulary import Section


@dataclass(frozen=True)
class SpeakerDetail:
    name: str
    role: str
    tentative: bool


@dataclass(frozen=True)
class ShownFiche:
    title: str
    url: str
    type_label: str


@dataclass(frozen=True)
class ItemDetail:
    title: str
    text: str
    kind_label: str
    remote: bool
    speakers: tuple[SpeakerDetail, ...]
    shown: tuple[ShownFiche, ...]


@dataclass(frozen=True)
class AudienceDetail:
    label: str
    text: str


class SessionContext(FicheContext):
    page: TrainingSessionPage
    asks_alike = False  # what it left is read of a past one only

    def relations(self) -> Iterator[Prefetch]:
        """A session has dates where other fiches have milestones."""
        # First of all: they tell whether there may be anything to tell of it afterwards.
        prefetch_related_objects([self.page], "dates")
        yield from (part for part in super().relations() if part.prefetch_to != "milestones")
        yield Prefetch("audiences")
        for name in ("why", "practical", "partners"):
            rows = getattr(self.page, name).model.objects.select_related(*SOURCED)
            yield Prefetch(name, rows)
        for name in ("programme", "programme__speakers", "programme__presented"):
            yield Prefetch(name)
        if self.page.is_past():
            yield Prefetch("return_notes")
            yield Prefetch("materials", materials_to_show(self.page))

    def build(self) -> None:
        page = self.page
        self.timing = page.timing()
        self.is_past = self.timing.is_over
        # Who reads of a session to come looks for what the reader of a past one does not miss.
        self.is_to_come = not self.is_past and not self.timing.cancelled
        # What the session's own document says of it rests on the source of its gist. Where people
        # register on this site, its organiser says it here: no document does.
        state = getattr(page, "state", None)
        is_told_here = state is not None and state.online
        self.marks: Marks = self.gist.marks if self.gist and not is_told_here else ()
        self.dates = said_dates(page.dates.all(), page.time_zone)
        self.first = self.dates[0] if self.dates else None
        lines = PracticalLines(page, self.citations, self.marks, is_to_come=self.is_to_come)
        self.where = tuple(lines.where())
        self.session_return = (
            return_detail(page, self.public_pages, self.terms.linked) if self.is_past else None
        )
        self.why = tuple(self.texts.cited(row) for row in page.why.all())
        self.objectives = self.texts.sections(
            (section, statements)
            for section, statements in page.statements_by_section()
            if section == Section.OBJECTIVE
        )
        self.audiences = tuple(
            AudienceDetail(row.get_public_display(), self.terms.linked(row.text))
            for row in page.audiences.all()
        )
        self.prerequisites = lines.said(page.prerequisites)
        self.programme = tuple(self._programme())
        self.practical = tuple(self.texts.cited(row) for row in page.practical.all())
        self.taking_part = tuple(lines.taking_part())
        self.key_facts = fact_lines(page.fact_groups(), self.citations)
        self.sections = self.texts.sections(
            (section, statements)
            for section, statements in page.statements_by_section()
            if section != Section.OBJECTIVE
        )
        self.milestones = ()

    def headings(self) -> Iterator[TocEntry]:
        yield TocEntry("dates", "Quand et où")
        if self.session_return:
            yield TocEntry(ANCHOR, "Retour de session")
        if self.why:
            yield TocEntry("pourquoi", "Pourquoi cette session")
        for section in self.objectives:
            yield TocEntry(section.anchor, section.heading)
        if self.has_publics:
            yield TocEntry("publics", "Pour qui")
        if self.programme:
            yield TocEntry("programme", "Programme")
        yield TocEntry("en-pratique", "En pratique")
        yield from super().headings()

    @property
    def has_publics(self) -> bool:
        return bool(self.audiences or self.prerequisites)

    def other_pages(self) -> Iterator[int]:
        for item in self.page.programme.all():
            for row in item.presented.all():
                yield row.fiche_id
        if self.page.is_past():
            for note in self.page.return_notes.all():
                if note.fiche_id is not None:
                    yield note.fiche_id

    def told_by(self) -> Iterable[SessionSource]:
        """No session tells of another one."""
        return ()

    def structured_things(self) -> Iterator[Any]:
        speakers = [speaker.name for item in self.programme for speaker in item.speakers]
        yield session_event(self.page, url=self.url, speakers=speakers)
        yield structured_trail(self.request, self.trail, self.title)

    def _programme(self) -> Iterator[ItemDetail]:
        for item in self.page.programme.all():
            yield ItemDetail(
                title=item.title,
                text=self.terms.linked(item.text),
                kind_label=item.get_kind_display(),
                remote=item.remote,
                speakers=tuple(
                    SpeakerDetail(
                        speaker.name,
                        ", ".join(part for part in (speaker.role, speaker.organisation) if part),
                        speaker.tentative,
                    )
                    for speaker in item.speakers.all()
                ),
                shown=tuple(
                    ShownFiche(page.title, page.url, page.card.get("type_label", ""))
                    for row in item.presented.all()
                    if (page := self.public_pages.get(row.fiche_id))
                ),
            )
