"""The names written on the map of contracts: of each mark the town or the territory that it is known
by, where it hides neither another mark nor another name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape

from contracts.drawings.palette import INK, SURFACE, number
from contracts.drawings.projection import Box, Point

# In pixels, as the marks are.
_SIZE, _LETTER, _GAP = 11.5, 6.1, 3.0
_LONGEST = 22
_KIND = re.compile(
    r"^(?:(?i:communauté (?:de communes|d’agglomération|urbaine)|eurométropole|"
    r"métropole(?: européenne)?|petr|pôle métropolitain|pays|parc naturel régional|pnr|"
    r"syndicat mixte|agglomération|ville|commune)\s+"
    r"(?:du [Pp]ays (?:de |d’|du |des )?|du |de la |de l’|des |de |d’)?)+"
)
_AFTER = re.compile(
    r"[\s-]+(?:alpes[\s-]+)?(?:provence[\s-]+|méditerranée[\s-]+)?(?:euro)?métropole.*$|\s+\(.*$|\s+agglomération.*$|"
    r",.*$|\s+et\s+.*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class NamedMark:
    """A mark, with the names of its places in their order; `half` is half its width."""

    at: Point
    half: float
    names: Sequence[str]


def short_name(name: str) -> str:
    """« Brest » of « Brest Métropole », « Trièves » of « Communauté de communes du Trièves »; empty
    where what is left is too long for a map."""
    told = _AFTER.sub("", _KIND.sub("", name.replace("'", "’"))).strip()
    told = told[:1].upper() + told[1:]
    return told if 1 < len(told) <= _LONGEST else ""


def written(marks: Sequence[NamedMark], shown: Box, pixel: float) -> str:
    """The names, hidden from who hears the map, whose links have them already."""
    placed = "".join(
        f'<text x="{number(at[0])}" y="{number(at[1])}" text-anchor="{anchor}">{escape(name)}</text>'
        for name, at, anchor in _placed(marks, shown, pixel)
    )
    if not placed:
        return ""
    return (
        f'<g class="names" aria-hidden="true" fill="{INK}" stroke="{SURFACE}" paint-order="stroke" '
        f'stroke-width="{number(3 * pixel)}" stroke-linejoin="round" font-family="Public Sans" '
        f'font-size="{number(_SIZE * pixel)}">{placed}</g>'
    )


def _placed(
    marks: Sequence[NamedMark], shown: Box, pixel: float
) -> Iterator[tuple[str, Point, str]]:
    taken = [_around(mark) for mark in marks]
    told: set[str] = set()
    for mark in marks:
        name = next(filter(None, map(short_name, mark.names)), "")
        if not name or name in told:
            continue
        for at, anchor, box in _places(mark, len(name) * _LETTER * pixel, pixel):
            if within(box, shown) and not any(meets(box, other) for other in taken):
                taken.append(box)
                told.add(name)
                yield name, at, anchor
                break


def _places(mark: NamedMark, width: float, pixel: float) -> Iterable[tuple[Point, str, Box]]:
    """At the right, at the left, below, above, at the corners: where a name is written, and the room
    that it takes."""
    (x, y), reach, height = mark.at, mark.half + _GAP * pixel, _SIZE * pixel
    low, high = y + reach + height * 0.5, y - reach * 0.7
    for at, anchor, left in (
        ((x + reach, y + height / 3), "start", x + reach),
        ((x - reach, y + height / 3), "end", x - reach - width),
        ((x, y + reach + height * 0.8), "middle", x - width / 2),
        ((x, y - reach), "middle", x - width / 2),
        *(((x + reach / 2, level), "start", x + reach / 2) for level in (low, high)),
        *(((x - reach / 2, level), "end", x - reach / 2 - width) for level in (low, high)),
    ):
        yield at, anchor, (left, at[1] - height * 0.8, left + width, at[1] + height * 0.25)


def _around(mark: NamedMark) -> Box:
    (x, y), half = mark.at, mark.half
    return x - half, y - half, x + half, y + half


def within(box: Box, other: Box) -> bool:
    return box[0] >= other[0] and box[1] >= other[1] and box[2] <= other[2] and box[3] <= other[3]


def meets(box: Box, other: Box) -> bool:
    return box[0] < other[2] and box[2] > other[0] and box[1] < other[3] and box[3] > other[1]
