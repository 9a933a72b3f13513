"""What a page of a list is called, and the address at which it is shared: both tell what was asked
and which page is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import Truncator

from search.query.pagination import Pagination

MOST_LABELS = 3
LONGEST_LABEL = 60  # a title is cut by whoever shows it: the name of the page must stand in it


@dataclass(frozen=True)
class PageHead:
    """`title` lacks the name of the site; `address` is a path with the parameters that mean
    something, percent-encoded."""

    title: str
    address: str


def page_title(place: str, labels: Iterable[str] = (), pages: Pagination | None = None) -> str:
    """« eau, outils (page 2 sur 4) — Recherche »: what the labels of the form say, then the
    `place`, which is the name of the page without them. `pages` is None when nothing answers."""
    asked = _selection([label for label in labels if label])
    number = (
        f" (page\u00a0{pages.current} sur\u00a0{pages.last})" if pages and pages.current > 1 else ""
    )
    return f"{asked}{number} — {place}" if asked else f"{place}{number}"


def in_sentence(label: str) -> str:
    """Without the capital that a label begins with; that of « PNR » or of « À » stays or goes as
    French has it."""
    rest = label[1:2]
    return label if rest.isupper() or rest.isdigit() else label[:1].lower() + label[1:]


def _selection(labels: Sequence[str]) -> str:
    told = ", ".join(Truncator(label).chars(LONGEST_LABEL) for label in labels[:MOST_LABELS])
    others = len(labels) - MOST_LABELS
    if others < 1:
        return told
    return f"{told} et {others} autre{'s' if others > 1 else ''} filtre{'s' if others > 1 else ''}"
