"""How the catalogue's templates write marks of sources and structured data."""

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from contracts.pages.parts.citations import Marks

register = template.Library()

# What would end the element, or start a comment in it, is written as JSON escapes.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.filter
def marks(value: Marks) -> SafeString:
    """`{{ row.marks|marks }}`: links to the list of sources, held to the word before them."""
    return format_html_join(
        "",
        '\u202f<a class="source-ref" href="#{}" aria-label="source {}">[{}]</a>',
        (
            (mark.anchor, _words(mark.number, mark.locator), _words(mark.number, mark.locator))
            for mark in value
        ),
    )


@register.filter
def structured_data(value: Mapping[str, Any]) -> SafeString:
    """`{{ data|structured_data }}`: a block of JSON-LD, which no browser runs."""
    text = json.dumps(value, ensure_ascii=False).translate(_ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308 - escaped above
    )


def _words(number: int, locator: str) -> str:
    return f"{number}, {locator}" if locator else str(number)
