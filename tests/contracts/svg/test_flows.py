"""The drawing of « Qui donne quoi ? » says what its table says."""

import re
from xml.etree import ElementTree

from contracts.drawings.flows import flows_drawing
from contracts.drawings.palette import CITY, COUNTRYSIDE, TOGETHER
from contracts.values.balance import Flow
from contracts.values.vocabulary import Side

FLOWS = [
    Flow("Culture, patrimoine et sciences", Side.CITY, 1),
    Flow("Forêt et filière bois", Side.COUNTRYSIDE, 3),
    Flow("Mobilités et transports", None, 2),
]


def test_no_commitment_no_drawing():
    assert flows_drawing([]) == ""


def test_there_is_one_drawing_for_wide_screens_and_one_for_phones():
    drawing = flows_drawing(FLOWS)
    assert drawing.count("<svg") == 2
    assert drawing.count('viewBox="0 0 880 ') == drawing.count('viewBox="0 0 320 ') == 1


def test_each_ribbon_has_its_theme_and_its_number_in_words():
    drawing = flows_drawing(FLOWS)
    assert "Forêt et filière bois · 3" in re.sub("<[^>]+>", "", drawing)


def test_a_ribbon_is_as_wide_as_its_commitments_are_many():
    narrow = flows_drawing(FLOWS).split("<svg")[2]
    assert 'H308v45H12z"' in narrow  # three commitments of 15 each
    assert 'H308v15H12z"' in narrow


def test_many_commitments_are_drawn_thinner_and_none_disappears():
    narrow = flows_drawing([Flow("Un", Side.CITY, 1), Flow("Cent", Side.COUNTRYSIDE, 99)])
    assert 'H308v9H12z"' in narrow
    assert 'H308v297H12z"' in narrow


def test_what_is_done_together_points_both_ways():
    alone = flows_drawing([Flow("Mobilités", None, 2)]).split("<svg")[2]
    assert alone.count(f'fill="{TOGETHER}" d="M') == 2


def test_the_city_points_to_the_right_and_the_countryside_to_the_left():
    drawing = flows_drawing(FLOWS).split("<svg")[2]
    assert "l14 6l-14 6z" in drawing.split(f'fill="{CITY}" d="M')[-1]
    assert "l-14 6l14 6z" in drawing.split(f'fill="{COUNTRYSIDE}" d="M')[-1]


def test_names_written_by_editors_are_escaped():
    drawing = flows_drawing([Flow("<b>Eau & lait</b>", Side.CITY, 1)], city='"A" & B')
    assert "&lt;b&gt;Eau &amp; lait&lt;/b&gt;" in drawing
    assert "&quot;A&quot; &amp; B" in drawing


def test_the_drawing_is_an_image_described_by_its_caption():
    drawing = flows_drawing(FLOWS, described_by="bilan")
    assert drawing.count('role="img"') == 2
    assert drawing.count('aria-describedby="bilan"') == 2


def test_both_drawings_are_well_formed_and_use_no_style_attribute():
    drawing = flows_drawing(FLOWS)
    ElementTree.fromstring(f"<div>{drawing}</div>")  # noqa: S314 - our own drawing
    assert "style=" not in drawing
