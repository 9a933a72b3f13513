"""Numbers and colours that every drawing writes in the same way."""

CITY = "#A33B1B"
COUNTRYSIDE = "#0B5F5C"
TOGETHER = "#4A5758"
PAPER = "#FFFFFF"


def number(value: float) -> str:
    """A coordinate: one decimal at most, a point, no thousands separator."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
