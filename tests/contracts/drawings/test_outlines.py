"""The outlines as they are drawn."""

from __future__ import annotations

import re

from contracts.drawings.outlines import departements

NUMBERS = re.compile(r"-?[\d.]+")
# Half a unit, after the tenth to which overseas outlines are rounded already.
FURTHEST = 0.55


def drawn(path: str) -> list[list[tuple[float, float]]]:
    """The points of each ring of a path, of an absolute M and of relative steps."""
    rings = []
    for ring in re.findall(r"M([^Mz]+)z", path):
        start, _, steps = ring.partition("l")
        x, y = map(float, NUMBERS.findall(start))
        points = [(x, y)]
        numbers = [float(one) for one in NUMBERS.findall(steps)]
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + across, y + down
            points.append((x, y))
        rings.append(points)
    return rings


def test_the_edges_of_a_coarse_outline_are_at_most_half_a_unit_away():
    for code, shape in departements().items():
        left, top, right, bottom = shape.box
        xs, ys = zip(*(point for ring in drawn(shape.coarse) for point in ring), strict=True)
        edges = zip((min(xs), min(ys), max(xs), max(ys)), (left, top, right, bottom), strict=True)
        assert all(abs(one - other) <= FURTHEST for one, other in edges), code


def test_neighbours_share_their_border_when_it_is_coarse():
    points = {
        code: {point for ring in drawn(departements()[code].coarse) for point in ring}
        for code in ("29", "56", "22")
    }
    assert len(points["29"] & points["56"]) > 3
    assert len(points["29"] & points["22"]) > 3


def test_a_coarse_outline_weighs_less_and_keeps_its_rings():
    for shape in departements().values():
        assert len(shape.coarse) < len(shape.path)
        assert len(drawn(shape.coarse)) == shape.path.count("M")
