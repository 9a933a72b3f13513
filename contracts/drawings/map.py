"""The map of France: where contracts lie, over the départements, and the outline of an EPCI.

Outlines: IGN Admin Express, Licence Ouverte 2.0, in Lambert-93, in a square of 1000 by 931.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, exp, log, pi, radians, sin, tan
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

from contracts.drawings.palette import ACTION, CITY, COUNTRYSIDE, INK, LAND, PAPER, number
from contracts.values.vocabulary import Side

CREDIT = "Contours : IGN Admin Express, Licence Ouverte 2.0"
WIDTH, HEIGHT = 1000, 931
_FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "geo"
_NEIGHBOURHOOD = 130.0  # the smallest width shown around an EPCI: some 150 km

# Lambert-93 (EPSG:2154), parameters of IGN's note NTG_71.
_N, _C = 0.7256077650532670, 11754255.426096
_X_ORIGIN, _Y_ORIGIN = 700000.0, 12655612.049876
_ECCENTRICITY, _MERIDIAN = 0.0818191910428158, radians(3)
# The corner and the scale of the drawing, in metres.
_LEFT, _TOP, _SCALE = 99000.0, 7111000.0, 1000 / (1243000 - 99000)


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


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees to a point of the drawing."""
    phi = radians(latitude)
    wave = _ECCENTRICITY * sin(phi)
    isometric = log(tan(pi / 4 + phi / 2) * ((1 - wave) / (1 + wave)) ** (_ECCENTRICITY / 2))
    radius = _C * exp(-_N * isometric)
    angle = _N * (radians(longitude) - _MERIDIAN)
    x, y = _X_ORIGIN + radius * sin(angle), _Y_ORIGIN - radius * cos(angle)
    return (x - _LEFT) * _SCALE, (_TOP - y) * _SCALE


Point = tuple[float, float]


def overlay(marks: Iterable[ContractMark]) -> SafeString:
    """What is laid over the base map. Contracts of one city share a link that leads to the first
    of them in the list, because their squares would cover each other.

    Places outside the frame (overseas, abroad) are in the list only.
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
    points = [
        project(place.longitude, place.latitude) for place in mark.places if place.side == side
    ]
    return [(x, y) for x, y in points if 0 <= x <= WIDTH and 0 <= y <= HEIGHT]


def _group(at: Point, group: Sequence[tuple[ContractMark, list[Point], list[Point]]]) -> str:
    lines: list[tuple[Point, Point]] = []
    squares: dict[Point, None] = {}
    discs: dict[Point, None] = {}
    for _, cities, others in group:
        squares |= dict.fromkeys(cities)
        discs |= dict.fromkeys(others)
        lines += [(city, other) for city in cities for other in others]
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
    shapes = [shape for shape in (_shapes("epci").get(code) for code in codes) if shape]
    if not shapes:
        return SafeString("")
    window = _window(_around([shape.box for shape in shapes]))
    left, top, right, bottom = window
    land = "".join(
        f'<path class="land" fill="{LAND}" stroke="{PAPER}" d="{shape.path}"/>'
        for shape in _shapes("departements").values()
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


Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class _Shape:
    path: str
    box: Box

    def meets(self, window: Box) -> bool:
        left, top, right, bottom = self.box
        return left < window[2] and right > window[0] and top < window[3] and bottom > window[1]


def _window(box: Box) -> Box:
    """A square around a box, wide enough to recognise where it is."""
    left, top, right, bottom = box
    half = max(_NEIGHBOURHOOD, 1.6 * max(right - left, bottom - top)) / 2
    x, y = (left + right) / 2, (top + bottom) / 2
    return x - half, y - half, x + half, y + half


def _around(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


@lru_cache(maxsize=2)
def _shapes(name: str) -> dict[str, _Shape]:
    """The outlines of a file by official code."""
    text = (_FOLDER / f"{name}.svg").read_text()
    return {
        code: _Shape(path, _box_of(path))
        for code, path in re.findall(r'<path id="[a-z]-(\w+)" d="([^"]+)"', text)
    }


_STEP = re.compile(r"([Mlz])|(-?[\d.]+)[ ,]?(-?[\d.]+)")


def _box_of(path: str) -> Box:
    """The box around a path made of absolute M and relative l."""
    points: list[Point] = []
    x = y = 0.0
    absolute = False
    for letter, first, second in _STEP.findall(path):
        if letter:
            absolute = letter == "M"
            continue
        if absolute:
            x, y, absolute = float(first), float(second), False
        else:
            x, y = x + float(first), y + float(second)
        points.append((x, y))
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
