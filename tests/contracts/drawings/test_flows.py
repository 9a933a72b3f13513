"""The drawing of « Qui donne quoi ? » says what its table says."""

import pytest

from contracts.drawings.flows import flows_drawing
from contracts.drawings.palette import CITY, COUNTRYSIDE, TOGETHER
from contracts.values.balance import Flow
from contracts.values.vocabulary import Side
from tests.contracts.drawings.shapes import drawings, shapes, words

FLOWS = [
    Flow("Culture, patrimoine et sciences", Side.CITY, 1),
    Flow("Forêt et filière bois", Side.COUNTRYSIDE, 3),
    Flow("Mobilités et transports", None, 2),
]
WIDE, NARROW = 0, 1
each_width = pytest.mark.parametrize("width", [WIDE, NARROW], ids=["wide", "narrow"])


def ribbons(flows, width):
    return [shape for shape in shapes(drawings(flows_drawing(flows))[width]) if shape.opacity < 1]


def arrowheads(flows, width):
    return [shape for shape in shapes(drawings(flows_drawing(flows))[width]) if shape.opacity == 1]


def thickness(ribbon):
    """The wide drawing bends its ribbons: their thickness is that of an end."""
    right = max(x for x, _ in ribbon.points)
    levels = [y for x, y in ribbon.points if x == right]
    return max(levels) - min(levels)


def test_no_commitment_no_drawing():
    assert flows_drawing([]) == ""


def test_there_is_one_drawing_for_wide_screens_and_one_for_phones():
    wide, narrow = (
        float(drawing.get("viewBox").split()[2]) for drawing in drawings(flows_drawing(FLOWS))
    )
    assert wide > narrow
    assert narrow <= 320


@each_width
def test_each_ribbon_has_its_theme_and_its_number_in_words_in_the_order_given(width):
    assert words(drawings(flows_drawing(FLOWS))[width]) == [
        "La ville",
        "La campagne",
        "Culture, patrimoine et sciences · 1",
        "Forêt et filière bois · 3",
        "Mobilités et transports · 2",
    ]


@each_width
def test_a_ribbon_is_as_thick_as_its_commitments_are_many(width):
    one, three, two = (thickness(ribbon) for ribbon in ribbons(FLOWS, width))
    assert (three, two) == (3 * one, 2 * one)


@each_width
def test_many_commitments_are_drawn_thinner_and_none_disappears(width):
    flows = [Flow("Un", Side.CITY, 1), Flow("Cent", Side.COUNTRYSIDE, 99)]
    one, many = (thickness(ribbon) for ribbon in ribbons(flows, width))
    assert 8 < one < ribbons(FLOWS, width)[0].height
    assert many < 99 * one / 2


@each_width
def test_arrowheads_go_to_who_receives_and_both_ways_for_what_is_done_together(width):
    assert [(head.fill, head.points_right) for head in arrowheads(FLOWS, width)] == [
        (CITY, True),
        (COUNTRYSIDE, False),
        (TOGETHER, False),
        (TOGETHER, True),
    ]


def test_names_written_by_editors_are_escaped():
    drawing = flows_drawing([Flow("<b>Eau & lait</b>", Side.CITY, 1)], city='"A" & B')
    assert "<b>" not in drawing
    city, _, label = words(drawings(drawing)[WIDE])
    assert city == '"A" & B'
    assert label == "<b>Eau & lait</b> · 1"


def test_names_too_long_for_a_phone_go_to_the_next_line_and_many_of_them_are_shortened():
    drawing = flows_drawing(FLOWS, city="Métropole européenne de Lille")
    wide, narrow = (words(found) for found in drawings(drawing))
    assert wide[0] == "Métropole européenne de Lille"
    assert narrow[:3] == ["Métropole", "européenne de", "Lille"]
    many = ", ".join(["Pays de Retz"] * 9)
    narrow = words(drawings(flows_drawing(FLOWS, city=many))[NARROW])
    assert narrow[2].endswith("…")
    assert narrow[3] == "La campagne"


def test_words_too_long_for_a_phone_go_to_the_next_line_whole_and_lie_above_their_ribbon():
    flows = [
        Flow("", Side.CITY, 1),
        Flow("Alimentation, agriculture et circuits de proximité", Side.COUNTRYSIDE, 2),
    ]
    narrow = drawings(flows_drawing(flows))[NARROW]
    assert words(narrow)[2:] == [
        "1 apport ou engagement sans thème",
        "précisé",
        "Alimentation, agriculture et",
        "circuits de proximité · 2",
    ]
    levels = [float(text.get("y")) for text in narrow.iter("text")]
    first, second = (
        min(y for _, y in shape.points) for shape in shapes(narrow) if shape.opacity < 1
    )
    bottom = max(y for shape in shapes(narrow)[:1] for _, y in shape.points)
    assert levels[2] < levels[3] < first < bottom < levels[4] - 10
    assert levels[5] < second
    assert words(drawings(flows_drawing(flows))[WIDE])[2:] == [
        "1 apport ou engagement sans thème précisé",
        "Alimentation, agriculture et circuits de proximité · 2",
    ]


def test_the_drawing_is_an_image_described_by_its_caption():
    for drawing in drawings(flows_drawing(FLOWS, described_by="bilan")):
        assert drawing.get("role") == "img"
        assert drawing.get("aria-describedby") == "bilan"


def test_no_drawing_uses_a_style_attribute():
    assert "style=" not in flows_drawing(FLOWS)
