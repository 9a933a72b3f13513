"""Everything of the catalogue that is to be found: pages, territories, terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from contracts import kinds
from contracts.index.documents.term import TERM_LOOKUPS, term_document
from contracts.index.documents.territory import TERRITORY_LOOKUPS, territory_document
from contracts.index.projections import document_of, rows_of, searchable_models
from contracts.models import Term, Territory, Theme
from contracts.models.territory import TerritoryGraph, TerritoryName
from contracts.rules.listed import listed
from search.answers import everyday
from search.answers import expansions as search_expansions
from search.answers.everyday import Lead
from search.answers.expansions import Rule
from search.index import documents as search_documents
from search.index.documents import Document

BATCH = 200


class PageSource:
    """The listed pages of every kind that can be found."""

    name = "pages"

    def documents(self) -> Iterator[Document]:
        graph = TerritoryGraph()
        for model in searchable_models():
            pages = listed(rows_of(model))
            for page in pages.order_by("pk").iterator(chunk_size=BATCH):
                yield document_of(page, graph)


class TerritorySource:
    """Territories that a live page is about."""

    name = "territories"

    def documents(self) -> Iterator[Document]:
        graph = TerritoryGraph()
        territories = Territory.objects.in_catalogue().counted()
        territories = territories.prefetch_related(*TERRITORY_LOOKUPS)
        for territory in territories.order_by("pk").iterator(chunk_size=BATCH):
            yield territory_document(territory, graph)


class TermSource:
    """Published terms of the glossary."""

    name = "terms"

    def documents(self) -> Iterator[Document]:
        terms = Term.objects.published().prefetch_related(*TERM_LOOKUPS)
        for term in terms.order_by("pk").iterator(chunk_size=BATCH):
            yield term_document(term)


class GlossaryRules:
    """The published terms, which searches are widened by."""

    name = "glossary"

    def rules(self) -> Iterator[Rule]:
        return Term.objects.rules()


class InhabitantRules:
    """The names of inhabitants, which are the territory itself."""

    name = "inhabitants"

    def rules(self) -> Iterator[Rule]:
        demonyms = TerritoryName.objects.filter(
            kind=TerritoryName.Kind.DEMONYM, territory__in=Territory.objects.in_catalogue()
        )
        for one in demonyms.select_related("territory").order_by("territory__sort_key", "pk"):
            territory = one.territory
            yield Rule(territory.name, territory.get_absolute_url(), one.forms, same=True)


class ThemeLeads:
    """The everyday words of themes. What is classed under the theme comes before definitions."""

    name = "themes"

    def leads(self) -> Iterator[Lead]:
        later = (kinds.of(Term).code,)
        return (replace(theme.lead, later=later) for theme in Theme.objects.all())


def register() -> None:
    """Called once, at start."""
    for source in (PageSource(), TerritorySource(), TermSource()):
        search_documents.register(source)
    search_expansions.register(GlossaryRules())
    search_expansions.register(InhabitantRules())
    everyday.register(ThemeLeads())
