"""What every fiche shows: cited texts, facts, sections, milestones, related pages, sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Prefetch, Q, Subquery, prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone

from contracts import kinds
from contracts.index import similar
from contracts.index.keys import page_key, pk_of
from contracts.models.base import FichePage
from contracts.models.rows.fact import Fact, FactGroup
from contracts.models.rows.link import PageLink
from contracts.models.rows.milestone import Milestone
from contracts.models.rows.statement import Statement
from contracts.models.tool import ToolPage
from contracts.pages.parts import session_notes, structured_data
from contracts.pages.parts.breadcrumbs import Step, Trail, structured_trail
from contracts.pages.parts.citations import Citations, Marks, Reference
from contracts.pages.parts.glossary_links import TermLinks
from contracts.pages.parts.session_notes import Note, heard_in, return_url
from contracts.pages.parts.similar import Labels, SimilarPage, similar_pages
from contracts.values.partial_date import PartialDate
from contracts.values.vocabulary import MilestoneState, Section
from search.answers.more_like_this import Surroundings
from search.models import IndexState, SearchDocument

SOURCED = ("source", "second_source")
_LONG_LINE = 90
SHORT_TOC = 5  # a page of so few headings needs no summary


@dataclass(frozen=True)
class Cited:
    """A text, safe HTML where it has links to the glossary, and the marks of its sources."""

    text: str
    marks: Marks = ()


@dataclass(frozen=True)
class Value:
    """One value of a fact; `machine` is what `<time datetime>` takes, when it is a date."""

    shown: str
    marks: Marks = ()
    notes: tuple[str, ...] = ()
    retained: bool = False
    machine: str | None = None
    url: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class FactLine:
    """What is known of one thing. Without any value, it is « non renseigné ». Values of a line
    that may have `several` add up; values of another one disagree."""

    heading: str
    values: tuple[Value, ...] = ()
    several: bool = False

    @property
    def divergent(self) -> bool:
        return len(self.values) > 1 and not self.several

    @property
    def is_long(self) -> bool:
        """Sentences: they need more than the column of a grid."""
        return sum(len(value.shown) for value in self.values) > _LONG_LINE

    @property
    def is_figure(self) -> bool:
        """One number, on which sources agree: it may be shown large."""
        return len(self.values) == 1 and self.values[0].is_number


@dataclass(frozen=True)
class SectionView:
    """A heading and what is told under it."""

    code: str
    heading: str
    items: tuple[Cited, ...]

    @property
    def anchor(self) -> str:
        return f"rubrique-{self.code}"


@dataclass(frozen=True)
class MilestoneView:
    date: PartialDate | None
    text: str
    done: bool
    state_label: str
    marks: Marks


class Relation(NamedTuple):
    """How a page has to do with this one, and why; the date of a `dated` one is told with it."""

    label: str
    reason: str = ""
    dated: bool = False


@dataclass(frozen=True)
class RelatedPage:
    """A public page that has to do with this one: how, and why."""

    title: str
    url: str
    kind: str
    relation: str
    reason: str
    # Of a session: where its page tells what it left.
    return_url: str = ""


@dataclass(frozen=True)
class RelatedGroup:
    heading: str
    pages: tuple[RelatedPage, ...]


@dataclass(frozen=True)
class Colophon:
    """Who answers for the fiche, how complete and how recent it is, how to cite it."""

    completeness: str
    updated: dt.date | None
    review_on: dt.date | None
    owner: str
    licence: str
    url: str


@dataclass(frozen=True)
class TocEntry:
    anchor: str
    label: str


class FicheView:
    """One fiche, read once. Its parts are asked for in reading order: sources are numbered so."""

    structured_kind = "Article"  # the schema.org type of this kind of fiche

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
        relations = self._relations() if page.pk else {}
        around = None
        self.kind = kinds.of(type(page))
        if page.pk and self.kind.is_compared:
            around = similar.surroundings(page.pk, len(relations))
        near = around.keys if around else ()
        notes = self.notes_about() if page.pk else ()
        told_in = {note.session for note in notes}
        self.public_pages = _public_pages(
            {*relations, *self.other_pages(), *map(pk_of, near), *told_in}
        )
        token = next((one.index_token for one in self.public_pages.values()), "")
        self.terms = TermLinks(token=token)
        self.gist = self.prose(page.gist, page)
        self.build()
        self.related = tuple(self._related(relations))
        self.similar = tuple(self._similar(around, relations)) if around else ()
        self.heard = heard_in(notes, self.public_pages, self.terms.linked)
        self.references: tuple[Reference, ...] = self.citations.references
        self.colophon = Colophon(
            completeness=page.get_completeness_display(),
            updated=_day(page.last_published_at),
            review_on=page.review_on,
            owner=page.owner.get_full_name() if page.owner else "",
            licence=page.licence,
            url=self.url,
        )
        toc = tuple(self._toc())
        self.toc = toc if len(toc) > SHORT_TOC else ()
        self.trail: Trail = tuple(self.steps())

    def relations(self) -> Iterator[Prefetch]:
        """What the page reads at once, each row with the sources it rests on."""
        yield Prefetch("facts", Fact.objects.select_related("source"))
        yield Prefetch("statements", Statement.objects.select_related(*SOURCED))
        yield Prefetch("milestones", Milestone.objects.select_related(*SOURCED))

    def build(self) -> None:
        """The parts of this kind of fiche, in the order of its page."""
        self.facts = self.fact_lines(self.page.fact_groups())
        self.sections = self.section_views()
        self.milestones = self.milestone_views()

    def other_pages(self) -> Iterator[int]:
        """The pk of pages that the body names, to be read with the related ones."""
        return iter(())

    def headings(self) -> Iterator[TocEntry]:
        """The headings between the key facts and the related pages."""
        for section in self.sections:
            yield TocEntry(section.anchor, section.heading)
        if self.milestones:
            yield TocEntry("calendrier", "Calendrier")

    def steps(self) -> Iterator[Step]:
        """What stands between the home page and this one: the listing of its kind."""
        address = (self.page.get_url(self.request) or "/").rstrip("/")
        yield Step(self.kind.plural, f"{address.rpartition('/')[0]}/")

    def places(self) -> Iterator[structured_data.Place]:
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
    def structured_data(self) -> structured_data.Graph:
        return structured_data.graph(*self.structured_things())

    def related_to(self) -> Iterator[tuple[int, str]]:
        """(pk of a page, how it is related), beyond the typed links and the sessions."""
        return iter(())

    def cited(self, row: Any) -> Cited:
        return Cited(self.terms.linked(row.text), self.citations.cite_row(row))

    def prose(self, text: str, row: Any) -> Cited | None:
        """A text of a row that has other ones, and the marks of the row; None without text."""
        return Cited(self.terms.linked(text), self.citations.cite_row(row)) if text else None

    def fact_lines(self, groups: Iterable[FactGroup]) -> tuple[FactLine, ...]:
        return tuple(self.fact_line(group) for group in groups)

    def fact_line(self, group: FactGroup) -> FactLine:
        values = tuple(
            Value(
                shown=value.shown,
                marks=tuple(
                    mark
                    for fact in value.facts
                    for mark in self.citations.cite(fact.source, locator=fact.locator)
                ),
                notes=value.notes,
                retained=value.retained,
                machine=_machine(value.facts[0].date_value),
                is_number=value.facts[0].number_value is not None,
            )
            for value in group.values
        )
        return FactLine(group.heading, values)

    def section_views(self, *codes: Section) -> tuple[SectionView, ...]:
        """The sections that have something to tell: these ones, or all of them."""
        return tuple(
            SectionView(section, section.label, tuple(self.cited(row) for row in statements))
            for section, statements in self.page.statements_by_section()
            if not codes or section in codes
        )

    def milestone_views(self) -> tuple[MilestoneView, ...]:
        return tuple(
            MilestoneView(
                date=milestone.date,
                text=self.terms.linked(milestone.text),
                done=milestone.state == MilestoneState.DONE,
                state_label=milestone.get_state_display(),
                marks=self.citations.cite_row(milestone),
            )
            for milestone in self.page.milestones.all()
        )

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

    def _related(self, relations: dict[int, Relation]) -> Iterator[RelatedGroup]:
        found: dict[str, list[RelatedPage]] = {}
        for pk, relation in relations.items():
            document = self.public_pages.get(pk)
            if document is None:
                continue
            date_label = document.card.get("date_label", "") if relation.dated else ""
            label = f"{relation.label} le {date_label}" if date_label else relation.label
            found.setdefault(document.kind, []).append(
                RelatedPage(
                    title=document.title,
                    url=document.url,
                    kind=document.kind,
                    relation=label,
                    reason=relation.reason,
                    return_url=return_url(document),
                )
            )
        for kind in kinds.registered():
            if kind.code in found:
                yield RelatedGroup(kind.plural, tuple(found[kind.code]))

    def _similar(self, around: Surroundings, linked: Container[int]) -> Iterator[SimilarPage]:
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
        return similar_pages(found, self.public_pages, labels)

    def presented_in(self) -> Iterable[tuple[int, str]]:
        """(pk of a session, how it is related) for each session that presents this page."""
        return session_notes.presenting(self.page.pk)

    def notes_about(self) -> tuple[Note, ...]:
        """What the returns of training sessions tell of this page, in their order."""
        return session_notes.notes_about(self.page.pk)

    def _relations(self) -> dict[int, Relation]:
        """By the pk of a page: a link that an editor explained wins over one that follows from
        the content, but a session that presents the fiche is always told so, with its date."""
        pk = self.page.pk
        found: dict[int, Relation] = {}
        for link in PageLink.objects.filter(Q(page=pk) | Q(target=pk)).order_by("sort_order", "pk"):
            if link.page_id == pk:
                found.setdefault(link.target_id, Relation(link.get_type_display(), link.reason))
            else:
                found.setdefault(link.page_id, Relation(link.reverse_label, link.reason))
        for other, label in self.related_to():
            found.setdefault(other, Relation(label))
        for session, label in self.presented_in():
            explained = found.get(session)
            found[session] = Relation(label, explained.reason if explained else "", dated=True)
        return found


def _public_pages(wanted: set[int]) -> dict[int, SearchDocument]:
    """Those of these pages that anyone may read: the search index knows no other. Each bears the
    token of the state of the index, which spares the links to the glossary a query."""
    keys = {page_key(pk): pk for pk in wanted}
    documents = (
        SearchDocument.objects.filter(key__in=keys)
        .only("key", "kind", "title", "url", "card", "facets")
        .annotate(index_token=Subquery(IndexState.objects.values("token")[:1]))
    )
    return {keys[document.key]: document for document in documents} if keys else {}


def _machine(date: PartialDate | None) -> str | None:
    return date.machine if date else None


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None
