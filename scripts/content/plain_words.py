"""Plain French, measured: how long sentences are, and which words nothing explains."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from contracts.catalogue.files import Catalogue
from contracts.values.slugs import folded_slug
from scripts.content.values import Written

# Words of the trade that an élue would not say at her kitchen table. A row is enough to add one; a
# term of the glossary is no longer among them.
TRADE_WORDS = (
    "acter",
    "agréger",
    "ambitieux",
    "cadrage",
    "co-construction",
    "co-construire",
    "consolidation",
    "contractualisation",
    "déclinaison",
    "décliner",
    "dispositif",
    "gouvernance",
    "impulser",
    "impulsion",
    "in fine",
    "interdépendance",
    "levier",
    "maillage",
    "mutualisation",
    "opérationnel",
    "portage",
    "préfiguration",
    "problématique",
    "résilience",
    "stratégique",
    "structurant",
    "synergie",
    "territorialisation",
    "transversal",
    "valorisation",
)
_END = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…]\s»))\s+(?=[«A-ZÀ-ÖØ-Þ0-9])")
# « n° 2 », « art. L. 2113-6 », « M. Dupont » do not end a sentence.
_NO_END = re.compile(r"(?:\b(?:art|p|M|MM|Mme|cf|etc|L|R|D)\.)$")
_ACRONYM = re.compile(r"\b[A-ZÀ-Þ][A-Za-zÀ-ÿ]*[A-ZÀ-Þ][A-Za-zÀ-ÿ]*\b")
_ROMAN = re.compile(r"[IVXLC]+(?:e|er)?")


class Sentence(NamedTuple):
    words: int
    text: str
    place: str


class Jargon(NamedTuple):
    word: str
    times: int
    place: str


def sentences(texts: Iterable[Written]) -> Iterator[Sentence]:
    for place, text in texts:
        begun = ""
        for part in _END.split(text):
            begun = f"{begun} {part}".strip()
            if _NO_END.search(begun):
                continue
            yield Sentence(word_count(begun), begun, place)
            begun = ""
        if begun:
            yield Sentence(word_count(begun), begun, place)


def word_count(text: str) -> int:
    """Signs of punctuation between spaces are no words."""
    return sum(any(map(str.isalnum, part)) for part in text.split())


def average(texts: Iterable[Written]) -> float:
    lengths = [sentence.words for sentence in sentences(texts)]
    return sum(lengths) / len(lengths) if lengths else 0.0


def explained(catalogue: Catalogue) -> set[str]:
    """What the glossary explains, without case and accents."""
    known = set()
    for term in catalogue.terms.values():
        for name in (term.get("term"), term.get("expansion"), *term.get("synonyms", ())):
            if name:
                known.add(folded_slug(name))
    return known


def jargon(texts: Iterable[Written], known: set[str]) -> list[Jargon]:
    """Acronyms and words of the trade that the glossary does not explain, the most frequent first."""
    found: dict[str, list[str]] = {}
    trade = {word: _whole(word) for word in TRADE_WORDS if folded_slug(word) not in known}
    for place, text in texts:
        for word in _ACRONYM.findall(text):
            if not _ROMAN.fullmatch(word) and not _is_explained(word, known):
                found.setdefault(word, []).append(place)
        for word, pattern in trade.items():
            for _ in pattern.findall(text):
                found.setdefault(word, []).append(place)
    told = [Jargon(word, len(places), places[0]) for word, places in found.items()]
    return sorted(told, key=lambda one: (-one.times, one.word))


def _is_explained(acronym: str, known: set[str]) -> bool:
    """« PETRs » and « SCoT » as the glossary writes them, or in the plural."""
    folded = folded_slug(acronym)
    return folded in known or folded.rstrip("s") in known


def _whole(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(word)}s?\b", re.IGNORECASE)
