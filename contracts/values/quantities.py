"""How a number and its unit are written and read."""

import re
from decimal import Decimal

from django.utils.formats import number_format

_FIGURES = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
# « vingt logements », « la moitié des achats »; « un » is an article, « tiers » a party.
_NUMBER_WORDS = """
    deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente
    quarante cinquante soixante cents? mille millions? milliards? milliers? moitié dizaines? douzaine
    quinzaine vingtaine trentaine quarantaine cinquantaine soixantaine centaines?
"""
_COUNTED = re.compile(rf"\b(?:{'|'.join(_NUMBER_WORDS.split())})\b|\d", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d.,])(?:19[5-9]|20[0-5])\d(?!\d)")
_TIME = re.compile(r"\b(?:h|heures?|mn|min|minutes?)\b", re.IGNORECASE)


def is_time(value: str) -> bool:
    """« 45 minutes environ »: how long it takes, and not how far it is."""
    return bool(_TIME.search(value))


def says_a_figure(text: str) -> bool:
    """Whether a text counts something, in digits or in words; a year alone counts nothing."""
    return bool(_COUNTED.search(_YEAR.sub("", text)))


def measured(number: Decimal, unit: str) -> str:
    """« 20 000 tonnes par an »: digits grouped, no useless zeros."""
    digits = number_format(format(Decimal(number).normalize(), "f"), use_l10n=True)
    return f"{digits} {unit}".strip()


def read_number(text: str) -> Decimal:
    """« 1 234,5 », « 12.5 », with any kind of space. ValueError for anything else, a unit too."""
    figures = re.sub(r"\s", "", text)
    if not _FIGURES.fullmatch(figures):
        raise ValueError(text)
    return Decimal(figures.replace(",", "."))
