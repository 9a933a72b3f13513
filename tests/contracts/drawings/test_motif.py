"""The sign of the site says with its thickness what the words beside it say with numbers."""

import pytest

from contracts.drawings.motif import exchange, weave
from contracts.drawings.palette import CITY, COUNTRYSIDE, TOGETHER
from tests.contracts.drawings.shapes import drawings, shapes


def arrows(*given):
    return [shape for shape in shapes(drawings(exchange(*given))[0]) if shape.fill != "none"]


def test_each_arrow_is_as_thick_as_what_its_side_gives():
    city, countryside = arrows(4, 2)
    assert (city.fill, countryside.fill) == (CITY, COUNTRYSIDE)
    assert city.height > countryside.height
    assert [arrow.height for arrow in arrows(2, 2)] == [countryside.height] * 2


def test_the_arrows_go_each_its_way():
    city, countryside = arrows(1, 1)
    assert city.points_right
    assert not countryside.points_right


def test_an_arrow_grows_no_more_beyond_six():
    assert exchange(5, 1) != exchange(6, 1) == exchange(60, 1)


def test_a_side_that_gives_nothing_has_a_dotted_line_and_no_arrow():
    drawing = drawings(exchange(0, 3))[0]
    assert [shape.fill for shape in shapes(drawing)] == ["none", COUNTRYSIDE]
    assert [
        path.get("stroke") for path in drawing.iter("path") if path.get("stroke-dasharray")
    ] == [CITY]


def test_what_is_only_done_together_is_one_arrow_that_points_both_ways():
    (arrow,) = arrows(0, 0, 6)
    assert arrow.fill == TOGETHER
    left, right = min(x for x, _ in arrow.points), max(x for x, _ in arrow.points)
    ends = [x for x, _ in arrow.points if x in {left, right}]
    assert sorted(ends) == [left, right]  # a tip at each end


def test_the_sign_is_hidden_from_screen_readers_because_words_stand_beside_it():
    assert drawings(exchange(1, 1))[0].get("aria-hidden") == "true"
    braid = weave(width=160, height=64, crossings=1, stroke=8)
    assert drawings(braid)[0].get("aria-hidden") == "true"


@pytest.mark.parametrize("drawing", [exchange(4, 2), exchange(0, 0)])
def test_the_sign_has_its_colours_without_a_stylesheet_and_no_style_attribute(drawing):
    assert "style=" not in drawing
    assert [shape.get("fill") for shape in drawings(drawing)[0] if shape.tag != "path"] == [
        CITY,
        COUNTRYSIDE,
    ]


def strands(drawing):
    """Colours and thickness of the pieces of both strands, the first painted first."""
    return [
        (path.get("stroke"), float(path.get("stroke-width")))
        for path in drawings(drawing)[0].iter("path")
        if "C" in path.get("d") and path.get("stroke") in {CITY, COUNTRYSIDE}
    ]


def test_strands_take_turns_to_be_over():
    braid = weave(width=640, height=240, crossings=3, stroke=20)
    assert [colour for colour, _ in strands(braid)] == [
        *(CITY, COUNTRYSIDE),
        *(COUNTRYSIDE, CITY),
        *(CITY, COUNTRYSIDE),
    ]


def test_each_strand_of_the_braid_has_its_own_thickness():
    braid = weave(width=640, height=240, crossings=3, stroke=12, countryside_stroke=26)
    assert set(strands(braid)) == {(CITY, 12), (COUNTRYSIDE, 26)}
