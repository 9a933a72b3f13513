"""Names of inhabitants: their feminine and their plurals, and which one a word may be a form of.

A demonym is written in the masculine singular; a feminine that does not follow from it stands in
brackets: « Toulousain », « Tourangeau (Tourangelle) ».
"""

from __future__ import annotations

import re

_WRITTEN = re.compile(r"^\s*([^()]+?)\s*(?:\(\s*([^()]+?)\s*\))?\s*$")

# The feminine of an ending, the first that applies; an « e » otherwise.
_FEMININES = (
    ("e", "e"),
    ("ien", "ienne"),
    ("éen", "éenne"),
    ("on", "onne"),
    ("eau", "elle"),
    ("el", "elle"),
    ("et", "ette"),
    ("er", "ère"),
    ("eux", "euse"),
)
_PLURALS = (("s", "s"), ("x", "x"), ("eau", "eaux"), ("al", "aux"))

# Endings of a folded form, and those that its masculine singular may have in their place.
_BACK = (
    ("s", ("",)),
    ("e", ("",)),
    ("es", ("",)),
    ("nne", ("n",)),
    ("nnes", ("n",)),
    ("elle", ("eau", "el")),
    ("elles", ("eau", "el")),
    ("eaux", ("eau",)),
    ("aux", ("al",)),
    ("ette", ("et",)),
    ("ettes", ("et",)),
    ("ere", ("er",)),
    ("eres", ("er",)),
    ("euse", ("eux",)),
    ("euses", ("eux",)),
)


def genders(demonym: str) -> tuple[str, ...]:
    """The masculine and the feminine, once when they are one word; () when nothing is written."""
    match = _WRITTEN.match(demonym)
    if match is None:
        return ()
    masculine = match[1]
    feminine = match[2] or _ended(masculine, _FEMININES, "e")
    return tuple(dict.fromkeys((masculine, feminine)))


def inflections(demonym: str) -> tuple[str, ...]:
    """« Toulousain », « Toulousaine », « Toulousains », « Toulousaines »."""
    singulars = genders(demonym)
    return tuple(dict.fromkeys((*singulars, *(_ended(one, _PLURALS, "s") for one in singulars))))


def masculines(word: str) -> set[str]:
    """What the masculine singular of a folded word may be; most of these are no words."""
    return {word} | {
        word.removesuffix(ending) + other
        for ending, others in _BACK
        if word.endswith(ending)
        for other in others
    }


def _ended(word: str, endings: tuple[tuple[str, str], ...], otherwise: str) -> str:
    for ending, other in endings:
        if word.endswith(ending):
            return word.removesuffix(ending) + other
    return word + otherwise
