"""The formats in which a list can be taken away, in the order in which readers are offered them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase

from contracts.opendata import files, geojson
from contracts.opendata.datasets import Dataset
from contracts.opendata.forms import ExportForm


@dataclass(frozen=True)
class Format:
    """`ending` is that of its addresses; `use` says what it is good for. `write` takes an Extract
    or, for a spreadsheet, any lines."""

    ending: str
    label: str
    use: str
    write: Callable[[Any, ExportForm], HttpResponseBase]
    suits: Callable[[Dataset], bool] = lambda _dataset: True


SPREADSHEETS = (
    Format("xlsx", "Excel (XLSX)", "avec une feuille qui dit la source", files.xlsx),
    Format("ods", "LibreOffice (ODS)", "le même classeur, en format ouvert", files.ods),
    Format("csv", "CSV", "points-virgules et virgules décimales, pour un tableur", files.csv),
)
FORMATS = (
    *SPREADSHEETS,
    Format("json", "JSON", "pour un programme", files.json_file),
    Format(
        "geojson", "GeoJSON", "pour un logiciel de cartes", geojson.geojson, suits=geojson.has_map
    ),
)


def endings(formats: Iterable[Format]) -> tuple[str, ...]:
    return tuple(one.ending for one in formats)


def formats_of(dataset: Dataset) -> Iterator[Format]:
    return (one for one in FORMATS if one.suits(dataset))


def of_ending(ending: str, formats: Iterable[Format]) -> Format | None:
    """None when it is written in none of these formats."""
    return next((one for one in formats if one.ending == ending), None)
