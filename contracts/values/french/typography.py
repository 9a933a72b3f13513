"""Narrow and full no-break spaces, grouped digits, the apostrophe: on screen and on paper."""

import re

NARROW = "\u202f"
NO_BREAK = "\u00a0"

_BEFORE_TALL = re.compile(r"[ \u00a0\u202f]+([;!?»])")
_BEFORE_COLON = re.compile(r"[ \u00a0\u202f]+:(?=\s|$)")
_AFTER_OPENING = re.compile(r"«[ \u00a0\u202f]*")
_BEFORE_UNIT = re.compile(r"(?<=\d)[ \u00a0\u202f](?=(?:%|€|M€|k€|km²?|kg|t|ha|h)(?!\w))")
_GROUPED = re.compile(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))")


def french(text: str) -> str:
    """Set the spaces that French requires; the words are left as they are.

    Works on plain text and on escaped text alike: no rule touches « & », « < » or a quote, and a
    semicolon that ends an entity has no space before it.
    """
    text = text.replace("'", "\u2019")
    text = _BEFORE_TALL.sub(NARROW + r"\1", text)
    text = _BEFORE_COLON.sub(NO_BREAK + ":", text)
    text = _AFTER_OPENING.sub("«" + NO_BREAK, text)
    text = _GROUPED.sub(NARROW, text)
    return _BEFORE_UNIT.sub(NO_BREAK, text)
