"""The map of contracts: a square or a disc where each party stands, a line between those of one.

Two drawings of the same marks, of which the stylesheet shows one: on a narrow screen marks must
stand farther apart. Marks that are too close to be told apart by a finger are one group, which leads
to the list of its contracts. What lies under them, the départements, is drawn once for both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import hypot

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from contracts.drawings.atlas_names import NamedMark, meets, within, written
from contracts.drawings.map import ties
from contracts.drawings.outlines import around, departements
from contracts.drawings.palette import (
    ACTION,
    CITY,
    COUNTRYSIDE,
    INK,
    LAND,
    PAPER,
    SURFACE,
    number,
)
from contracts.drawings.projection import HEIGHT, INSETS, WIDTH, Box, Point
from contracts.values.vocabulary import Side

# With a margin: Lille and Bastia are close to the ends of the map.
WHOLE: Box = (-20.0, -18.6, WIDTH + 20.0, HEIGHT + 18.6)
GROUND = "fond-de-carte"
LIST = "contrats-de-la-carte"
# The smallest width at which each drawing is shown, in pixels: the stylesheet has the same.
NARROW, WIDE = 280, 560
TARGET = 24.0  # pixels, WCAG 2.5.8
_SMALLEST = 150.0  # width of a window: some 170 km
_MOST_NAMES = 2


@dataclass(frozen=True)
class Spot:
    """A party where it is drawn. `code` names its territory in addresses; `side` is a Side."""

    code: str
    name: str
    side: str
    at: Point


@dataclass(frozen=True)
class AtlasMark:
    """A contract and those of its parties that are drawn."""

    title: str
    url: str
    spots: tuple[Spot, ...]


@dataclass
class _Group:
    """Spots drawn as one mark, at the first of them."""

    at: Point
    spots: dict[str, Spot] = field(default_factory=dict)
    marks: dict[int, AtlasMark] = field(default_factory=dict)


def ground(region: Iterable[str] = ()) -> SafeString:
    """What is under the marks, to be drawn once a page; `region` are départements that stand out,
    drawn larger and so in detail."""
    here = set(region)
    stands_out = ' class="land--here"'
    shapes = "".join(
        f'<path{stands_out if code in here else ""} d="{shape.path if here else shape.coarse}"/>'
        for code, shape in departements().items()
    )
    frames = "".join(
        f'<rect class="inset" fill="none" stroke="{INK}" x="{number(inset.left)}" '
        f'y="{number(inset.top)}" width="{number(inset.side)}" height="{number(inset.side)}"/>'
        for inset in INSETS.values()
    )
    return mark_safe(  # noqa: S308 - paths of our own files
        f'<div hidden><svg aria-hidden="true"><symbol id="{GROUND}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<g class="land" fill="{LAND}" stroke="{PAPER}">{shapes}</g>{frames}</symbol></svg></div>'
    )


def window(marks: Iterable[AtlasMark], region: Iterable[str] = ()) -> Box:
    """What to show of the map so that all these marks and the départements of a region are in it;
    the whole of it when there is nothing, or something here and something overseas."""
    points = [spot.at for mark in marks for spot in mark.spots]
    boxes: list[Box] = [(x, y, x, y) for x, y in points]
    boxes += [shape.box for code in region if (shape := departements().get(code))]
    if not boxes:
        return WHOLE
    box = around(boxes)
    insets = around(inset.box for inset in INSETS.values())
    if meets(box, insets) and not within(box, insets):
        return WHOLE
    return _framed(box)


def _framed(box: Box) -> Box:
    """A box in the proportions of the map, with a margin, inside the map."""
    left, top, right, bottom = box
    width = max(_SMALLEST, 1.25 * (right - left), 1.25 * (bottom - top) * WIDTH / HEIGHT)
    if width >= WIDTH:
        return WHOLE
    height = width * HEIGHT / WIDTH
    left = min(max(WHOLE[0], (left + right - width) / 2), WHOLE[2] - width)
    top = min(max(WHOLE[1], (top + bottom - height) / 2), WHOLE[3] - height)
    return left, top, left + width, top + height


def atlas(
    marks: Sequence[AtlasMark], shown: Box, group_url: Callable[[Sequence[str]], str]
) -> SafeString:
    """Both drawings. `group_url` is the address that lists the contracts of some territories."""
    drawings = (
        _drawing(marks, shown, group_url, kind, width)
        for kind, width in (("narrow", NARROW), ("wide", WIDE))
    )
    return mark_safe("".join(drawings))  # noqa: S308 - words are escaped below


def _drawing(
    marks: Sequence[AtlasMark],
    shown: Box,
    group_url: Callable[[Sequence[str]], str],
    kind: str,
    pixels: int,
) -> str:
    left, top, right, bottom = shown
    pixel = (right - left) / pixels  # at the smallest width; marks grow with the map
    groups = _groups(marks, (TARGET + 1) * pixel)
    place = {spot.at: group for group in groups for spot in group.spots.values()}
    lines = "".join(_lines(mark, place, pixel) for mark in marks)
    shapes = "".join(_mark(group, len(marks), group_url, pixel) for group in groups)
    named = [
        NamedMark(group.at, _half(group, pixel), _towns_first(group.spots.values()))
        for group in groups
    ]
    names = written(sorted(named, key=lambda one: -one.half), shown, pixel)
    drawn = sum(1 for mark in marks if mark.spots)
    plural = "s" if drawn > 1 else ""
    said = f"Carte\u00a0: {drawn} contrat{plural} dessiné{plural}"
    told = "Carré\u00a0: ville. Disque\u00a0: campagne. Un trait relie les parties. La liste dit la même chose."
    view = f"{number(left)} {number(top)} {number(right - left)} {number(bottom - top)}"
    return (
        f'<svg class="atlas atlas--{kind}" data-atlas="{kind}" viewBox="{view}" role="group" '
        f'aria-labelledby="{kind}-titre" aria-describedby="{kind}-description">'
        f'<title id="{kind}-titre">{said}</title><desc id="{kind}-description">{told}</desc>'
        f'<use href="#{GROUND}" width="{WIDTH}" height="{HEIGHT}"/>{lines}{shapes}{names}</svg>'
    )


def _groups(marks: Sequence[AtlasMark], gap: float) -> list[_Group]:
    """The places with the most contracts first; each other joins the first one within `gap`, so
    that no two groups are closer than that."""
    places: dict[Point, _Group] = {}
    for rank, mark in enumerate(marks):
        for spot in mark.spots:
            place = places.setdefault(spot.at, _Group(spot.at))
            place.spots.setdefault(spot.code, spot)
            place.marks[rank] = mark
    groups: list[_Group] = []
    for place in sorted(places.values(), key=lambda one: -len(one.marks)):
        near = next((one for one in groups if _apart(one.at, place.at) < gap), None)
        if near is None:
            groups.append(place)
        else:
            near.spots |= place.spots
            near.marks |= place.marks
    return sorted(groups, key=lambda one: min(one.marks))


def _apart(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _lines(mark: AtlasMark, place: dict[Point, _Group], pixel: float) -> str:
    def ends(*sides: str) -> list[Point]:
        return list(dict.fromkeys(place[spot.at].at for spot in mark.spots if spot.side in sides))

    lines = ties(ends(Side.CITY), ends(Side.COUNTRYSIDE))
    steps = "".join(
        f"M{number(start[0])} {number(start[1])}L{number(end[0])} {number(end[1])}"
        for start, end in lines
        if start != end
    )
    if not steps:
        return ""
    width = number(1.6 * pixel)
    return f'<path class="tie" fill="none" stroke="{INK}" stroke-width="{width}" d="{steps}"/>'


def _mark(
    group: _Group, everything: int, group_url: Callable[[Sequence[str]], str], pixel: float
) -> str:
    x, y = group.at
    several = len(group.marks) > 1
    names = _names([spot.name for spot in group.spots.values()])
    if several:
        said = f"{len(group.marks)} contrats, {names}\u00a0: ouvrir leur liste"
        # A group of all that is listed has nothing more to open.
        address = f"#{LIST}" if len(group.marks) == everything else group_url(list(group.spots))
    else:
        (only,) = group.marks.values()
        said, address = f"{only.title}, {names}", only.url
    count = ""
    if several:
        count = (
            f'<text fill="{SURFACE}" font-family="Public Sans" font-size="{number(13 * pixel)}" '
            f'font-weight="700" text-anchor="middle" x="{number(x)}" y="{number(y + 4.6 * pixel)}">'
            f"{len(group.marks)}</text>"
        )
    reach = number((TARGET + 0.5) / 2 * pixel)
    return (
        # Its name for who hears it, and what a mouse that rests there is shown.
        f'<a href="{escape(address)}"><title>{escape(said)}</title>'
        f'<circle class="reach" fill="none" stroke="{SURFACE}" pointer-events="all" cx="{number(x)}" '
        f'cy="{number(y)}" r="{reach}"/>'
        f"{_sign(group, _half(group, pixel))}{count}</a>"
    )


def _half(group: _Group, pixel: float) -> float:
    """Half the width of its sign."""
    return (10.5 if len(group.marks) > 1 else 7.0) * pixel


def _towns_first(spots: Iterable[Spot]) -> list[str]:
    return [spot.name for spot in sorted(spots, key=lambda spot: spot.side != Side.CITY)]


def _sign(group: _Group, half: float) -> str:
    """A square, a disc, or for both what is between them."""
    x, y = group.at
    sides = {spot.side for spot in group.spots.values()}
    if sides == {Side.COUNTRYSIDE}:
        return (
            f'<circle class="countryside-fill" fill="{COUNTRYSIDE}" cx="{number(x)}" '
            f'cy="{number(y)}" r="{number(half * 1.06)}"/>'
        )
    name, colour, bend = (
        ("city", CITY, 0.0) if sides == {Side.CITY} else ("both", ACTION, half * 0.6)
    )
    return (
        f'<rect class="{name}-fill" fill="{colour}" x="{number(x - half)}" y="{number(y - half)}" '
        f'width="{number(2 * half)}" height="{number(2 * half)}" rx="{number(bend)}"/>'
    )


def _names(names: Sequence[str]) -> str:
    """« Toulouse Métropole », « Paris, Sens et 3 autres lieux »."""
    others = len(names) - _MOST_NAMES
    if others < 1:
        return " et ".join(names)
    plural = "x" if others > 1 else ""
    return f"{', '.join(names[:_MOST_NAMES])} et {others} autre{'s' if others > 1 else ''} lieu{plural}"
