"""Where a whole list can be taken away or followed, told by whoever writes its files.

One register, by the form that reads the address of a list: the page of the list leads there, and
knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Downloads:
    """`url` is the page that offers the files of a list, `feed_url` what tells its news, `alert_url`
    where one asks to be told of them by mail; all keep what the list asks."""

    url: str
    feed_url: str
    alert_url: str


Offer = Callable[[Any, HttpRequest], Downloads | None]

_offers: dict[type, Offer] = {}


def register(form: type, offer: Offer) -> None:
    """Offer the files of the lists whose address forms of this class read. Call it from
    AppConfig.ready."""
    if form in _offers:
        raise ValueError(f"two offers are made for {form.__name__}")
    _offers[form] = offer


def downloads_of(form: Any, request: HttpRequest) -> Downloads | None:
    """Those of the list that this form asks for, its filters, words and order kept; None when there
    are none."""
    offer = _offers.get(type(form))
    return offer(form, request) if offer else None
