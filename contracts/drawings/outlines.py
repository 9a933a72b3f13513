"""The outlines of départements and intercommunalities, read once from their files and kept.

Outlines: IGN Admin Express, Licence Ouverte 2.0; overseas.svg is in degrees, the others in the frame
of the drawing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path

from contracts.drawings.palette import number
from contracts.drawings.projection import INSETS, Box, Point

CREDIT = "Contours : IGN Admin Express, Licence Ouverte 2.0"
_FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "geo"
_PATHS = re.compile(r'<path id="[a-z]-(\w+)"[^>]*? d="([^"]+)"')
_STEP = re.compile(r"([MLlz])|(-?[\d.]+)[ ,]?(-?[\d.]+)")


@dataclass(frozen=True)
class Shape:
    path: str
    box: Box

    @cached_property
    def coarse(self) -> str:
        """The path to the nearest unit of the drawing, a third lighter: neighbours still share
        their border, since each of its points is rounded on its own."""
        return "".join(map(_rounded, _rings(self.path)))

    def meets(self, window: Box) -> bool:
        left, top, right, bottom = self.box
        return left < window[2] and right > window[0] and top < window[3] and bottom > window[1]


def departements() -> Mapping[str, Shape]:
    """By code, « 29 », « 2A », « 974 »: those of overseas are in their insets."""
    return _departements()


def intercommunalities() -> Mapping[str, Shape]:
    """By SIREN code; those of overseas have no outline."""
    return _shapes("epci")


def around(boxes: Iterable[Box]) -> Box:
    """The box around others, of which there is one at least."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


@lru_cache(maxsize=1)
def _departements() -> dict[str, Shape]:
    overseas = {}
    for code, path in _PATHS.findall(_text("overseas")):
        rings = [[INSETS[code].project(*point) for point in ring] for ring in _rings(path)]
        drawn = "".join(
            "M" + "L".join(f"{number(x)} {number(y)}" for x, y in ring) + "z" for ring in rings
        )
        overseas[code] = Shape(drawn, _box(rings))
    return {**_shapes("departements"), **overseas}


@lru_cache(maxsize=2)
def _shapes(name: str) -> dict[str, Shape]:
    return {code: Shape(path, _box(_rings(path))) for code, path in _PATHS.findall(_text(name))}


def _text(name: str) -> str:
    return (_FOLDER / f"{name}.svg").read_text(encoding="utf-8")


def _box(rings: Sequence[Sequence[Point]]) -> Box:
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _rounded(ring: Sequence[Point]) -> str:
    points = [(round(x), round(y)) for x, y in ring]
    steps = [(x - left, y - top) for (left, top), (x, y) in pairwise(points)]
    moved = " ".join(f"{x} {y}" for x, y in steps if x or y).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{moved}z"


def _rings(path: str) -> list[list[Point]]:
    """The points of a path made of absolute M and L and of relative l."""
    rings: list[list[Point]] = []
    x = y = 0.0
    step = "M"
    for letter, first, second in _STEP.findall(path):
        if letter:
            step = letter
            if letter == "M":
                rings.append([])
            continue
        if step == "l":
            x, y = x + float(first), y + float(second)
        else:
            x, y = float(first), float(second)
        rings[-1].append((x, y))
        if step == "M":  # what follows the first point of our files is relative
            step = "l"
    return rings
