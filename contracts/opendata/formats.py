"""The formats in which a list can be taken away, in the order in which readers are offered them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import HttpResponseBase

from contracts.opendata import files, geojson
from contracts.opendata.datasets import Dataset
from contracts.opendata.forms import ExportForm
from contracts.opendata.selection import Extract


@dataclass(frozen=True)
class Format:
    """`ending` is that of its addresses; `use` says what it is good for."""

    ending: str
    label: str
    use: str
    write: Callable[[Extract, ExportForm], HttpResponseBase]
    suits: Callable[[Dataset], bool] = lambda _dataset: True


FORMATS = (
    Format("xlsx", "Excel (XLSX)", "avec une feuille « Source »", files.xlsx),
    Format("ods", "LibreOffice (ODS)", "de même", files.ods),
    Format("csv", "CSV", "pour un tableur en français", files.csv),
    Format("json", "JSON", "pour un programme", files.json_file),
    Format(
        "geojson", "GeoJSON", "pour un logiciel de cartes", geojson.geojson, suits=geojson.has_map
    ),
)
ENDINGS = tuple(dict.fromkeys(one.ending for one in FORMATS))


def formats_of(dataset: Dataset) -> Iterator[Format]:
    return (one for one in FORMATS if one.suits(dataset))


def format_of(ending: str, dataset: Dataset) -> Format | None:
    """None when this table is not written so."""
    return next((one for one in formats_of(dataset) if one.ending == ending), None)
