"""The names on the map: what a territory is called there, and that none hides anything."""

import re
from itertools import combinations

import pytest

from contracts.drawings.atlas import WHOLE, AtlasMark, Spot, atlas
from contracts.drawings.atlas_names import NamedMark, meets, short_name, written
from contracts.values.vocabulary import Side


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Brest Métropole", "Brest"),
        ("Grenoble-Alpes Métropole", "Grenoble"),
        ("Eurométropole de Strasbourg", "Strasbourg"),
        ("Communauté de communes du Trièves", "Trièves"),
        ("Communauté d’agglomération de La Rochelle", "La Rochelle"),
        ("PETR du Pays Portes de Gascogne", "Portes de Gascogne"),
        ("Parc naturel régional du Vercors", "Vercors"),
        ("Ville de Lyon", "Lyon"),
        ("Pays Centre Ouest Bretagne", "Centre Ouest Bretagne"),
        ("Syndicat d’aménagement de la vallée de quelque chose", ""),
    ],
)
def test_a_territory_is_called_by_what_tells_it_apart(name, told):
    assert short_name(name) == told


def test_no_name_hides_another_one_nor_a_mark_and_each_is_told_once():
    marks = [
        NamedMark((x * 12.0, y * 9.0), 6.0, [f"Lieu {x}{y}"]) for x in range(9) for y in range(9)
    ]
    drawn = written(
        [*marks, NamedMark((300.0, 300.0), 6.0, ["Lieu 00"])], (-50, -50, 400, 400), 1.0
    )
    boxes = []
    for x, y, anchor, name in re.findall(
        r'<text x="([^"]+)" y="([^"]+)" text-anchor="(\w+)">([^<]+)<', drawn
    ):
        width = len(name) * 6.0
        left = float(x) - {"start": 0, "middle": width / 2, "end": width}[anchor]
        boxes.append((left, float(y) - 8, left + width, float(y) + 2))
    assert len(boxes) > 5
    assert drawn.count("Lieu 00<") == 1
    assert not any(meets(one, other) for one, other in combinations(boxes, 2))
    signs = [(x - 6, y - 6, x + 6, y + 6) for x, y in (mark.at for mark in marks)]
    assert not any(meets(box, sign) for box in boxes for sign in signs)


def test_a_name_is_for_the_eye_alone_and_the_town_comes_first():
    spots = (
        Spot("trieves", "Trièves", Side.COUNTRYSIDE, (500.0, 500.0)),
        Spot("grenoble", "Grenoble-Alpes Métropole", Side.CITY, (501.0, 500.0)),
    )
    drawn = str(atlas([AtlasMark("Un contrat", "/c/", spots)], WHOLE, lambda codes: "/"))
    assert re.findall(r"<g [^>]*aria-hidden=\"true\"[^>]*><text[^>]*>([^<]+)<", drawn) == [
        "Grenoble",
        "Grenoble",
    ]
