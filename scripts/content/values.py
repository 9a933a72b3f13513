"""The values of the files, wherever they stand: texts, and the keys that lead from one to another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from contracts.catalogue.files import Catalogue

SHORTEST_TEXT = 5  # words: fewer is a name, a code or a key


class Written(NamedTuple):
    """A text and where it stands: « contrats/brest-cob.statements »."""

    place: str
    text: str


def leaves(value: Any, place: str = "") -> Iterator[Written]:
    """Every text of a value. A place keeps the names of keys, not the numbers of lines."""
    if isinstance(value, str):
        yield Written(place, value)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(one, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from leaves(one, place)


def texts(catalogue: Catalogue) -> Iterator[Written]:
    """What readers are told: pages, themes and terms; not the titles of others' documents."""
    for told in (catalogue.pages, catalogue.themes, catalogue.terms):
        for written in leaves(told):
            if len(written.text.split()) >= SHORTEST_TEXT:
                yield written


def uses(catalogue: Catalogue) -> Counter[str]:
    """How many times each key is named by a page, a theme, a term or a territory."""
    told = (catalogue.pages, catalogue.themes, catalogue.terms, catalogue.territories)
    return Counter(written.text for one in told for written in leaves(one))
