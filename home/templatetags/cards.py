"""What cards of fiches show: the sign of an exchange, why a contract is listed, when a session is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from contracts.drawings.motif import exchange as exchange_drawing
from contracts.training.values.timing import Timing

register = template.Library()


@register.simple_tag
def exchange(city: int, countryside: int, together: int = 0) -> SafeString:
    """`{% exchange 4 2 1 %}`: the sign, each arrow as thick as what its side gives."""
    return exchange_drawing(city or 0, countryside or 0, together or 0)


@register.filter
def reasons(card: Mapping[str, Any], by_party: Mapping[str, str]) -> str:
    """`{{ card|reasons:reasons_by_party }}`: why a contract is in a list, by each of its parties."""
    return " ; ".join(by_party[code] for code in card.get("party_codes", ()) if code in by_party)


@register.filter
def session_state(card: Mapping[str, Any]) -> str:
    """`{{ card|session_state }}`: « dans 3 jours », « en cours », « passée », « annulée »…"""
    return Timing.of_card(card).label
