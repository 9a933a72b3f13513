"""French typography of what is shown: narrow and full no-break spaces, grouped digits."""

import datetime as dt
import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from contracts.values.dates.french_calendar import french_date

register = template.Library()

NARROW = "\u202f"
NO_BREAK = "\u00a0"

_BEFORE_TALL = re.compile(r"[ \u00a0\u202f]+([;!?»])")
_BEFORE_COLON = re.compile(r"[ \u00a0\u202f]+:(?=\s|$)")
_AFTER_OPENING = re.compile(r"«[ \u00a0\u202f]*")
_BEFORE_UNIT = re.compile(r"(?<=\d)[ \u00a0\u202f](?=(?:%|€|M€|k€|km²?|kg|t|ha|h)(?!\w))")
_GROUPED = re.compile(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))")
_TAG = re.compile(r"""(<(?:[^<>"']|"[^"]*"|'[^']*')*>)""")
# An apostrophe in what Django has escaped, and in what other libraries have.
_ESCAPED_APOSTROPHE = re.compile(r"&#(?:x27|39);")


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


@register.filter(name="typo_fr")
def typo_fr(value: object) -> SafeString:
    """`{{ text|typo_fr }}`: with French spaces; escaped, unless it says itself that it is HTML,
    as rich text does without being a SafeString. Tags are left as they are."""
    if hasattr(value, "__html__"):
        parts = _TAG.split(value.__html__())
        parts[::2] = [french(_ESCAPED_APOSTROPHE.sub("'", words)) for words in parts[::2]]
        return mark_safe("".join(parts))  # noqa: S308 - HTML already
    return mark_safe(conditional_escape(french(str(value if value is not None else ""))))  # noqa: S308


@register.filter(expects_localtime=True)
def date_fr(value: dt.date | None) -> str:
    """`{{ day|date_fr }}`: « 1er octobre 2016 », or nothing without a date."""
    return french_date(value) if value else ""


@register.filter(is_safe=True)
def one_line(text: str) -> str:
    """What a template breaks over lines, on one line: attributes keep line breaks, and the indents
    of a long list weigh more than its words."""
    return re.sub(r"[ \t]*\n[ \t\n]*", " ", text)
