"""The sign of a card is light, says nothing, and is drawn for every theme and kind."""

import re

import pytest

from contracts import kinds
from contracts.drawings.icons import vignette
from contracts.values.vocabulary import ThemeMark

pytestmark = pytest.mark.sqlite

MOST_BYTES = 600
ICONS = {*ThemeMark.values, *(kind.icon for kind in kinds.registered() if kind.icon)}


@pytest.mark.parametrize("icon", sorted(ICONS))
def test_a_sign_is_hidden_from_screen_readers_holds_no_words_and_weighs_little(icon):
    drawing = vignette(icon)
    assert 'aria-hidden="true"' in drawing
    assert re.sub(r"<[^>]*>", "", drawing) == ""
    assert "<title" not in drawing
    assert "currentColor" in drawing  # of the page, light or dark
    assert len(drawing.encode()) < MOST_BYTES
