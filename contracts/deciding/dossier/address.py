"""The only reader and writer of the addresses of a dossier: all of it stands in one parameter."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.http import QueryDict
from django.urls import reverse

from contracts.deciding.dossier.choice import DossierChoice, PickedFiche
from contracts.pages.forms import ADDED
from search.query.address import read_in_order, read_text, written
from search.query.form import MAX_QUERY_LENGTH, TICKED

PACKED = "d"
_FORM = "a"  # how the rest is packed; another way would have another letter
# Characters of what is packed: with a search beside it, the address stays below what the site takes
# (kb.middleware.LONGEST_ADDRESS).
LONGEST_PACKED = 6_500
_MOST_INFLATED = 450_000  # bytes: a full dossier with the longest notes in the rarest letters
_MAX_DIGITS = 10


class DamagedAddress(ValueError):
    """What stands in an address is not, or no longer, what this site wrote."""


@dataclass(frozen=True)
class DossierAddress:
    """`added` are the pk of pages that a fiche sends, `slugs` those of the fiches that are ticked in a
    list: they come after what is chosen. `searched` are the words that look for a fiche to add.
    `is_damaged` tells that what was packed could not be read."""

    choice: DossierChoice = field(default_factory=DossierChoice)
    added: tuple[int, ...] = ()
    slugs: tuple[str, ...] = ()
    searched: str = ""
    is_damaged: bool = False

    @classmethod
    def from_querydict(cls, data: QueryDict) -> DossierAddress:
        address = cls(
            added=tuple(map(int, filter(_is_key, read_in_order(data.getlist(ADDED))))),
            slugs=read_in_order(data.getlist(TICKED)),
            searched=read_text(data.get("chercher", ""), MAX_QUERY_LENGTH),
        )
        packed = data.get(PACKED, "")
        if not packed:
            return address
        try:
            return replace(address, choice=unpacked(packed))
        except DamagedAddress:
            return replace(address, is_damaged=True)

    @property
    def is_within_limit(self) -> bool:
        return len(packed(self.choice)) <= LONGEST_PACKED

    @property
    def url(self) -> str:
        return written(reverse("dossier"), self._choice())

    @property
    def search_url(self) -> str:
        searched = [("chercher", self.searched)] if self.searched else []
        return written(reverse("dossier"), [*self._choice(), *searched])

    def paper_url(self, name: str) -> str:
        return written(reverse("dossier_paper", args=[name]), self._choice())

    def _choice(self) -> list[tuple[str, str]]:
        is_empty = self.choice == DossierChoice()
        return [] if is_empty else [(PACKED, packed(self.choice))]


def packed(choice: DossierChoice) -> str:
    """The choice in letters, digits, - and _; without the versions, which an address never names."""
    council = choice.council.isoformat() if choice.council else ""
    pages = [[page.pk, page.note] if page.note else page.pk for page in choice.pages]
    content = [choice.title, council, pages, *([choice.asked] if choice.asked else [])]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return _FORM + base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def unpacked(text: str) -> DossierChoice:
    """Raises DamagedAddress for what `packed` did not write."""
    if text[:1] != _FORM:
        raise DamagedAddress(text[:1])
    body = text[1:]
    try:
        content = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
        inflating = zlib.decompressobj()
        inflated = inflating.decompress(content, _MOST_INFLATED)
        if not inflating.eof:
            raise DamagedAddress("it is cut, or it holds too much")
        return _choice_of(json.loads(inflated.decode()))
    except (binascii.Error, zlib.error, ValueError, RecursionError) as error:
        raise DamagedAddress(str(error)) from error


def pasted(text: str) -> DossierChoice:
    """That of an address, whole or not, that a reader pasted. Raises DamagedAddress."""
    try:
        found = parse_qs(urlsplit(text.strip()).query).get(PACKED, [])
    except ValueError as error:
        raise DamagedAddress(str(error)) from error
    if len(found) != 1:
        raise DamagedAddress("it names no dossier")
    return unpacked(found[0])


def _choice_of(content: Any) -> DossierChoice:
    match content:
        case [str(title), str(council), list(pages), *asked] if _is_at_most_a_text(asked):
            day = dt.date.fromisoformat(council) if council else None
            return DossierChoice.of(_pages(pages), title, day, *asked)
    raise DamagedAddress("it has another shape")


def _pages(rows: list[Any]) -> Iterator[PickedFiche]:
    for row in rows:
        match row:
            case bool():
                raise DamagedAddress("a fiche has no number")
            case int(pk):
                yield PickedFiche(pk)
            case [int(pk), str(note)] if not isinstance(pk, bool):
                yield PickedFiche(pk, note)
            case _:
                raise DamagedAddress("a fiche has another shape")


def _is_at_most_a_text(rest: list[Any]) -> bool:
    return len(rest) <= 1 and all(isinstance(one, str) for one in rest)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS
