"""A note as a PDF: one reading of its page, set by one template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.text import Truncator

from contracts.deciding.note.values import NoteSheet, source_details
from contracts.drawings import palette
from contracts.drawings.qr import qr
from contracts.pages.parts.citations import NumberedSource
from contracts.pages.parts.parties_map import PartiesMap
from contracts.papers import typesetting
from contracts.values.dates.french_calendar import french_date
from contracts.values.french.typography import french

_TEMPLATE = Path(__file__).parent / "typst" / "note.typ"
# What stands above the sections leaves room for them, whatever was typed.
_LONGEST_HEAD = 400
_MOST_PARTIES = 12
_NO_DATE = "Mise à jour non renseignée"
_AS_TYPED = {"address", "svg"}


class NotePaper:
    """A note: what it holds, its name and its file."""

    def __init__(self, sheet: NoteSheet):
        self._sheet = sheet

    @cached_property
    def digest(self) -> str:
        """The same for the same file, another one as soon as anything in it changes."""
        return typesetting.digest(_TEMPLATE, self.data)

    @property
    def address(self) -> str:
        """That of the page."""
        return self._sheet.url

    @property
    def file_name(self) -> str:
        return f"Note - {Truncator(self._sheet.title).chars(100)}.pdf"

    def pdf(self) -> bytes:
        """Raises PaperFailed."""
        return typesetting.typeset(_TEMPLATE, self.data)

    @cached_property
    def data(self) -> dict[str, Any]:
        sheet = self._sheet
        updated = sheet.updated
        gist = replace(sheet.gist, text=Truncator(sheet.gist.text).chars(_LONGEST_HEAD))
        data = {
            "document_title": f"Note : {sheet.title}",
            "type": " · ".join(sheet.type_line),
            "title": Truncator(sheet.title).chars(_LONGEST_HEAD),
            "gist": asdict(gist),
            "about": [asdict(one) for one in sheet.about[:_MOST_PARTIES]],
            "others": len(sheet.about[_MOST_PARTIES:]),
            "facts": list(map(asdict, sheet.facts)),
            "map": _map(sheet.map),
            "sections": [asdict(section.shortened) for section in sheet.sections],
            "sources": {str(one.number): _source(one) for one in sheet.references},
            "elsewhere": list(sheet.elsewhere),
            "updated": f"Mise à jour le {french_date(updated)}" if updated else _NO_DATE,
            "day": [updated.year, updated.month, updated.day] if updated else None,
            "licence": sheet.licence,
            "address": sheet.url,
            "words": asdict(sheet.words),
            "qr": {"svg": qr(sheet.url, sheet.words.qr), "said": sheet.words.qr},
            "colours": {
                "city": palette.CITY,
                "countryside": palette.COUNTRYSIDE,
                "ink": palette.INK,
                "soft": palette.INK_SOFT,
            },
        }
        return {key: _in_french(key, value) for key, value in data.items()}


def _map(found: PartiesMap | None) -> dict[str, str] | None:
    if found is None:
        return None
    said = " ".join([found.words, *(f"{note}." for note in found.notes)])
    return {
        # A drawing of a page has no name space of its own.
        "svg": found.drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1),
        "said": found.said,
        "caption": said,
        "credit": found.credit,
    }


def _source(numbered: NumberedSource) -> dict[str, Any]:
    source = numbered.source
    return {
        "title": source.title,
        "details": list(source_details(source)),
        "address": source.url,
    }


def _in_french(key: str, value: Any) -> Any:
    """With the spaces of French typography, but in what is not written for people."""
    if key in _AS_TYPED:
        return value
    if isinstance(value, Mapping):
        return {name: _in_french(name, one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_in_french(key, one) for one in value]
    return french(value) if isinstance(value, str) else value
