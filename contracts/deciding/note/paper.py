"""The note of a fiche as a PDF: one reading of its page, set by one template."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.text import Truncator

from contracts.deciding.note import case_study, contract, tool
from contracts.deciding.note.values import NoteItem, NoteSection, facts, marks
from contracts.drawings import palette
from contracts.drawings.qr import qr
from contracts.models import CaseStudyPage, ContractPage, ToolPage
from contracts.pages.fiche import FicheContext
from contracts.pages.parts.citations import NumberedSource
from contracts.pages.parts.facts import FactLine
from contracts.pages.parts.parties_map import PartiesMap
from contracts.papers import typesetting
from contracts.values.dates.french_calendar import french_date
from contracts.values.french.typography import french
from contracts.values.recorded_count import NOT_KNOWN

_TEMPLATE = Path(__file__).parent / "typst" / "note.typ"
# What stands above the sections leaves room for them, whatever was typed.
_LONGEST_HEAD = 400
_MOST_PARTIES = 12
_KEY_FACTS = 3
_QR = "Code QR : l’adresse de la fiche"
_AS_TYPED = {"address", "svg"}


@dataclass(frozen=True)
class _Kind:
    """How the fiches of a kind are told: their sections, what is known of them in a few words,
    and who or where they are about."""

    sections: Callable[[Any], Iterator[NoteSection]]
    key_facts: Callable[[Any], list[FactLine]]
    about: Callable[[Any], Iterator[NoteItem]] = lambda _fiche: iter(())


_KINDS: Mapping[type, _Kind] = {
    ContractPage: _Kind(contract.sections, contract.key_facts, contract.parties),
    CaseStudyPage: _Kind(case_study.sections, case_study.key_facts, case_study.places),
    ToolPage: _Kind(tool.sections, tool.key_facts),
}


def has_note(model: type) -> bool:
    return model in _KINDS


class NotePaper:
    """The note of a fiche that was read: what it holds, its name and its file."""

    def __init__(self, fiche: FicheContext):
        self._fiche = fiche

    @cached_property
    def digest(self) -> str:
        """The same for the same file, another one as soon as anything in it changes."""
        return typesetting.digest(_TEMPLATE, self.data)

    @property
    def address(self) -> str:
        """That of the page."""
        return self._fiche.url

    @property
    def file_name(self) -> str:
        return f"Note - {Truncator(self._fiche.title).chars(100)}.pdf"

    def pdf(self) -> bytes:
        """Raises PaperFailed."""
        return typesetting.typeset(_TEMPLATE, self.data)

    @cached_property
    def data(self) -> dict[str, Any]:
        fiche = self._fiche
        kind = _KINDS[type(fiche.page)]
        about = list(kind.about(fiche))
        gist = fiche.gist
        updated = fiche.colophon.updated
        data = {
            "document_title": f"Note : {fiche.title}",
            "type": " · ".join(fiche.type_line),
            "title": Truncator(fiche.title).chars(_LONGEST_HEAD),
            "gist": asdict(
                NoteItem(Truncator(gist.plain).chars(_LONGEST_HEAD), marks(gist.marks))
                if gist
                else NoteItem(NOT_KNOWN, absent=True)
            ),
            "about": [asdict(one) for one in about[:_MOST_PARTIES]],
            "others": len(about[_MOST_PARTIES:]),
            "facts": list(map(asdict, facts(kind.key_facts(fiche)[:_KEY_FACTS]))),
            "map": _map(getattr(fiche, "map", None)),
            "sections": [asdict(section) for section in kind.sections(fiche)],
            "sources": {str(one.number): _source(one) for one in fiche.references},
            "elsewhere": [section.heading for section in fiche.folded],
            "updated": french_date(updated) if updated else NOT_KNOWN,
            "day": [updated.year, updated.month, updated.day] if updated else None,
            "licence": fiche.colophon.licence,
            "address": fiche.url,
            "qr": {"svg": qr(fiche.url, _QR), "said": _QR},
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
    details = (source.publisher, str(source.published_on or ""), source.reference)
    return {
        "title": source.title,
        "details": [detail for detail in details if detail],
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
