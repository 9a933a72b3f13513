"""What `make content` prints, line by line, in French."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contracts.catalogue.files import Catalogue
from scripts.content import goals, plain_words
from scripts.content.values import texts

WORST = 10
_LONGEST_QUOTE = 160


def printed(catalogue: Catalogue) -> Iterator[str]:
    written = list(texts(catalogue))
    yield f"Longueur moyenne d’une phrase : {_decimal(plain_words.average(written))} mots (25 au plus)"
    yield from _sentences(plain_words.sentences(written))
    yield from _jargon(plain_words.jargon(written, plain_words.explained(catalogue)))
    yield ""
    yield "Objectifs (atteint / voulu) :"
    for goal in goals.GOALS:
        yield f"  {goal.reached(catalogue):4} / {goal.wanted:<4} {goal.name}"
    for lack in goals.LACKS:
        yield from _list(lack.name, lack.found(catalogue))


def _sentences(found: Iterator[plain_words.Sentence]) -> Iterator[str]:
    yield ""
    yield f"Les {WORST} phrases les plus longues :"
    for words, text, place in sorted(found, reverse=True)[:WORST]:
        yield f"  {words} mots, {place} : {_quote(text)}"


def _jargon(found: Sequence[plain_words.Jargon]) -> Iterator[str]:
    yield ""
    yield f"Les {WORST} mots que le glossaire n’explique pas ({len(found)} en tout) :"
    for word, times, place in found[:WORST]:
        yield f"  {word}, {times} fois, d’abord dans {place}"


def _list(title: str, found: Sequence[str]) -> Iterator[str]:
    yield ""
    yield f"{title} : {len(found)}"
    for one in found[:WORST]:
        yield f"  {_quote(one)}"
    if len(found) > WORST:
        yield f"  … et {len(found) - WORST} autres"


def _quote(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"


def _decimal(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")
