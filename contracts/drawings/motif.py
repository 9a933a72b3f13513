"""The sign of the site: a square (city) and a disc (countryside) that exchange two arrows."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise

from django.utils.safestring import SafeString, mark_safe

from contracts.drawings.palette import CITY, COUNTRYSIDE, SURFACE, TOGETHER, number

MOST_SHOWN = 6  # beyond it an arrow grows no more: the words beside the drawing give the number


def exchange(
    city: int,
    countryside: int,
    together: int = 0,
    *,
    between_peers: bool = False,
    width: int = 136,
) -> SafeString:
    """« Va-et-vient »: each arrow is as thick as what its side gives. Words stand beside it.

    A side that gives nothing has a dotted line, so that its silence is seen; when all is done
    together, one arrow points both ways. Between peers, who stand on one side, there is no other
    one: two marks of the same shape, and that arrow for all that they give.
    """
    disc = width - 16
    if between_peers:
        return _exchange_of_peers(city + countryside + together, width)
    if together and not city and not countryside:
        arrows = _common_arrow(together, disc)
    else:
        arrows = _city_arrow(city, disc) + _countryside_arrow(countryside, disc)
    return mark_safe(  # noqa: S308 - numbers only
        f'<svg class="exchange" viewBox="0 0 {width} 56" width="{width}" height="56" '
        f'aria-hidden="true"><rect class="city-fill" fill="{CITY}" y="12" width="32" height="32"/>'
        f'<circle class="countryside-fill" fill="{COUNTRYSIDE}" cx="{disc}" cy="28" r="16"/>'
        f"{arrows}</svg>"
    )


def _exchange_of_peers(given: int, width: int) -> SafeString:
    squares = "".join(
        f'<rect class="city-fill" fill="{CITY}" x="{left}" y="12" width="32" height="32"/>'
        for left in (0, width - 32)
    )
    return mark_safe(  # noqa: S308 - numbers only
        f'<svg class="exchange" viewBox="0 0 {width} 56" width="{width}" height="56" '
        f'aria-hidden="true">{squares}{_common_arrow(given, width - 16)}</svg>'
    )


def _common_arrow(shared: int, disc: int) -> str:
    body = 2 + 2 * min(shared, MOST_SHOWN)
    half = body // 2 + 3
    return (
        f'<path class="together-fill" fill="{TOGETHER}" d="M34 28l11 {-half}v3H{disc - 29}v-3'
        f'l11 {half}l-11 {half}v-3H45v3z"/>'
    )


def _city_arrow(given: int, disc: int) -> str:
    if given <= 0:
        return _silence("city", CITY, 22, disc)
    body = 2 + 2 * min(given, MOST_SHOWN)
    half = body // 2 + 3
    return (
        f'<path class="city-fill" fill="{CITY}" '
        f'd="M32 {26 - body}H{disc - 28}v-3l11 {half}l-11 {half}v-3H32z"/>'
    )


def _countryside_arrow(given: int, disc: int) -> str:
    if given <= 0:
        return _silence("countryside", COUNTRYSIDE, 34, disc)
    body = 2 + 2 * min(given, MOST_SHOWN)
    half = body // 2 + 3
    return (
        f'<path class="countryside-fill" fill="{COUNTRYSIDE}" '
        f'd="M{disc} 30H44v-3l-11 {half}l11 {half}v-3H{disc}z"/>'
    )


def _silence(giver: str, colour: str, y: int, disc: int) -> str:
    return (
        f'<path class="{giver}-stroke" fill="none" stroke="{colour}" stroke-width="2" '
        f'stroke-dasharray="2 5" d="M37 {y}H{disc - 19}"/>'
    )


@lru_cache(maxsize=64)  # every page has one
def weave(
    *,
    width: int,
    height: int,
    crossings: int,
    stroke: float,
    countryside_stroke: float | None = None,
) -> SafeString:
    """« Tresse »: two strands that cross, one over then under, each ending in an arrowhead.

    Strands may differ in thickness: `stroke` is the city's.
    """
    strokes = (stroke, stroke if countryside_stroke is None else countryside_stroke)
    side = height * 0.62
    middle = height / 2
    swing = side * 0.36 - max(strokes) / 2
    left, right = side + 4, width - side - 4
    head = max(strokes) * 1.15
    city = _strand(left, right - head, middle - swing, middle + swing, crossings)
    back = _strand(right, left + head, middle - swing, middle + swing, crossings)
    parts = [
        f'<rect class="city-fill" fill="{CITY}" x="4" y="{number(middle - side / 2)}" '
        f'width="{number(side)}" height="{number(side)}"/>',
        f'<circle class="countryside-fill" fill="{COUNTRYSIDE}" cx="{number(width - side / 2 - 4)}" '
        f'cy="{number(middle)}" r="{number(side / 2)}"/>',
        # A disc curves away from the strand that leaves it: they meet inside.
        f'<path class="countryside-stroke" fill="none" stroke="{COUNTRYSIDE}" '
        f'stroke-width="{number(strokes[1])}" '
        f'd="M{number(right)} {number(middle - swing)}h{number(side / 2)}"/>',
    ]
    # Painted piece by piece: at each crossing the strand painted last, with its paper edge, is over.
    city_pieces = list(pairwise(city))
    back_pieces = list(pairwise(reversed(back)))
    for index, pair in enumerate(zip(city_pieces, back_pieces, strict=True)):
        painted = [
            ("city", CITY, strokes[0], pair[0]),
            ("countryside", COUNTRYSIDE, strokes[1], pair[1]),
        ]
        if index % 2:
            painted.reverse()
        for giver, colour, thick, piece in painted:
            parts.append(_piece(giver, colour, thick, *piece))
    parts.append(_head("city", CITY, strokes[0], city[-1], head, 1))
    parts.append(_head("countryside", COUNTRYSIDE, strokes[1], back[-1], head, -1))
    return mark_safe(  # noqa: S308 - numbers only
        f'<svg class="braid" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'aria-hidden="true">{"".join(parts)}</svg>'
    )


Point = tuple[float, float]


def _strand(start: float, end: float, high: float, low: float, crossings: int) -> list[Point]:
    """The points where a strand turns, from the high side of its start."""
    step = (end - start) / crossings
    return [(start + step * turn, low if turn % 2 else high) for turn in range(crossings + 1)]


def _piece(giver: str, colour: str, thick: float, start: Point, end: Point) -> str:
    # Handles at 1 - 2/π of the way: the cubic follows a cosine.
    reach = (end[0] - start[0]) * (1 - 2 / math.pi)
    curve = (
        f"M{number(start[0])} {number(start[1])}"
        f"C{number(start[0] + reach)} {number(start[1])} "
        f"{number(end[0] - reach)} {number(end[1])} {number(end[0])} {number(end[1])}"
    )
    # The colour is one unit longer at each end: pieces that only touch show a hairline.
    longer = f"M{number(start[0] - 1)} {number(start[1])}h1{curve[curve.index('C') :]}h1"
    return (
        f'<path class="gap" fill="none" stroke="{SURFACE}" '
        f'stroke-width="{number(thick * 1.5)}" d="{curve}"/>'
        f'<path class="{giver}-stroke" fill="none" stroke="{colour}" '
        f'stroke-width="{number(thick)}" d="{longer}"/>'
    )


def _head(giver: str, colour: str, thick: float, at: Point, length: float, direction: int) -> str:
    x, y = at
    return (
        f'<path class="{giver}-fill" fill="{colour}" d="M{number(x - direction)} '
        f"{number(y - thick * 1.15)}L{number(x + direction * length)} {number(y)}"
        f'L{number(x - direction)} {number(y + thick * 1.15)}z"/>'
    )
