"""The files in which a whole list can be taken away, offered by whoever writes them.

One register, by the form that reads the address of a list: the page of the list shows what is
offered, and knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Download:
    """One file: « CSV », what it is good for, and its address with what the list asks."""

    label: str
    use: str
    url: str


@dataclass(frozen=True)
class Downloads:
    """The files of one list; `columns_url` explains what they hold. `feed_url` is the address that
    tells what is new in the list, empty when there is none."""

    files: tuple[Download, ...]
    columns_url: str
    feed_url: str = ""


Offer = Callable[[Any, HttpRequest], Downloads | None]

_offers: dict[type, Offer] = {}


def register(form: type, offer: Offer) -> None:
    """Offer the files of the lists whose address forms of this class read. Call it from
    AppConfig.ready."""
    if form in _offers:
        raise ValueError(f"two offers are made for {form.__name__}")
    _offers[form] = offer


def downloads_of(form: Any, request: HttpRequest) -> Downloads | None:
    """The files of the list that this form asks for, its filters, words and order kept; None when
    there is none."""
    offer = _offers.get(type(form))
    return offer(form, request) if offer else None
