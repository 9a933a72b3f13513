"""Conditions of success and obstacles across the catalogue, with what narrows the list."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse

from contracts.models.base import FichePage
from contracts.models.rows.statement import Statement
from contracts.models.tag import Tag
from contracts.models.theme import Theme
from contracts.pages.forms import StatementForm
from contracts.pages.parts import structured_data
from contracts.pages.parts.breadcrumbs import structured_trail
from contracts.pages.parts.citations import Citations, Marks, NumberedSource
from contracts.pages.parts.glossary_links import TermLinks
from contracts.values.vocabulary import Section
from search.query.page_head import PageHead, in_sentence, page_title
from search.query.pagination import Pagination
from search.text.collation import title_key

PAGE_SIZE = 20
# A tag says what comes back when several fiches share it; more than these is no summary.
FEWEST_FICHES = 2
MOST_TAGS = 6
TITLE = "Conditions de réussite et freins"


@dataclass(frozen=True)
class StatementDetail:
    text: str
    section: str
    section_label: str
    tags: tuple[tuple[str, str], ...]  # (name, address of the list of this tag)
    page_title: str
    page_url: str
    marks: Marks


@dataclass(frozen=True)
class FilterOption:
    """A value to choose in a form; `count` statements have it, 0 where they are not counted."""

    label: str
    code: str
    count: int
    selected: bool


@dataclass(frozen=True)
class FilterLink(FilterOption):
    """A filter that can be followed: `url` is the list with it, or without when it is on."""

    url: str


@dataclass(frozen=True)
class Gist:
    """What the statements of one section come back to: tags of the most fiches first, `count` of
    each in fiches."""

    label: str
    statements: int
    fiches: int
    url: str
    tags: tuple[FilterLink, ...]


class StatementsContext:
    def __init__(self, form: StatementForm, request: HttpRequest):
        self.form = form
        self.request = request
        citations = Citations()
        terms = TermLinks()
        everything = Statement.objects.across_catalogue(*form.SECTIONS)
        others = with_theme(_with_tag(everything, form.tag), form.theme)
        counts = dict(others.values_list("section").annotate(Count("pk", distinct=True)))
        self.sections = tuple(self._section(section, counts) for section in form.SECTIONS)
        self.total = sum(counts.get(section, 0) for section in form.sections)
        self.pages = Pagination.of(
            form.page,
            size=PAGE_SIZE,
            total=self.total,
            url=lambda page: form.at_page(page).url(),
        )
        shown = others.filter(section__in=form.sections)
        self.statements = tuple(
            StatementDetail(
                text=terms.linked(row.text),
                section=row.section,
                section_label=row.get_section_display(),
                tags=tuple(
                    (item.tag.name, form.changed(tag=item.tag.slug).url())
                    for item in row.tagged_items.all()
                ),
                page_title=row.page.title,
                page_url=row.page.get_url(request),
                marks=citations.cite_row(row),
            )
            for row in _in_order(shown, self.pages.start, self.pages.end)
        )
        self.references: tuple[NumberedSource, ...] = citations.references
        self.gists = () if form.is_filtered or form.page > 1 else self._gists(everything)
        self.tags = self._tags(everything)
        self.themes = self._themes()
        self.all_url = StatementForm().url()
        selected = (one for one in (*self.sections, *self.themes) if one.selected)
        self.head = PageHead(
            page_title(
                TITLE,
                # A tag is as it was typed.
                [
                    *(in_sentence(one.label) for one in selected),
                    *(one.label for one in self.tags if one.selected),
                ],
                self.pages,
            ),
            form.at_page(self.pages.current).url(reverse("statements")),
        )

    @property
    def structured_data(self) -> structured_data.Thing:
        return structured_data.graph(structured_trail(self.request, (), TITLE))

    def _section(self, section: Section, counts: dict[str, int]) -> FilterLink:
        selected = self.form.section == section
        changed = self.form.changed(section="" if selected else section.value)
        return FilterLink(section.label, section, counts.get(section, 0), selected, changed.url())

    def _gists(self, everything: Any) -> tuple[Gist, ...]:
        totals = {
            section: counted
            for section, *counted in everything.values_list("section").annotate(
                Count("pk"), Count("page", distinct=True)
            )
        }
        shared = (
            everything.filter(tagged_items__isnull=False)
            .values_list("section", "tagged_items__tag__slug", "tagged_items__tag__name")
            .annotate(fiches=Count("page", distinct=True))
            .filter(fiches__gte=FEWEST_FICHES)
            .order_by("-fiches", "tagged_items__tag__slug")
        )
        tags: dict[str, list[FilterLink]] = {}
        for section, slug, name, fiches in shared:
            url = self.form.changed(section=section, tag=slug).url()
            tags.setdefault(section, []).append(FilterLink(name, slug, fiches, False, url))
        return tuple(
            Gist(
                section.label,
                statements=totals[section][0],
                fiches=totals[section][1],
                url=self.form.changed(section=section.value).url(),
                tags=tuple(tags.get(section, ())[:MOST_TAGS]),
            )
            for section in self.form.SECTIONS
            if section in totals
        )

    def _tags(self, everything: Any) -> tuple[FilterOption, ...]:
        """The tags that statements have, with how many; an unknown one in the address stays."""
        rows = (
            Tag.objects.filter(tagged_statements__content_object__in=everything)
            .annotate(uses=Count("tagged_statements", distinct=True))
            .values_list("slug", "name", "uses")
            .order_by("slug")  # the folded name; a count leaves rows in no order
        )
        return _options(self.form.tag, list(rows))

    def _themes(self) -> tuple[FilterOption, ...]:
        rows = [(slug, label, 0) for slug, label in Theme.objects.values_list("slug", "label")]
        return _options(self.form.theme, rows)


def _options(selected: str, rows: list[tuple[str, str, int]]) -> tuple[FilterOption, ...]:
    if selected and selected not in {code for code, _, _ in rows}:
        rows = [*rows, (selected, f"{selected} (inconnu)", 0)]
    return tuple(FilterOption(label, code, count, code == selected) for code, label, count in rows)


def _in_order(statements: Any, start: int, end: int) -> list[Statement]:
    """Those of these places, by the titles of their fiches; those of a fiche as it tells them."""
    columns = statements.values_list("page__title", "page_id", "sort_order", "pk")
    in_order = sorted((title_key(title), *place, pk) for title, *place, pk in columns)
    wanted = [pk for *_, pk in in_order[start:end]]
    found = statements.in_bulk(wanted)
    return [found[pk] for pk in wanted]


def _with_tag(statements: Any, slug: str) -> Any:
    return statements.filter(tagged_items__tag__slug=slug) if slug else statements


def with_theme(statements: Any, slug: str) -> Any:
    """Those of this theme, or all without a slug. Themes belong to the fiche that tells the statement, whatever its kind."""
    if not slug:
        return statements
    kinds = [
        model
        for model in apps.get_models()
        if issubclass(model, FichePage) and not model._meta.abstract
    ]
    return statements.filter(
        reduce(
            or_, (Q(page__in=kind.objects.filter(themes__slug=slug).values("pk")) for kind in kinds)
        )
    )
