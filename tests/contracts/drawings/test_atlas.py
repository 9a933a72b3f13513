"""Marks stand in the frame, far enough from each other to be touched, and lead somewhere."""

import re
from math import hypot
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.drawings.atlas import (
    LIST,
    NARROW,
    TARGET,
    WHOLE,
    WIDE,
    AtlasMark,
    Spot,
    atlas,
    ground,
    window,
)
from contracts.drawings.outlines import departements
from contracts.drawings.projection import HEIGHT, INSETS, WIDTH, fall
from contracts.values.vocabulary import Side

SVG = "{http://www.w3.org/2000/svg}"
GUADELOUPE = (-61.5, 16.2)


def spot(code: str, at: tuple[float, float], side: str = Side.CITY) -> Spot:
    return Spot(code, code.title(), side, at)


def mark(title: str, *spots: Spot) -> AtlasMark:
    return AtlasMark(title, f"/contrats/{title}/", spots)


def drawn(marks, shown=WHOLE, kind="narrow"):
    """One of the two drawings."""
    drawings = atlas(marks, shown, lambda codes: "?" + "+".join(codes))
    told = f'<div xmlns="http://www.w3.org/2000/svg">{drawings}</div>'
    whole = ElementTree.fromstring(told)  # noqa: S314 - our own drawing
    return next(one for one in whole if one.get("data-atlas") == kind)


def links(drawing) -> dict[str, str]:
    return {one.get("href"): one.findtext(f"{SVG}title") for one in drawing.iter(f"{SVG}a")}


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_whatever_is_drawn_is_in_the_frame(longitude, latitude):
    at = fall(longitude, latitude)
    assert at is None or (0 <= at[0] <= WIDTH and 0 <= at[1] <= HEIGHT)


@pytest.mark.parametrize("code", INSETS)
def test_a_departement_overseas_fills_its_inset_and_no_more(code):
    inset, (left, top, right, bottom) = INSETS[code], departements()[code].box
    assert inset.left < left < right < inset.left + inset.side
    assert inset.top < top < bottom < inset.top + inset.side
    assert max(right - left, bottom - top) > inset.side / 2


def test_no_inset_covers_another_nor_the_land():
    boxes = [inset.box for inset in INSETS.values()]
    for rank, box in enumerate(boxes):
        meeting = [
            code
            for code, shape in departements().items()
            if code not in INSETS and shape.meets(box)
        ]
        assert meeting == []
        for other in boxes[rank + 1 :]:
            assert (
                box[0] >= other[2] or box[2] <= other[0] or box[1] >= other[3] or box[3] <= other[1]
            )


def test_a_mark_leads_to_its_contract_and_names_the_party():
    drawing = drawn([mark("brest", spot("brest", (42, 240)), spot("cob", (180, 250), "campagne"))])
    assert links(drawing) == {"/contrats/brest/": "brest, Cob"}
    assert [one.findtext(f"{SVG}title") for one in drawing.iter(f"{SVG}a")] == [
        "brest, Brest",
        "brest, Cob",
    ]


@pytest.mark.parametrize("side", [Side.CITY, Side.COUNTRYSIDE])
def test_a_line_holds_a_city_to_a_countryside_or_to_a_city(side):
    drawing = drawn([mark("x", spot("a", (100, 100)), spot("b", (500, 500), side))])
    assert [one.get("d") for one in drawing.iter(f"{SVG}path")] == ["M100 100L500 500"]


def test_marks_too_close_are_a_group_that_opens_the_list_of_its_territories():
    metropolis = spot("metropole", (300, 300))
    drawing = drawn(
        [
            mark("one", metropolis, spot("north", (300, 600), "campagne")),
            mark("two", metropolis, spot("near", (310, 300), "campagne")),
            mark("three", spot("far", (800, 100))),
        ]
    )
    assert links(drawing) == {
        "?metropole+near": "2 contrats, Metropole et Near\u00a0: ouvrir leur liste",
        "/contrats/one/": "one, North",
        "/contrats/three/": "three, Far",
    }
    assert [one.text for one in drawing.iter(f"{SVG}text")] == ["2", "Metropole", "North", "Far"]


def test_a_group_of_all_that_is_listed_leads_to_the_list_itself():
    toulouse = spot("toulouse", (400, 800))
    assert list(links(drawn([mark("one", toulouse), mark("two", toulouse)]))) == [f"#{LIST}"]


places = st.tuples(st.floats(0, WIDTH), st.floats(0, HEIGHT))
contracts = st.lists(
    st.lists(st.tuples(places, st.sampled_from(["ville", "campagne"])), max_size=4), max_size=12
)


@given(contracts, st.sampled_from([("narrow", NARROW), ("wide", WIDE)]))
def test_targets_are_large_enough_do_not_touch_and_none_is_lost(told, screen):
    kind, pixels = screen
    marks = [
        mark(f"c{n}", *(spot(f"t{n}-{m}", at, side) for m, (at, side) in enumerate(spots)))
        for n, spots in enumerate(told)
    ]
    shown = window(marks)
    left, top, right, bottom = shown
    drawing = drawn(marks, shown, kind)
    pixel = (right - left) / pixels
    circles = [next(one.iter(f"{SVG}circle")) for one in drawing.iter(f"{SVG}a")]
    centres = [(float(one.get("cx")), float(one.get("cy"))) for one in circles]
    assert all(2 * float(one.get("r")) >= (TARGET - 0.01) * pixel for one in circles)
    assert all(
        left - 0.1 <= x <= right + 0.1 and top - 0.1 <= y <= bottom + 0.1 for x, y in centres
    )
    for rank, (x, y) in enumerate(centres):
        for other in centres[rank + 1 :]:
            assert hypot(x - other[0], y - other[1]) >= TARGET * pixel
    said = " ".join(links(drawing).values())
    alone = set(re.findall(r"\bc\d+\b", said))
    assert alone <= {one.title for one in marks if one.spots}
    assert bool(centres) == any(one.spots for one in marks)


def test_the_window_of_a_region_has_its_departements_and_all_the_marks():
    ain = departements()["01"].box
    marks = [mark("x", spot("paris", (460, 250)))]
    left, top, right, bottom = window(marks, ["01", "69"])
    assert left <= 460 <= right
    assert top <= 250 <= bottom
    assert left <= ain[0] <= ain[2] <= right
    assert window([], []) == WHOLE
    here_and_overseas = [mark("y", spot("a", fall(*GUADELOUPE)), spot("b", (800, 500)))]
    assert window(here_and_overseas) == WHOLE


def test_the_ground_has_every_departement_once_and_tells_those_of_the_region():
    told = str(ground(["01", "974"]))
    assert told.count("<path") == len(departements()) == 101
    assert told.count("land--here") == 2
    assert told.count("<rect") == 5
