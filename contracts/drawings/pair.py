"""The small map of one contract: the outlines of its parties, their marks, a line between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from contracts.drawings.map import ties
from contracts.drawings.outlines import Shape, around, departements
from contracts.drawings.palette import CITY, COUNTRYSIDE, INK, LAND, PAPER, number
from contracts.drawings.projection import INSETS, Box, Point
from contracts.values.vocabulary import Side

_SMALLEST = 110.0  # width shown: some 125 km
_PROPORTIONS = 0.8  # height of the drawing for its width
_PIXELS = 300  # its usual width
_LOOKS = {Side.CITY.value: ("city", CITY), Side.COUNTRYSIDE.value: ("countryside", COUNTRYSIDE)}


@dataclass(frozen=True)
class PairParty:
    """A party: its Side, where it stands, and the outlines that make its own, if any is known."""

    side: str
    at: Point
    shapes: tuple[Shape, ...] = ()


def pair(parties: Sequence[PairParty], said: str) -> SafeString:
    """The drawing, which `said` tells in words; nothing without a city or countryside to draw."""
    drawn = [party for party in parties if party.side in _LOOKS]
    if not drawn:
        return SafeString("")
    window = _window(drawn)
    left, top, right, bottom = window
    pixel = (right - left) / _PIXELS
    land = "".join(
        f'<path class="land" fill="{LAND}" stroke="{PAPER}" d="{shape.path}"/>'
        for code, shape in departements().items()
        if shape.meets(window) and (code in INSETS) == _is_overseas(drawn)
    )
    areas = "".join(
        f'<path class="{_LOOKS[party.side][0]}-area" fill="{_LOOKS[party.side][1]}" '
        f'fill-opacity=".35" stroke="{_LOOKS[party.side][1]}" d="{shape.path}"/>'
        for party in drawn
        for shape in party.shapes
    )
    lines = ties(*(_points(drawn, side) for side in _LOOKS))
    steps = "".join(
        f"M{number(start[0])} {number(start[1])}L{number(end[0])} {number(end[1])}"
        for start, end in lines
    )
    line = (
        f'<path class="tie" fill="none" stroke="{INK}" stroke-width="{number(2 * pixel)}" '
        f'd="{steps}"/>'
        if steps
        else ""
    )
    signs = "".join(_sign(party, 7 * pixel) for party in drawn)
    view = f"{number(left)} {number(top)} {number(right - left)} {number(bottom - top)}"
    return mark_safe(  # noqa: S308 - paths of our own files, words escaped
        f'<svg class="pair" viewBox="{view}" role="img" aria-label="{escape(said)}">'
        f"{land}{areas}{line}{signs}</svg>"
    )


def _is_overseas(parties: Sequence[PairParty]) -> bool:
    return any(
        box[0] <= party.at[0] <= box[2] and box[1] <= party.at[1] <= box[3]
        for party in parties
        for box in (inset.box for inset in INSETS.values())
    )


def _window(parties: Sequence[PairParty]) -> Box:
    boxes: list[Box] = [(*party.at, *party.at) for party in parties]
    boxes += [shape.box for party in parties for shape in party.shapes]
    left, top, right, bottom = around(boxes)
    smallest = _SMALLEST / 2 if _is_overseas(parties) else _SMALLEST
    width = max(smallest, 1.2 * (right - left), 1.2 * (bottom - top) / _PROPORTIONS)
    x, y = (left + right) / 2, (top + bottom) / 2
    half = width * _PROPORTIONS / 2
    return x - width / 2, y - half, x + width / 2, y + half


def _points(parties: Sequence[PairParty], side: str) -> list[Point]:
    return [party.at for party in parties if party.side == side]


def _sign(party: PairParty, half: float) -> str:
    (x, y), (name, colour) = party.at, _LOOKS[party.side]
    if party.side == Side.CITY:
        return (
            f'<rect class="{name}-fill" fill="{colour}" stroke="{PAPER}" x="{number(x - half)}" '
            f'y="{number(y - half)}" width="{number(2 * half)}" height="{number(2 * half)}"/>'
        )
    return (
        f'<circle class="{name}-fill" fill="{colour}" stroke="{PAPER}" cx="{number(x)}" '
        f'cy="{number(y)}" r="{number(half * 1.06)}"/>'
    )
