"""What every fiche shows, in the order in which it is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from contracts import kinds
from contracts.index import similar
from contracts.index.keys import pk_of
from contracts.models.base import FichePage
from contracts.models.rows.fact import Fact
from contracts.models.rows.link import PageLink
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
    Relation,
    links_of,
    public_documents,
    related_groups,
    relations_of,
)
from contracts.pages.parts.session_notes import SessionSource, ToldInSessions, heard_in
from contracts.pages.parts.similar import Labels, SimilarFiche, similar_fiches
from contracts.pages.parts.texts import SectionDetail, Texts
from contracts.pages.versions.citation import Citation, publisher_of
from contracts.pages.versions.version import VERSIONS, Version, current_version
from contracts.values.vocabulary import Completeness
from search.answers.more_like_this import Surroundings
from search.index.together import Shape, prefetch_together

SHORT_TOC = 5  # a page of so few headings needs no summary


@dataclass(frozen=True)
class Colophon:
    """Who answers for the fiche, how complete and how recent it is."""

    completeness: str
    fullness: str
    updated: dt.date | None
    review_on: dt.date | None
    is_overdue: bool
    owner: str
    licence: str


@dataclass(frozen=True)
class TocEntry:
    anchor: str
    label: str


@dataclass(frozen=True)
class SharedDrawing:
    """Where the share image of a fiche is found, and what it shows, in words."""

    address: str
    said: str


@dataclass(frozen=True)
class Elsewhere:
    """What stands beside the rows of a fiche: its tags, the links that have it at one end, the pages
    whose content names it (their pk, and how they are related), what sessions tell of it. None of
    it is read before it is asked for, or with what else the page reads: then all `rows` are."""

    tags: Any
    links: Iterable[PageLink]
    naming: tuple[tuple[QuerySet, str], ...]
    sessions: ToldInSessions

    @classmethod
    def of_none(cls, page: FichePage) -> Elsewhere:
        """Of a page that is a draft or a version: what others tell today is left out."""
        tags: Any = page.tags.all() if page.pk else ()
        return cls(tags, links_of(page.pk), (), ToldInSessions(page.pk, ()))

    @property
    def rows(self) -> Iterator[Any]:
        yield from (self.tags, self.links)
        yield from (rows for rows, _ in self.naming)
        yield from self.sessions.rows


class FicheContext:
    """One fiche, read once. Its parts are asked for in reading order: sources are numbered so.

    `build` may leave empty: `type_line`, what it is in a few words; `brief`, the few facts that are
    read beside the story; `unknown`, what readers would look for and no source tells; `sections`, told
    under headings of their own; `folded`, which readers open; `flows` and `other_facts`, folded
    after the calendar.

    The page of a `version` is in memory, its rows with all that they lead to: nothing is added that
    other pages tell today.
    """

    # Whether every page of the kind is read with the same relations.
    asks_alike: ClassVar[bool] = True

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

    def __init__(self, page: FichePage, request: HttpRequest, version: Version | None = None):
        self.page = page
        self.request = request
        self.version = version
        self.page_path = page.get_url(request) or "/"
        self.path = version.address(self.page_path) if version else self.page_path
        self.url = request.build_absolute_uri(self.path)
        self.citations = Citations()
        is_online = page.pk is not None and version is None
        self.elsewhere = self._elsewhere(page) if is_online else Elsewhere.of_none(page)
        if is_online:
            shape = Shape(type(self).__name__, lambda other: self._elsewhere(other).rows)
            prefetch_together(
                page,
                self.relations(),
                *self.elsewhere.rows,
                shape=shape if self.asks_alike else None,
            )
        self.title = page.title
        self.themes = list(page.themes.all()) if page.pk else []
        self.tags = list(self.elsewhere.tags)
        relations = self._relations() if page.pk else {}
        around = None
        self.kind = kinds.of(type(page))
        if is_online and self.kind.is_compared:
            around = similar.surroundings(page.pk, len(relations))
        near = around.keys if around else ()
        notes = self.elsewhere.sessions.notes()
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
            fullness=Completeness(page.completeness).in_words,
            updated=_day(page.last_published_at),
            review_on=page.review_on if version is None else None,
            is_overdue=page.review_on is not None and page.review_on <= timezone.localdate(),
            owner=page.owner.get_full_name() if page.owner else "",
            licence=page.licence,
        )
        toc = tuple(self._toc())
        self.toc = toc if len(toc) > SHORT_TOC else ()
        self.trail: Trail = tuple(self.steps())

    @cached_property
    def cited(self) -> Version | None:
        """The version that is shown, if it has an address of its own."""
        if self.version is not None or not self.kind.keeps_versions:
            return self.version
        return current_version(self.page.live_revision_id, self.page.last_published_at)

    @property
    def cited_path(self) -> str:
        return self.cited.address(self.page_path) if self.cited else self.path

    @property
    def versions_path(self) -> str:
        """The list of its versions; empty for a kind that keeps none."""
        return f"{self.page_path}{VERSIONS}" if self.kind.keeps_versions else ""

    @cached_property
    def citation(self) -> Citation:
        day = self.cited.day if self.cited else self.colophon.updated
        number = self.cited.number if self.cited else self.page.pk
        return Citation(
            name=f"reciprocites-{self.kind.code}-{number}",
            author=publisher_of(self.request),
            title=self.title,
            day=day,
            url=self.request.build_absolute_uri(self.cited_path),
            licence=self.colophon.licence,
        )

    @cached_property
    def share(self) -> SharedDrawing | None:
        """The picture that stands for the fiche where its address is shared."""
        if self.kind.share_image is None or self.page.pk is None or self.version is not None:
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
        return Carry.of(self.page.pk, self.title, self.page.gist, self.url, compared=compared)

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
        listing = self.page_path.rstrip("/").rpartition("/")[0]
        yield Step(self.kind.plural, f"{listing}/")

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
        """(pk of a page, how it is related), beyond the typed links: what its own content says."""
        return iter(())

    @classmethod
    def named_by(cls, page: Any) -> tuple[tuple[QuerySet, str], ...]:
        """(the pk of pages, not read yet, how they are related): what the content of others says."""
        return ()

    def told_by(self) -> Iterable[SessionSource]:
        """Whose sessions may tell of it."""
        return session_notes.sources()

    def _elsewhere(self, page: FichePage) -> Elsewhere:
        sessions = ToldInSessions(page.pk, self.told_by())
        return Elsewhere(page.tags.all(), links_of(page.pk), self.named_by(page), sessions)

    def _relations(self) -> dict[int, Relation]:
        pk = self.page.pk
        if self.version is not None:
            return relations_of(pk, self.page.outgoing_links.all(), self.related_to(), ())
        named = ((other, label) for others, label in self.elsewhere.naming for other in others)
        following = (*self.related_to(), *named)
        return relations_of(
            pk, self.elsewhere.links, following, self.elsewhere.sessions.presenting()
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


def fiche_relations() -> Iterator[Prefetch]:
    """What is read of fiches of every kind, of one or of several at once."""
    yield Prefetch("themes")
    facts = Fact.objects.select_related("source", "origin", "destination")
    yield Prefetch("facts", facts)
    yield Prefetch("statements", Statement.objects.select_related(*SOURCED))
    yield Prefetch("milestones", Milestone.objects.select_related(*SOURCED))


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None
