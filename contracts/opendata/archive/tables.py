"""Every table of the archive, in the order in which they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Model
from wagtail.models import Page

from contracts.models import CaseStudyPage, Commitment, ContractPage, Indicator, ToolPage
from contracts.opendata import datasets
from contracts.opendata.archive.around import AROUND, PRIMARY
from contracts.opendata.archive.rows import ROWS
from contracts.opendata.archive.table import ArchivedTable, Referred
from contracts.pages.commitments.form import CommitmentForm
from contracts.pages.commitments.table import CommitmentsTable
from contracts.pages.indicators.form import IndicatorForm
from contracts.pages.indicators.table import IndicatorsTable
from contracts.rules.listed import listed

_registered: list[ArchivedTable] = []


def register(table: ArchivedTable) -> None:
    """Add a table of public rows. Call it from AppConfig.ready."""
    _registered.append(table)


def of_pages(dataset: datasets.Dataset, model: type[Page]) -> ArchivedTable:
    """The public pages of a model, in the order of the tree."""

    def rows() -> Any:
        return listed(model._default_manager.all())

    def keys(_referred: Referred) -> Iterable[Any]:
        return rows().order_by("path").values_list("pk", flat=True)

    return ArchivedTable(dataset, keys, model, rows, primary=PRIMARY)


def _of_lines(
    dataset: datasets.Dataset,
    model: type[Model],
    table: Callable[[], Any],
    fiche: str,
    foreign: Mapping[str, str],
) -> ArchivedTable:
    """The rows that a table of the site lists, in its order; `fiche` is the field that leads to the
    page of a row."""

    def keys(_referred: Referred) -> list[int]:
        return [line.pk for line in table().ordered()]

    def rows() -> Any:
        return model._default_manager.filter(pk__in=keys(Referred()))

    def of_fiche(slug: str) -> Iterable[Any]:
        return rows().filter(**{f"{fiche}__slug": slug}).values_list("pk", flat=True)

    return ArchivedTable(dataset, keys, model, rows, of_fiche, foreign=foreign)


_FICHES = (
    of_pages(datasets.CONTRACTS, ContractPage),
    of_pages(datasets.CASE_STUDIES, CaseStudyPage),
    of_pages(datasets.TOOLS, ToolPage),
    _of_lines(
        datasets.COMMITMENTS,
        Commitment,
        lambda: CommitmentsTable(CommitmentForm()),
        "contract",
        {
            "fiche": datasets.CONTRACTS.code,
            "identifiant_de_qui_donne": "territoires",
            "identifiant_de_qui_recoit": "territoires",
        },
    ),
    _of_lines(
        datasets.INDICATORS,
        Indicator,
        lambda: IndicatorsTable(IndicatorForm()),
        "page",
        {"fiche": datasets.TOOLS.code},
    ),
)


def tables() -> tuple[ArchivedTable, ...]:
    """What is referred to comes after what refers to it."""
    return (*_FICHES, *ROWS, *_registered, *AROUND)
