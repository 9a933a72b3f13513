"""Every table of the archive, in the order in which they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from wagtail.models import Page

from contracts.models import CaseStudyPage, ContractPage, ToolPage
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

    def keys(_referred: Referred) -> Iterable[Any]:
        pages = listed(model._default_manager.all())
        return pages.order_by("path").values_list("pk", flat=True)

    return ArchivedTable(dataset, keys, PRIMARY)


def _lines(table: Callable[[], Any]) -> Callable[[Referred], Iterable[Any]]:
    return lambda _referred: [line.pk for line in table().ordered()]


_FICHES = (
    of_pages(datasets.CONTRACTS, ContractPage),
    of_pages(datasets.CASE_STUDIES, CaseStudyPage),
    of_pages(datasets.TOOLS, ToolPage),
    ArchivedTable(
        datasets.COMMITMENTS,
        _lines(lambda: CommitmentsTable(CommitmentForm())),
        foreign={
            "fiche": datasets.CONTRACTS.code,
            "identifiant_de_qui_donne": "territoires",
            "identifiant_de_qui_recoit": "territoires",
        },
    ),
    ArchivedTable(
        datasets.INDICATORS,
        _lines(lambda: IndicatorsTable(IndicatorForm())),
        foreign={"fiche": datasets.TOOLS.code},
    ),
)


def tables() -> tuple[ArchivedTable, ...]:
    """What is referred to comes after what refers to it."""
    return (*_FICHES, *ROWS, *_registered, *AROUND)
