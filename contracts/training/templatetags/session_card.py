"""What the card of a session shows: when it is."""

from collections.abc import Mapping
from typing import Any

from django import template

from contracts.training.values.timing import Timing

register = template.Library()


@register.filter
def session_state(card: Mapping[str, Any]) -> str:
    """`{{ card|session_state }}`: « dans 3 jours », « en cours », « passée », « annulée »…"""
    return Timing.of_card(card).label
