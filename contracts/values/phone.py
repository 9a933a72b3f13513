"""Phone numbers as French readers group them, and as no spreadsheet takes for a number."""

from __future__ import annotations

import re

# French numbers abroad: the metropole, and overseas, whose national number begins with 0 as well.
_FRENCH = re.compile(r"(?:\+|00)(?:33|262|508|590|594|596)(?:\(0\))?0?(\d{9})$")
_SEPARATORS = re.compile(r"[\s.\-/\u2010-\u2015]+")
# The code of a country: of one, two or three digits, after the plan of the ITU.
_COUNTRY = re.compile(
    r"(?:\+|00)(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})\(?0?\)?(\d{4,12})$"
)


def spaced_phone(typed: str) -> str:
    """The number in pairs, « 06 12 34 56 78 », or « (+32) 470 12 34 56 » from abroad: neither a
    lost zero nor a formula. What is no number stays as it was typed."""
    digits = _SEPARATORS.sub("", typed)
    if french := _FRENCH.match(digits):
        digits = f"0{french[1]}"
    if re.fullmatch(r"0[1-9]\d{8}", digits):
        return _pairs(digits)
    if abroad := _COUNTRY.match(digits):
        return f"(+{abroad[1]}) {_pairs(abroad[2])}"
    return typed


def _pairs(digits: str) -> str:
    """An odd digit goes with the first pair."""
    odd = len(digits) % 2
    head = digits[: 2 + odd]
    return " ".join([head, *re.findall("..", digits[2 + odd :])])
