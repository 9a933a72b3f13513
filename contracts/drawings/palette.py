"""Numbers and colours that every drawing writes in the same way.

The colours are those of the light tokens of the stylesheet, by their names there: a drawing without
its stylesheet (a copy, a print, a PDF) keeps its look.
"""

CITY = "#A33B1B"
COUNTRYSIDE = "#0B5F5C"
INK = "#1B2A2B"
INK_SOFT = "#4A5758"
ACTION = "#56295B"
WARNING = "#8A5300"
PAPER = "#FBF9F4"
SURFACE = "#FFFFFF"
LAND = "#ECE5D5"  # of maps alone: no token

TOGETHER = INK_SOFT


def number(value: float) -> str:
    """A coordinate: one decimal at most, a point, no thousands separator."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
