"""Narrow and full no-break spaces, grouped digits, the apostrophe: on screen and on paper."""

import re
from collections.abc import Callable

NARROW = "\u202f"
NO_BREAK = "\u00a0"

_BEFORE_TALL = re.compile(r"[ \u00a0\u202f]+([;!?»])")
_BEFORE_COLON = re.compile(r"[ \u00a0\u202f]+:(?=\s|$)")
_AFTER_OPENING = re.compile(r"«[ \u00a0\u202f]*")
_BEFORE_UNIT = re.compile(r"(?<=\d)[ \u00a0\u202f](?=(?:%|€|M€|k€|km²?|kg|t|ha|h)(?!\w))")
# What who writes as English does leaves out; an entity (« &amp; ») ends with a semicolon.
_WITHOUT_SPACE = re.compile(r"(?<=[\w»)])([:!?])(?=\s|$)")
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


def french_throughout(text: str) -> str:
    """As `french`, with the spaces that were left out before « : », « ! » and « ? ».

    >>> french_throughout("Historique: l'essai") == "Historique\u00a0: l’essai"
    True
    """
    return french(_WITHOUT_SPACE.sub(r" \1", text))


_PIECES = re.compile(
    r"""(<!--.*?-->|<(script|style|textarea|pre|code|kbd|samp|del|ins)\b.*?</\2\s*>"""
    r"""|<(?:[^<>"']|"[^"]*"|'[^']*')*>)""",
    re.DOTALL | re.IGNORECASE,
)
# An apostrophe in what Django has escaped, and in what other libraries have.
_ESCAPED_APOSTROPHE = re.compile(r"&#(?:x27|39);")


def french_html(html: str, rule: Callable[[str], str] = french) -> str:
    """The texts of HTML as `rule` sets them. Left as they are: tags with their attributes, what is no
    French (scripts, styles, code), what a form sends back, and what tells two versions apart."""
    pieces = _PIECES.split(html)
    # A text, then what stands between two texts and the name that it began with, and so on.
    # A form says the same few words hundreds of times.
    texts = {text: rule(_ESCAPED_APOSTROPHE.sub("'", text)) for text in set(pieces[::3])}
    pieces[::3] = [texts[text] for text in pieces[::3]]
    del pieces[2::3]
    return "".join(pieces)
