"""Places fall where they are on the map, the city as a square, the countryside as a disc."""

import re

import pytest

from contracts.drawings.map import outline, sketch
from contracts.drawings.projection import project
from contracts.values.vocabulary import Side

BREST = (-4.4861, 48.3904)
LYON = (4.8357, 45.7640)
CARHAIX = (-3.5747, 48.2756)


# The projection was checked against pyproj (EPSG:4326 to EPSG:2154): 0.0 m apart on both.
@pytest.mark.parametrize(
    ("place", "expected"),
    [(BREST, (41.6, 240.2)), (LYON, (650.1, 516.7))],
    ids=["Brest", "Lyon"],
)
def test_a_place_falls_where_lambert_93_puts_it(place, expected):
    assert project(*place) == pytest.approx(expected, abs=0.1)


def drawn(*contracts: list[tuple[Side, tuple[float, float]]]) -> str:
    return sketch([(side, project(*place)) for side, place in parties] for parties in contracts)


def test_the_city_is_a_square_the_countryside_a_disc_and_a_line_holds_them():
    drawing = drawn([(Side.CITY, BREST), (Side.COUNTRYSIDE, CARHAIX)])
    assert drawing.count("<rect") == drawing.count("<circle") == drawing.count("<path") == 1


def test_contracts_of_one_city_share_a_square():
    drawing = drawn(*[[(Side.CITY, BREST), (Side.COUNTRYSIDE, CARHAIX)]] * 3)
    assert drawing.count("<rect") == drawing.count("<circle") == drawing.count("<path") == 1


def test_two_cities_are_held_by_a_line_too():
    drawing = drawn([(Side.CITY, BREST), (Side.CITY, LYON)])
    assert (drawing.count("<rect"), drawing.count("<path")) == (2, 1)


def frame_of(drawing: str) -> tuple[float, ...]:
    return tuple(float(number) for number in re.search(r'viewBox="([^"]+)"', drawing)[1].split())


def test_an_epci_stands_in_the_middle_of_the_departements_around_it():
    drawing = outline(["242900314"])
    left, top, width, height = frame_of(drawing)
    x, y = project(*BREST)
    assert (width, height) == (130, 130)
    assert abs(left + width / 2 - x) < 10
    assert abs(top + height / 2 - y) < 10
    assert drawing.count('fill="#56295B"') == 1
    assert 1 <= drawing.count('fill="#ECE5D5"') <= 4  # Finistère and those that touch it


def test_two_epci_far_apart_are_both_inside_the_frame():
    brest_and_lyon = outline(["242900314", "200046977"])
    left, top, width, height = frame_of(brest_and_lyon)
    for x, y in (project(*BREST), project(*LYON)):
        assert left < x < left + width
        assert top < y < top + height


def test_a_code_without_outline_draws_nothing():
    assert outline(["000000000"]) == ""
    assert outline([]) == ""
