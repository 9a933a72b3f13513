"""The documents and facets that the catalogue offers to the search."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping

from django.db.models import Choices, Model
from wagtail.models import Page, PageViewRestriction

from contracts.models import Tag, Term, Territory, Theme
from contracts.models.base import IndexedPage
from contracts.models.searchable import region_names
from contracts.models.territory import TerritoryGraph
from contracts.rules.glossary import GlossaryRules
from contracts.values.vocabulary import (
    Audience,
    Completeness,
    ContractStatus,
    Stage,
    TerritoryLevel,
    ToolKind,
)
from search.answers import expansions as search_expansions
from search.index import documents as search_documents
from search.index.documents import Document
from search.query import facets as search_facets
from search.query.facets import Facet, FacetOrder

KINDS = {
    "contrat": "Contrat",
    "experience": "Expérience",
    "outil": "Outil",
    "session": "Session",
    "territoire": "Territoire",
    "terme": "Terme du glossaire",
    "page": "Page",
}

BATCH = 200
_FEW_WORDS = 50
_GROWTH = 0.35
# A territory is a name and links: what is told about it comes before it.
_A_NAME_ONLY = 0.7
_NEVER = dt.datetime(2016, 12, 6, tzinfo=dt.UTC)  # a row without a date of its own


def page_key(pk: int) -> str:
    return f"page:{pk}"


def territory_key(pk: int) -> str:
    return f"territory:{pk}"


def term_key(pk: int) -> str:
    return f"term:{pk}"


class PageSource:
    """Live public pages of every kind that can be found."""

    name = "pages"

    def documents(self) -> Iterator[Document]:
        graph = TerritoryGraph()
        for model in searchable_models():
            pages = model.search_rows().live().public()
            for page in pages.order_by("pk").iterator(chunk_size=BATCH):
                yield page_document(page, graph)

    def keys(self) -> Iterator[str]:
        for model in searchable_models():
            for pk in model.objects.live().public().values_list("pk", flat=True):
                yield page_key(pk)


class TerritorySource:
    """Territories that a live page is about."""

    name = "territories"

    def documents(self) -> Iterator[Document]:
        graph = TerritoryGraph()
        territories = Territory.objects.in_catalogue().prefetch_related("other_names")
        for territory in territories.order_by("pk").iterator(chunk_size=BATCH):
            yield territory_document(territory, graph)

    def keys(self) -> Iterator[str]:
        for pk in Territory.objects.in_catalogue().values_list("pk", flat=True):
            yield territory_key(pk)


class TermSource:
    """Published terms of the glossary."""

    name = "terms"

    def documents(self) -> Iterator[Document]:
        terms = Term.objects.published().prefetch_related("synonyms")
        for term in terms.order_by("pk").iterator(chunk_size=BATCH):
            yield term_document(term)

    def keys(self) -> Iterator[str]:
        for pk in Term.objects.published().values_list("pk", flat=True):
            yield term_key(pk)


def searchable_models() -> list[type[IndexedPage]]:
    """Every concrete kind of page that the search finds, of this application and those above."""
    found = []
    to_visit: list[type[IndexedPage]] = [IndexedPage]
    while to_visit:
        for model in to_visit.pop().__subclasses__():
            to_visit.append(model)
            if not model._meta.abstract and model.search_kind:
                found.append(model)
    return sorted(found, key=lambda model: model._meta.label)


def is_public(page: Page) -> bool:
    """Live, and neither it nor what it lies under asks for a password or a login."""
    return (
        page.live
        and not PageViewRestriction.objects.filter(
            page__in=page.get_ancestors(inclusive=True)
        ).exists()
    )


def page_document(page: IndexedPage, graph: TerritoryGraph) -> Document:
    """The document of a page that is a row of `search_rows`."""
    summary = page.search_summary()
    body = _joined(
        [
            KINDS[page.search_kind],
            *page.search_text(),
            *page.used_tools(),
            *_places_around(page, graph),
        ]
    )
    return Document(
        key=page_key(page.pk),
        kind=page.search_kind,
        title=page.title,
        summary=summary,
        body=body,
        url=page.url or "",
        date=page.search_date(),
        updated=page.last_published_at or _NEVER,
        facets=page.search_facets(graph),
        card={"type_label": KINDS[page.search_kind], **page.search_card(graph)},
        weight=page.search_weight * _richness(summary, body),
    )


def _places_around(page: IndexedPage, graph: TerritoryGraph) -> list[str]:
    """The names of what contains the territories of a page: whoever names a département or a region
    finds what is told of its towns."""
    around = {pk for territory in page.search_territories() for pk in graph.above(territory.pk)}
    return sorted({graph.rows[pk]["name"] for pk in around})


def territory_document(territory: Territory, graph: TerritoryGraph) -> Document:
    places = {territory.pk} | graph.above(territory.pk) | graph.below(territory.pk)
    summary = " · ".join(name.name for name in territory.other_names.all())
    body = territory.get_level_display()
    return Document(
        key=territory_key(territory.pk),
        kind="territoire",
        title=territory.name,
        summary=summary,
        body=body,
        url=territory.get_absolute_url(),
        updated=_NEVER,
        facets={
            "territoire": tuple(graph.rows[pk]["slug"] for pk in places),
            "region": tuple(graph.rows[pk]["slug"] for pk in graph.regions(territory.pk)),
        },
        card={
            "type_label": KINDS["territoire"],
            "level_label": territory.get_level_display(),
            "side": territory.usual_side,
            "region": region_names([territory], graph),
        },
        weight=_A_NAME_ONLY * _richness(summary, body),
    )


def term_document(term: Term) -> Document:
    body = _joined([term.expansion, *(synonym.text for synonym in term.synonyms.all())])
    return Document(
        key=term_key(term.pk),
        kind="terme",
        title=term.term,
        summary=term.definition,
        body=body,
        url=term.get_absolute_url(),
        updated=term.last_published_at or _NEVER,
        card={
            "type_label": KINDS["terme"],
            "definition": term.definition,
            "category": term.get_category_display(),
        },
        weight=_richness(term.definition, body),
    )


def _richness(*texts: str) -> float:
    """The weight of a document by what it has to say. Scores take a word for the rarer matter the
    longer the text is: without this, a sketch in which it stands once would come before the fiche
    that tells all about it. From 0.5 for a title alone to 1 at 300 words, 2 at 2 500."""
    words = sum(len(text.split()) for text in texts)
    return 0.5 * (1 + words / _FEW_WORDS) ** _GROWTH


def _joined(parts: Iterable[str]) -> str:
    """Paragraphs: an excerpt tells each piece of text from the next."""
    return "\n".join(part for part in parts if part)


def register() -> None:
    """Offer the sources and the facets, the most useful first; called once, at start."""
    for source in (PageSource(), TerritorySource(), TermSource()):
        search_documents.register(source)
    search_expansions.register(GlossaryRules(Term.objects.all()))
    search_facets.register(
        Facet("type", "Type", _listed(KINDS), FacetOrder.GIVEN),
        Facet("theme", "Thème", _rows(Theme, "label")),
        Facet("region", "Région", _rows(Territory, "name")),
        Facet("statut", "Statut du contrat", _choices(ContractStatus), FacetOrder.GIVEN),
        Facet("etape", "Étape de la coopération", _choices(Stage), FacetOrder.GIVEN),
        Facet("outil", "Nature de l’outil", _choices(ToolKind)),
        Facet("public", "Public", _choices(Audience), FacetOrder.GIVEN),
        Facet("annee", "Année", _years, FacetOrder.BY_CODE_DESCENDING),
        Facet("territoire", "Territoire", _territories, shown=False),
        Facet("etiquette", "Étiquette", _rows(Tag, "name"), shown=False),
        Facet(
            "completude",
            "Complétude de la fiche",
            _choices(Completeness),
            FacetOrder.GIVEN,
            shown=False,
        ),
    )


def _listed(labels: Mapping[str, str]):
    def labels_of(codes: Collection[str]) -> dict[str, str]:
        return {code: label for code, label in labels.items() if code in set(codes)}

    return labels_of


def _choices(choices: type[Choices]):
    return _listed(dict(choices.choices))


def _rows(model: type[Model], label: str):
    def labels_of(codes: Collection[str]) -> dict[str, str]:
        rows = model._default_manager.filter(slug__in=codes)
        return dict(rows.values_list("slug", label))

    return labels_of


def _territories(codes: Collection[str]) -> dict[str, str]:
    """Names with their level where it is needed to tell Paris, the town, from its département."""
    rows = Territory.objects.filter(slug__in=codes).values_list("slug", "name", "level")
    return {
        slug: f"{name} ({TerritoryLevel(level).label.lower()})"
        if level in {TerritoryLevel.DEPARTEMENT, TerritoryLevel.REGION}
        else name
        for slug, name, level in rows
    }


def _years(codes: Collection[str]) -> dict[str, str]:
    return {code: code for code in codes if len(code) == 4 and code.isdecimal()}
