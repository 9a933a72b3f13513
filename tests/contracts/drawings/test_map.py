"""Places fall where they are on the map, and every mark leads to its contract."""

import re

import pytest

from contracts.drawings.map import ContractMark, PartyPoint, outline, overlay
from contracts.drawings.projection import project
from contracts.values.vocabulary import Side

BREST = (-4.4861, 48.3904)
LYON = (4.8357, 45.7640)
CARHAIX = (-3.5747, 48.2756)
SAINT_DENIS_DE_LA_REUNION = (55.4504, -20.8823)
HAMBURG = (9.99, 53.55)


# The projection was checked against pyproj (EPSG:4326 to EPSG:2154): 0.0 m apart on both.
@pytest.mark.parametrize(
    ("place", "expected"),
    [(BREST, (41.6, 240.2)), (LYON, (650.1, 516.7))],
    ids=["Brest", "Lyon"],
)
def test_a_place_falls_where_lambert_93_puts_it(place, expected):
    assert project(*place) == pytest.approx(expected, abs=0.1)


def mark(*places: PartyPoint) -> ContractMark:
    return ContractMark(3, "Brest métropole et Pays COB", "/contrats/brest/", places)


def test_a_contract_is_a_link_to_its_line_in_the_list():
    drawing = overlay([mark(PartyPoint(*BREST, Side.CITY), PartyPoint(*CARHAIX, Side.COUNTRYSIDE))])
    assert '<a href="#contrat-3" aria-label="Contrat 3 de la liste">' in drawing
    assert ">3</text>" in drawing


def test_contracts_of_one_city_share_a_square_and_a_link():
    brest = PartyPoint(*BREST, Side.CITY)
    drawing = overlay([ContractMark(number, "", "", (brest,)) for number in (3, 4, 5, 8)])
    assert drawing.count("<rect") == 1
    assert '<a href="#contrat-3" aria-label="Contrats 3–5, 8 de la liste">' in drawing


def test_the_city_is_a_square_the_countryside_a_disc_and_a_line_holds_them():
    drawing = overlay([mark(PartyPoint(*BREST, Side.CITY), PartyPoint(*CARHAIX, Side.COUNTRYSIDE))])
    assert drawing.count("<rect") == drawing.count("<circle") == drawing.count("<path") == 1


def test_two_cities_are_held_by_a_line_too():
    drawing = overlay([mark(PartyPoint(*BREST, Side.CITY), PartyPoint(*LYON, Side.CITY))])
    assert (drawing.count("<rect"), drawing.count("<path")) == (2, 1)


def test_a_place_overseas_stands_in_its_inset_and_one_abroad_is_left_to_the_list():
    assert "<a" in overlay([mark(PartyPoint(*SAINT_DENIS_DE_LA_REUNION, Side.CITY))])
    assert "<a" not in overlay([mark(PartyPoint(*HAMBURG, Side.CITY))])


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
