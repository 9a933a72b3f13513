"""French typography of what templates show."""

import datetime as dt
import re
from functools import lru_cache

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from contracts.values.dates.french_calendar import french_date
from contracts.values.french.typography import french, french_html

register = template.Library()


@register.filter(name="typo_fr")
def typo_fr(value: object) -> SafeString:
    """`{{ text|typo_fr }}`: with French spaces; escaped, unless it says itself that it is HTML,
    as rich text does without being a SafeString. Tags are left as they are."""
    if hasattr(value, "__html__"):
        return mark_safe(french_html(value.__html__()))  # noqa: S308 - HTML already
    text = str(value if value is not None else "")
    return _label(text) if len(text) <= _LABEL else _escaped(text)


def _escaped(text: str) -> SafeString:
    return mark_safe(escape(french(text)))  # noqa: S308


_LABEL = 120  # characters: pages show the same labels over and over, and a long text once
_label = lru_cache(maxsize=4_096)(_escaped)


@register.filter(expects_localtime=True)
def date_fr(value: dt.date | None) -> str:
    """`{{ day|date_fr }}`: « 1er octobre 2016 », or nothing without a date."""
    return french_date(value) if value else ""


@register.filter(is_safe=True)
def one_line(text: str) -> str:
    """What a template breaks over lines, on one line: attributes keep line breaks, and the indents
    of a long list weigh more than its words."""
    return re.sub(r"[ \t]*\n[ \t\n]*", " ", text)
