"""How the catalogue's templates write marks of sources, structured data and cards of results."""

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from contracts import kinds
from contracts.drawings.motif import exchange as exchange_drawing
from contracts.pages.parts.citations import Marks
from contracts.values.balance import Balance

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


@register.filter
def card_template(code: str) -> str:
    """`{% include hit.kind|card_template %}`: each kind shows its results in its own way."""
    kind = kinds.get(code)
    return kind.card if kind else "includes/card_base.html"


@register.filter
def balance(card: Mapping[str, Any]) -> Balance:
    """`{{ card|balance }}`: what each side gives, as the card of a contract counts it."""
    return Balance(*(card.get(name) or 0 for name in ("city", "countryside", "together")))


@register.filter
def exchange(value: Balance) -> SafeString:
    """`{{ balance|exchange }}`: the sign, each arrow as thick as what its side gives."""
    return exchange_drawing(value.city, value.countryside, value.together)


@register.filter
def reasons(card: Mapping[str, Any], by_party: Mapping[str, str]) -> str:
    """`{{ card|reasons:reasons_by_party }}`: why a contract is in a list, by each of its parties."""
    return " ; ".join(by_party[code] for code in card.get("party_codes", ()) if code in by_party)


def _words(number: int, locator: str) -> str:
    return f"{number}, {locator}" if locator else str(number)
