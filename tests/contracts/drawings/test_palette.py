"""Drawings and pages have one palette."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from contracts.drawings import palette

# Those of print and of the dark scheme come later in the stylesheet.
LIGHT = re.compile(r"--([a-z-]+): (#[0-9A-F]{3,6});")


@pytest.mark.parametrize(
    "name", ["CITY", "COUNTRYSIDE", "INK", "INK_SOFT", "ACTION", "WARNING", "PAPER", "SURFACE"]
)
def test_a_colour_of_drawings_is_that_of_the_stylesheet(name):
    stylesheet = Path(finders.find("kb/css/site.css")).read_text(encoding="utf-8")
    tokens = dict(reversed(LIGHT.findall(stylesheet)))
    assert _long(tokens[name.lower().replace("_", "-")]) == getattr(palette, name)


def _long(colour: str) -> str:
    """#FFF is #FFFFFF."""
    return colour if len(colour) == 7 else "#" + "".join(digit * 2 for digit in colour[1:])
