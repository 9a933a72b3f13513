"""How a fiche is cited: in words, and for software that keeps references (BibTeX, RIS)."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest

from contracts.values.dates.french_calendar import french_date

WORK = "Réciprocités ville-campagne"

# Braces are told by their names: BibTeX counts them even when a backslash stands before.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{one: f"\\{one}" for one in "&%$#_"},
    }
)
# What turns a line round, and the mark of the order of bytes.
_UNSEEN = {*"\u061c\u200e\u200f\ufeff", *map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))}

Publishers = Callable[[HttpRequest], str]
_publishers: list[Publishers] = []


def register_publisher(publisher: Publishers) -> None:
    """Who publishes the site is known above this application: called once, at start. `publisher`
    gives its name, empty when nobody has said it."""
    _publishers[:] = [publisher]


def publisher_of(request: HttpRequest) -> str:
    return next((publisher(request) for publisher in _publishers), "").strip()


@dataclass(frozen=True)
class Citation:
    """`author` is the publisher of the site; empty when it is not set, and then left out: the site
    alone is named. `name` is that of the files, and
    the key of the fiche in a bibliography: ASCII."""

    name: str
    author: str
    title: str
    day: dt.date | None
    url: str
    licence: str

    @property
    def dated(self) -> str:
        """« version du 29 novembre 2026 », or nothing."""
        return f"version du {french_date(self.day)}" if self.day else ""

    def text(self) -> str:
        parts = [self.author, f"«\u00a0{self.title}\u00a0»", WORK, self.dated]
        told = ", ".join(plain(part) for part in parts if part)
        return f"{told}. {self.url}. {plain(self.licence)}.\n"

    def bibtex(self) -> str:
        notes = [self.dated.capitalize(), self.licence]
        fields = {
            "author": f"{{{_tex(self.author)}}}" if self.author else "",
            "title": f"{{{_tex(self.title)}}}",
            "year": str(self.day.year) if self.day else "",
            "month": str(self.day.month) if self.day else "",
            "date": self.day.isoformat() if self.day else "",
            "howpublished": _tex(WORK),
            "url": self.url,
            "note": _tex(". ".join(note for note in notes if note)),
            "langid": "french",
        }
        lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
        return f"@misc{{{self.name},\n" + ",\n".join(lines) + "\n}\n"

    def ris(self) -> str:
        return "".join(f"{tag}  - {plain(value)}\r\n" for tag, value in self._tags())

    def _tags(self) -> Iterator[tuple[str, str]]:
        yield "TY", "ELEC"
        if self.author:
            yield "AU", self.author
        yield "TI", self.title
        yield "T2", WORK
        yield "PB", self.author or WORK
        if self.day:
            yield "PY", str(self.day.year)
            yield "DA", self.day.strftime("%Y/%m/%d")
            yield "ET", self.dated.capitalize()
        yield "UR", self.url
        yield "LA", "fr"
        yield "N1", f"Licence : {self.licence}"
        yield "ER", ""


# Of each form: the type of its file, and what writes it.
FORMS: dict[str, tuple[str, Callable[[Citation], str]]] = {
    "txt": ("text/plain", Citation.text),
    "bib": ("application/x-bibtex", Citation.bibtex),
    "ris": ("application/x-research-info-systems", Citation.ris),
}


def plain(text: str) -> str:
    """On one line, without what nobody sees."""
    kept = (one for one in unicodedata.normalize("NFC", text) if one not in _UNSEEN)
    shown = (one for one in kept if one.isspace() or unicodedata.category(one) not in {"Cc", "Cs"})
    return " ".join("".join(shown).split())


def _tex(text: str) -> str:
    return plain(text).translate(_TEX)
