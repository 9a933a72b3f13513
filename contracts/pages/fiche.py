"""What every fiche shows, in the order in which it is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone

from contracts import kinds
from contracts.index import similar
from contracts.index.keys import pk_of
from contracts.models.base import FichePage
from contracts.models.rows.fact import Fact
from contracts.models.rows.milestone import Milestone
from contracts.models.rows.statement import Statement
from contracts.models.tool import ToolPage
from contracts.pages.forms import ShareImageForm
from contracts.pages.parts import session_notes, structured_data
from contracts.pages.parts.breadcrumbs import Step, Trail, structured_trail
from contracts.pages.parts.carry import Carry
from contracts.pages.parts.citations import SOURCED, Citations, NumberedSource
from contracts.pages.parts.facts import FactLine, fact_lines
from contracts.pages.parts.glossary_links import TermLinks
from contracts.pages.parts.related import (
    RelatedGroup,
    public_documents,
    related_groups,
    relations_of,
)
from contracts.pages.parts.session_notes import Note, heard_in
from contracts.pages.parts.similar import Labels, SimilarFiche, similar_fiches
from contracts.pages.parts.texts import SectionDetail, Texts
from contracts.values.vocabulary import Completeness
from search.answers.more_like_this import Surroundings

SHORT_TOC = 5  # a page of so few headings needs no summary


@dataclass(frozen=True)
class Colophon:
    """Who answers for the fiche, how complete and how recent it is, how to cite it."""

    completeness: str
    extent: str
    updated: dt.date | None
    review_on: dt.date | None
    is_overdue: bool
    owner: str
    licence: str
    url: str


@dataclass(frozen=True)
class TocEntry:
    anchor: str
    label: str


@dataclass(frozen=True)
class SharedDrawing:
    """Where the share image of a fiche is found, and what it shows, in words."""

    address: str
    said: str


class FicheContext:
    """One fiche, read once. Its parts are asked for in reading order: sources are numbered so.

    `build` may leave empty: `type_line`, what it is in a few words; `brief`, the few facts that are
    read beside the story; `unknown`, what readers would look for and no source tells; `sections`, told
    under headings of their own; `folded`, which readers open; `flows` and `other_facts`, folded
    after the calendar.
    """

    type_line: tuple[str, ...] = ()
    brief: tuple[FactLine, ...] = ()
    unknown: tuple[str, ...] = ()
    sections: tuple[SectionDetail, ...] = ()
    folded: tuple[SectionDetail, ...] = ()
    flows: tuple[FactLine, ...] = ()
    other_facts: tuple[FactLine, ...] = ()

    @property
    def structured_kind(self) -> str:
        """The schema.org type of this kind of fiche."""
        return "Article"

    def __init__(self, page: FichePage, request: HttpRequest):
        self.page = page
        self.request = request
        self.url = request.build_absolute_uri(page.get_url(request) or "/")
        self.citations = Citations()
        if page.pk is not None:
            prefetch_related_objects([page], *self.relations())
        self.title = page.title
        self.themes = list(page.themes.all()) if page.pk else []
        self.tags = list(page.tags.all()) if page.pk else []
        relations = relations_of(page.pk, self.related_to(), self.presented_in()) if page.pk else {}
        around = None
        self.kind = kinds.of(type(page))
        if page.pk and self.kind.is_compared:
            around = similar.surroundings(page.pk, len(relations))
        near = around.keys if around else ()
        notes = self.notes_about() if page.pk else ()
        told_in = {note.session for note in notes}
        self.public_pages = public_documents(
            {*relations, *self.other_pages(), *map(pk_of, near), *told_in}
        )
        token = next((document.index_token for document in self.public_pages.values()), "")
        self.linked = tuple(
            document for pk, document in self.public_pages.items() if pk in relations
        )
        self.terms = TermLinks(token=token)
        self.texts = Texts(self.terms, self.citations)
        self.gist = self.texts.prose(page.gist, page)
        self.build()
        self.related = self.other_than_told(tuple(related_groups(relations, self.public_pages)))
        self.similar = tuple(self._similar(around, relations)) if around else ()
        self.heard = heard_in(notes, self.public_pages, self.terms.linked)
        self.references: tuple[NumberedSource, ...] = self.citations.references
        self.colophon = Colophon(
            completeness=page.get_completeness_display(),
            extent=Completeness(page.completeness).extent,
            updated=_day(page.last_published_at),
            review_on=page.review_on,
            is_overdue=page.review_on is not None and page.review_on <= timezone.localdate(),
            owner=page.owner.get_full_name() if page.owner else "",
            licence=page.licence,
            url=self.url,
        )
        toc = tuple(self._toc())
        self.toc = toc if len(toc) > SHORT_TOC else ()
        self.trail: Trail = tuple(self.steps())

    @cached_property
    def share(self) -> SharedDrawing | None:
        """The picture that stands for the fiche where its address is shared."""
        if self.kind.share_image is None or self.page.pk is None:
            return None
        image = self.kind.share_image(self.page)
        return SharedDrawing(ShareImageForm(image.digest).url(self.url), image.said)

    def relations(self) -> Iterator[Prefetch]:
        """What the page reads at once, each row with the sources it rests on."""
        return fiche_relations()

    def build(self) -> None:
        """The parts of this kind of fiche, in the order of its page."""
        self.facts = fact_lines(self.page.fact_groups(), self.citations)
        self.sections = self.texts.sections(self.page.statements_by_section())
        self.milestones = self.texts.milestones(self.page.milestones.all())

    def other_pages(self) -> Iterator[int]:
        """The pk of pages that the body names, to be read with the related ones."""
        return iter(())

    @cached_property
    def carry(self) -> Carry:
        compared = self.kind.is_set_side_by_side
        return Carry.of(self.title, self.page.gist, self.url, compared=compared)

    def headings(self) -> Iterator[TocEntry]:
        """The headings between the opening and the related pages."""
        for section in self.sections:
            yield TocEntry(section.anchor, section.heading)
        if self.brief:
            yield TocEntry("en-bref", "En bref")
        if self.folded or self.milestones or self.flows or self.other_facts:
            yield TocEntry("en-detail", "En détail")

    def steps(self) -> Iterator[Step]:
        """What stands between the home page and this one: the listing of its kind."""
        address = (self.page.get_url(self.request) or "/").rstrip("/")
        yield Step(self.kind.plural, f"{address.rpartition('/')[0]}/")

    def places(self) -> Iterator[structured_data.Thing]:
        """The places that the fiche is about, for structured data."""
        return iter(())

    def structured_things(self) -> Iterator[Any]:
        """What engines are told of this page."""
        yield structured_data.fiche(
            self.structured_kind,
            title=self.title,
            description=self.page.gist,
            url=self.url,
            updated=self.colophon.updated,
            keywords=[*(theme.label for theme in self.themes), *(tag.name for tag in self.tags)],
            references=self.references,
            places=self.places(),
        )
        yield structured_trail(self.request, self.trail, self.title)

    @property
    def structured_data(self) -> structured_data.Thing:
        return structured_data.graph(*self.structured_things())

    def related_to(self) -> Iterator[tuple[int, str]]:
        """(pk of a page, how it is related), beyond the typed links and the sessions."""
        return iter(())

    def _toc(self) -> Iterator[TocEntry]:
        yield from self.headings()
        if self.heard:
            yield TocEntry("entendu", "Entendu en session")
        if self.related:
            yield TocEntry("liens", "À lire aussi")
        if self.similar:
            yield TocEntry("proches", "Fiches proches")
        if self.references:
            yield TocEntry("sources", "Sources")
            yield TocEntry("citer", "Citer cette fiche")

    def _similar(self, around: Surroundings, linked: Container[int]) -> Iterator[SimilarFiche]:
        """The fiches that are like this one, beyond those that are linked to it."""
        tool = kinds.of(ToolPage).code
        labels = Labels(
            themes={theme.slug: theme.label for theme in self.themes},
            tags={tag.slug: tag.name for tag in self.tags},
            tools={
                str(pk): document.title
                for pk, document in self.public_pages.items()
                if document.kind == tool
            },
        )
        found = similar.similar(around, self.public_pages, linked)
        return similar_fiches(found, self.public_pages, labels)

    def other_than_told(self, groups: tuple[RelatedGroup, ...]) -> tuple[RelatedGroup, ...]:
        """The related pages without those that the body shows."""
        return groups

    def presented_in(self) -> Iterable[tuple[int, str]]:
        """(pk of a session, how it is related) for each session that presents this page."""
        return session_notes.presenting(self.page.pk)

    def notes_about(self) -> tuple[Note, ...]:
        """What the returns of training sessions tell of this page, in their order."""
        return session_notes.notes_about(self.page.pk)


def fiche_relations() -> Iterator[Prefetch]:
    """What is read of fiches of every kind, of one or of several at once."""
    yield Prefetch("themes")
    facts = Fact.objects.select_related("source", "origin", "destination")
    yield Prefetch("facts", facts)
    yield Prefetch("statements", Statement.objects.select_related(*SOURCED))
    yield Prefetch("milestones", Milestone.objects.select_related(*SOURCED))


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None
