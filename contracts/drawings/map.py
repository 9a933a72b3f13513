"""The map of France on the home page, over the départements, and the outline of an EPCI."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from contracts.drawings.outlines import around, departements, intercommunalities
from contracts.drawings.palette import ACTION, CITY, COUNTRYSIDE, INK, LAND, PAPER, number
from contracts.drawings.projection import HEIGHT, WIDTH, Box, Point, fall
from contracts.values.vocabulary import Side

_NEIGHBOURHOOD = 130.0  # the smallest width shown around an EPCI: some 150 km


@dataclass(frozen=True)
class PartyPoint:
    """A party on the map. `side` is a Side: the city is drawn as a square."""

    longitude: float
    latitude: float
    side: str


@dataclass(frozen=True)
class ContractMark:
    """One contract: its number and its anchor in the list beside the map, its page, its places."""

    number: int
    title: str
    url: str
    places: tuple[PartyPoint, ...]

    @property
    def anchor(self) -> str:
        return f"contrat-{self.number}"


def overlay(marks: Iterable[ContractMark]) -> SafeString:
    """What is laid over the base map. Contracts of one city share a link that leads to the first
    of them in the list, because their squares would cover each other.

    Places outside the frame and its insets (abroad) are in the list only.
    """
    groups: dict[Point, list[tuple[ContractMark, list[Point], list[Point]]]] = {}
    for mark in marks:
        cities, others = _points(mark, Side.CITY), _points(mark, Side.COUNTRYSIDE)
        if cities or others:
            groups.setdefault((cities or others)[0], []).append((mark, cities, others))
    drawn = "".join(_group(at, group) for at, group in groups.items())
    return mark_safe(  # noqa: S308 - numbers only
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="group" aria-label="Carte des contrats">'
        f"{drawn}</svg>"
    )


def _points(mark: ContractMark, side: str) -> list[Point]:
    """The places of a side that fall inside the drawing."""
    points = [fall(place.longitude, place.latitude) for place in mark.places if place.side == side]
    return [point for point in points if point is not None]


def _group(at: Point, group: Sequence[tuple[ContractMark, list[Point], list[Point]]]) -> str:
    lines: list[tuple[Point, Point]] = []
    squares: dict[Point, None] = {}
    discs: dict[Point, None] = {}
    for _, cities, others in group:
        squares |= dict.fromkeys(cities)
        discs |= dict.fromkeys(others)
        lines += ties(cities, others)
    shapes = "".join(
        f'<path class="tie" stroke="{INK}" d="M{_pair(city)}L{_pair(other)}"/>'
        for city, other in lines
    )
    shapes += "".join(
        f'<circle class="countryside-fill" fill="{COUNTRYSIDE}" cx="{number(x)}" cy="{number(y)}" r="8.5"/>'
        for x, y in discs
    )
    shapes += "".join(
        f'<rect class="city-fill" fill="{CITY}" x="{number(x - 8)}" y="{number(y - 8)}" '
        'width="16" height="16"/>'
        for x, y in squares
    )
    numbers = in_ranges([mark.number for mark, _, _ in group])
    plural = "s" if len(group) > 1 else ""
    # The words keep away from the lines: on the side opposite to the countryside.
    below = any(y < at[1] for _, y in discs) and not any(y > at[1] for _, y in discs)
    return (
        f'<a href="#{group[0][0].anchor}" aria-label="Contrat{plural} {numbers} de la liste">'
        f'{shapes}<text font-size="26" font-weight="700" x="{number(at[0])}" '
        f'y="{number(at[1] + (34 if below else -15))}" text-anchor="middle">{numbers}</text></a>'
    )


def ties(cities: Sequence[Point], others: Sequence[Point]) -> list[tuple[Point, Point]]:
    """The lines of a contract: from each city to each countryside; without any, among cities."""
    if others:
        return [(city, other) for city in cities for other in others]
    return [(cities[0], other) for other in cities[1:]]


def in_ranges(numbers: Sequence[int]) -> str:
    """« 1–6, 9 » for 1, 2, 3, 4, 5, 6 and 9."""
    ranges: list[list[int]] = []
    for value in sorted(numbers):
        if ranges and value == ranges[-1][1] + 1:
            ranges[-1][1] = value
        else:
            ranges.append([value, value])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in ranges)


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
