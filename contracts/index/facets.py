"""The filters that the catalogue offers to the search, with the words of their codes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from django.db.models import Choices, Model, QuerySet

from contracts import kinds
from contracts.kinds import Kind
from contracts.models import Tag, Territory, Theme
from contracts.values.vocabulary import (
    Agreement,
    Audience,
    Completeness,
    ContractStatus,
    Stage,
    TerritoryLevel,
    ToolKind,
)
from search.query import facets as search_facets
from search.query import kind_words
from search.query.facets import Facet, FacetOrder, RowLabels
from search.query.page_head import in_sentence


def register() -> None:
    """The most useful first; called once, at start."""
    kind_words.register(
        {word: kind.code for kind in _fiches() for word in (kind.label, *kind.called)}
    )
    search_facets.register(
        Facet(
            "type",
            "Type",
            _listed({kind.code: kind.label for kind in kinds.registered()}),
            FacetOrder.GIVEN,
            in_title=lambda code, label: in_sentence(
                kind.plural if (kind := kinds.get(code)) else label
            ),
            undated=frozenset(kind.code for kind in kinds.registered() if not kind.is_dated),
        ),
        Facet("theme", "Thème", _rows(Theme, "label")),
        Facet("region", "Région", _rows(Territory, "name"), in_title=_as_it_is),
        Facet("statut", "Statut du contrat", _choices(ContractStatus), FacetOrder.GIVEN),
        Facet("etape", "Étape de la coopération", _choices(Stage), FacetOrder.GIVEN),
        Facet(
            "outil",
            "Nature de l’outil",
            _choices(ToolKind),
            undated=frozenset(ToolKind.values),
        ),
        Facet("public", "Public", _choices(Audience), FacetOrder.GIVEN),
        Facet("annee", "Année", _years, FacetOrder.BY_CODE_DESCENDING),
        Facet("territoire", "Territoire", _places(), shown=False, in_title=_as_it_is),
        Facet(
            "partie",
            "Partie au contrat",
            _places(),
            shown=False,
            help="Le territoire qui signe ou participe, sans ceux qui le contiennent ni ceux qu’il "
            "contient.",
            in_title=_as_it_is,
        ),
        Facet("etiquette", "Étiquette", _rows(Tag, "name"), shown=False, in_title=_as_it_is),
        Facet(
            "completude",
            "Complétude de la fiche",
            _choices(Completeness),
            FacetOrder.GIVEN,
            shown=False,
        ),
        Facet("sources", "Sources d’un même fait", _choices(Agreement), shown=False),
    )


def _fiches() -> Iterator[Kind]:
    return (kind for kind in kinds.registered() if kind.document is not None)


def _as_it_is(_code: str, label: str) -> str:
    """A proper name has its capital everywhere; a tag is as it was typed."""
    return label


def _listed(labels: Mapping[str, str]):
    def labels_of(codes: Collection[str]) -> dict[str, str]:
        return {code: label for code, label in labels.items() if code in set(codes)}

    return labels_of


def _choices(choices: type[Choices]):
    return _listed(dict(choices.choices))


def _rows(model: type[Model], label: str) -> RowLabels:
    def rows(codes: Collection[str]) -> QuerySet:
        return model._default_manager.filter(slug__in=codes).values_list("slug", label)

    return RowLabels(rows)


def _places() -> RowLabels:
    """Names with their level where it is needed to tell Paris, the town, from its département."""

    def rows(codes: Collection[str]) -> QuerySet:
        return Territory.objects.filter(slug__in=codes).values_list("slug", "name", "level")

    return RowLabels(rows, _with_their_level)


def _with_their_level(rows: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    return {
        slug: f"{name} ({TerritoryLevel(level).label.lower()})"
        if level in {TerritoryLevel.DEPARTEMENT, TerritoryLevel.REGION}
        else name
        for slug, name, level in rows
    }


def _years(codes: Collection[str]) -> dict[str, str]:
    return {code: code for code in codes if len(code) == 4 and code.isdecimal()}
