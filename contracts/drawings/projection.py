"""From degrees to points of the drawing of France: Lambert-93 in a frame of 1000 by 931, and the
five overseas départements in insets of their own, in the sea beside Aquitaine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, exp, log, pi, radians, sin, tan

WIDTH, HEIGHT = 1000, 931

# Lambert-93 (EPSG:2154), parameters of IGN's note NTG_71.
_N, _C = 0.7256077650532670, 11754255.426096
_X_ORIGIN, _Y_ORIGIN = 700000.0, 12655612.049876
_ECCENTRICITY, _MERIDIAN = 0.0818191910428158, radians(3)
# The corner and the scale of the drawing, in metres.
_LEFT, _TOP, _SCALE = 99000.0, 7111000.0, 1000 / (1243000 - 99000)

# Degrees beyond which nothing is drawn: the projection has no meaning at the poles.
_WEST, _SOUTH, _EAST, _NORTH = -6.0, 41.0, 10.0, 51.5

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Inset:
    """A département overseas: its ends in degrees, and the square of the drawing that shows it."""

    west: float
    south: float
    east: float
    north: float
    left: float
    top: float
    side: float = 88.0
    margin: float = 9.0

    @property
    def box(self) -> Box:
        return self.left, self.top, self.left + self.side, self.top + self.side

    @property
    def _narrowing(self) -> float:
        """A degree of longitude is shorter than one of latitude away from the equator."""
        return cos(radians((self.south + self.north) / 2))

    def holds(self, longitude: float, latitude: float) -> bool:
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north

    def project(self, longitude: float, latitude: float) -> Point:
        room = self.side - 2 * self.margin
        width, height = (self.east - self.west) * self._narrowing, self.north - self.south
        scale = room / max(width, height)
        return (
            self.left
            + self.side / 2
            + (longitude - (self.west + self.east) / 2) * self._narrowing * scale,
            self.top + self.side / 2 - (latitude - (self.south + self.north) / 2) * scale,
        )


# The ends are those of overseas.svg.
INSETS: Mapping[str, Inset] = {
    "971": Inset(-61.810, 15.832, -61.002, 16.511, 4, 466),
    "972": Inset(-61.229, 14.395, -60.811, 14.878, 102, 466),
    "973": Inset(-54.602, 2.111, -51.619, 5.749, 4, 564),
    "974": Inset(55.217, -21.389, 55.837, -20.872, 102, 564),
    "976": Inset(45.018, -13.000, 45.298, -12.637, 4, 662),
}


def project(longitude: float, latitude: float) -> Point:
    """Degrees to a point of the drawing, as Lambert-93 puts it; outside the frame too."""
    phi = radians(latitude)
    wave = _ECCENTRICITY * sin(phi)
    isometric = log(tan(pi / 4 + phi / 2) * ((1 - wave) / (1 + wave)) ** (_ECCENTRICITY / 2))
    radius = _C * exp(-_N * isometric)
    angle = _N * (radians(longitude) - _MERIDIAN)
    x, y = _X_ORIGIN + radius * sin(angle), _Y_ORIGIN - radius * cos(angle)
    return (x - _LEFT) * _SCALE, (_TOP - y) * _SCALE


def fall(longitude: float, latitude: float) -> Point | None:
    """Where a place is drawn, in its inset or on the map; None when it is on neither."""
    for inset in INSETS.values():
        if inset.holds(longitude, latitude):
            return inset.project(longitude, latitude)
    if not (_WEST <= longitude <= _EAST and _SOUTH <= latitude <= _NORTH):
        return None
    x, y = project(longitude, latitude)
    return (x, y) if 0 <= x <= WIDTH and 0 <= y <= HEIGHT else None
