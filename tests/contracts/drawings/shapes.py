"""What a drawing shows, whatever the figures that it is written with: shapes, their colours, the
room that they take and where they point."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

_COMMAND = re.compile(r"([MLHVChvlz])([^MLHVChvlz]*)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Shape:
    """A path: `points` are the corners that it goes through, in units of the drawing."""

    fill: str
    stroke: str
    opacity: float
    points: tuple[tuple[float, float], ...]

    @property
    def height(self) -> float:
        levels = [y for _, y in self.points]
        return max(levels) - min(levels)

    @property
    def points_right(self) -> bool:
        """Whether the tip of an arrowhead, halfway up, is on its right."""
        levels = [y for _, y in self.points]
        middle = (max(levels) + min(levels)) / 2
        tip = next(x for x, y in self.points if abs(y - middle) < 0.1)
        return tip == max(x for x, _ in self.points)


def drawings(markup: str) -> list[ElementTree.Element]:
    """The drawings of a page, each well formed."""
    return list(ElementTree.fromstring(f"<div>{markup}</div>"))  # noqa: S314 - our own drawing


def shapes(drawing: ElementTree.Element) -> list[Shape]:
    """Its paths, in the order in which they are painted."""
    return [
        Shape(
            path.get("fill", ""),
            path.get("stroke", ""),
            float(path.get("fill-opacity", "1")),
            tuple(_corners(path.get("d", ""))),
        )
        for path in drawing.iter("path")
    ]


def words(drawing: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in drawing.iter("text")]


def _corners(path: str) -> list[tuple[float, float]]:
    x = y = 0.0
    corners = []
    for command, arguments in _COMMAND.findall(path):
        numbers = [float(number) for number in _NUMBER.findall(arguments)]
        match command:
            case "M" | "L" | "C":  # of a curve, where it ends
                x, y = numbers[-2:]
            case "H":
                x = numbers[0]
            case "V":
                y = numbers[0]
            case "h":
                x += numbers[0]
            case "v":
                y += numbers[0]
            case "l":
                x, y = x + numbers[0], y + numbers[1]
        if command != "z":
            corners.append((x, y))
    return corners
