"""The map of France on the home page, over the départements, and the outline of an EPCI."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.safestring import SafeString, mark_safe

from contracts.drawings.outlines import around, departements, intercommunalities
from contracts.drawings.palette import ACTION, CITY, COUNTRYSIDE, INK, LAND, PAPER, number
from contracts.drawings.projection import HEIGHT, WIDTH, Box, Point
from contracts.values.vocabulary import Side

_NEIGHBOURHOOD = 130.0  # the smallest width shown around an EPCI: some 150 km


def sketch(contracts: Iterable[Sequence[tuple[str, Point]]]) -> SafeString:
    """What is laid over the base map: (side, point) of the parties of each contract, the city drawn
    as a square. A picture of the whole, without words or links: the page of the map has them."""
    lines: dict[tuple[Point, Point], None] = {}
    squares: dict[Point, None] = {}
    discs: dict[Point, None] = {}
    for parties in contracts:
        cities = [point for side, point in parties if side == Side.CITY]
        others = [point for side, point in parties if side == Side.COUNTRYSIDE]
        squares |= dict.fromkeys(cities)
        discs |= dict.fromkeys(others)
        lines |= dict.fromkeys(ties(cities, others))
    drawn = "".join(
        f'<path class="tie" stroke="{INK}" d="M{_pair(one)}L{_pair(other)}"/>'
        for one, other in lines
    )
    drawn += "".join(
        f'<circle class="countryside-fill" fill="{COUNTRYSIDE}" cx="{number(x)}" cy="{number(y)}" r="11"/>'
        for x, y in discs
    )
    drawn += "".join(
        f'<rect class="city-fill" fill="{CITY}" x="{number(x - 10)}" y="{number(y - 10)}" '
        'width="20" height="20"/>'
        for x, y in squares
    )
    return mark_safe(  # noqa: S308 - numbers only
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">{drawn}</svg>'
    )


def ties(cities: Sequence[Point], others: Sequence[Point]) -> list[tuple[Point, Point]]:
    """The lines of a contract: from each city to each countryside; without any, among cities."""
    if others:
        return [(city, other) for city in cities for other in others]
    return [(cities[0], other) for other in cities[1:]]


def _pair(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def outline(codes: Sequence[str]) -> SafeString:
    """EPCI (SIREN codes) among the départements around them; empty when none is known."""
    shapes = [shape for code in codes if (shape := intercommunalities().get(code))]
    if not shapes:
        return SafeString("")
    window = _window(around(shape.box for shape in shapes))
    left, top, right, bottom = window
    land = "".join(
        f'<path class="land" fill="{LAND}" stroke="{PAPER}" d="{shape.path}"/>'
        for shape in departements().values()
        if shape.meets(window)
    )
    found = "".join(
        f'<path class="outline" fill="{ACTION}" stroke="{PAPER}" d="{shape.path}"/>'
        for shape in shapes
    )
    return mark_safe(  # noqa: S308 - paths of our own files
        f'<svg class="silhouette" viewBox="{number(left)} {number(top)} '
        f'{number(right - left)} {number(bottom - top)}" aria-hidden="true">{land}{found}</svg>'
    )


def _window(box: Box) -> Box:
    """A square around a box, wide enough to recognise where it is."""
    left, top, right, bottom = box
    half = max(_NEIGHBOURHOOD, 1.6 * max(right - left, bottom - top)) / 2
    x, y = (left + right) / 2, (top + bottom) / 2
    return x - half, y - half, x + half, y + half
