"""The sign of the site says with its thickness what the words beside it say with numbers."""

import re
from xml.etree import ElementTree

import pytest

from contracts.drawings.motif import exchange, weave
from contracts.drawings.palette import CITY, COUNTRYSIDE, TOGETHER


def test_the_citys_arrow_is_as_thick_as_what_it_gives():
    assert 'd="M32 16H92v-3l11 8l-11 8v-3H32z"' in exchange(4, 2)


def test_an_arrow_grows_no_more_beyond_six():
    assert exchange(6, 1) == exchange(60, 1)


def test_a_side_that_gives_nothing_has_a_dotted_line_and_no_arrow():
    drawing = exchange(0, 3)
    assert drawing.count("stroke-dasharray") == 1
    assert f'stroke="{CITY}"' in drawing
    assert f'stroke="{COUNTRYSIDE}"' not in drawing


def test_what_is_only_done_together_is_one_arrow_that_points_both_ways():
    drawing = exchange(0, 0, 6)
    assert drawing.count("<path") == 1
    assert f'fill="{TOGETHER}"' in drawing


def test_the_sign_is_hidden_from_screen_readers_because_words_stand_beside_it():
    assert 'aria-hidden="true"' in exchange(1, 1)
    assert 'aria-hidden="true"' in weave(width=160, height=64, crossings=1, stroke=8)


@pytest.mark.parametrize("drawing", [exchange(4, 2), exchange(0, 0)])
def test_the_sign_is_well_formed_and_styled_without_style_attributes(drawing):
    ElementTree.fromstring(drawing)  # noqa: S314 - our own drawing
    assert "style=" not in drawing
    assert 'fill="#A33B1B"' in drawing


def test_strands_take_turns_to_be_over():
    drawing = weave(width=640, height=240, crossings=3, stroke=20)
    strands = re.findall(
        r'fill="none" stroke="(#\w+)" stroke-width="20" d="M[\d.]+ [\d.]+h1C',
        drawing,
    )
    assert strands == [CITY, COUNTRYSIDE, COUNTRYSIDE, CITY, CITY, COUNTRYSIDE]


def test_each_strand_of_the_braid_has_its_own_thickness():
    drawing = weave(width=640, height=240, crossings=3, stroke=12, countryside_stroke=26)
    assert drawing.count('fill="none" stroke="#A33B1B" stroke-width="12"') == 3
    assert 'fill="none" stroke="#0B5F5C" stroke-width="26"' in drawing
