"""The page of a dossier: its fiches in the order of the reader, and all that is done with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse

from contracts.deciding.addable import Addable, addable
from contracts.deciding.composing.edits import FULL, DossierEdits
from contracts.deciding.dossier.address import DossierAddress, packed
from contracts.deciding.dossier.choice import (
    LONGEST_ASKED,
    LONGEST_NOTE,
    LONGEST_TITLE,
    MOST_FICHES,
    DossierChoice,
    PickedFiche,
)
from contracts.deciding.dossier.selection import FoundFiche, dossier_kinds, find, ticked
from contracts.deciding.synthesis.papers import PAPERS
from contracts.index.keys import pk_of
from contracts.pages.forms import ComparisonForm
from contracts.pages.parts.carry import mail_to_send
from contracts.pages.parts.listings import listings_of
from contracts.public_forms.forms import FormFault
from search.query.page_head import PageHead

NO_TITLE = "Mon dossier"
_LONG_FOR_MAIL = 1_900  # characters that every program of mail takes whole
_FEWEST_COMPARED = 2
_DAMAGED = (
    "Cette adresse ne se lit pas jusqu’au bout : certaines messageries coupent les longues adresses. "
    "Copiez-la en entier, jusqu’au dernier caractère, ou recommencez ci-dessous."
)


@dataclass(frozen=True)
class DossierItem:
    """A fiche at its rank, from 1; `found` is None for one that is missing."""

    rank: int
    chosen: PickedFiche
    found: FoundFiche | None
    is_last: bool

    @property
    def name(self) -> str:
        """What its buttons name."""
        return (
            self.found.page.title if self.found else f"fiche {self.rank}, qui n’est plus en ligne"
        )


class DossierContext:
    """From an address, or from what was typed when it is still to be mended (`edits`)."""

    def __init__(
        self, address: DossierAddress, request: HttpRequest, edits: DossierEdits | None = None
    ) -> None:
        self._request = request
        pks, self.unknown = ticked(address.slugs)
        self.is_adding = bool(address.added or address.slugs)
        choice = address.choice.with_pages((*address.added, *pks))
        self.faults: tuple[FormFault, ...] = edits.faults if edits else ()
        if choice.too_many and edits is None:
            self.faults = (FormFault(FULL),)
            choice = choice.cut()
        if address.is_damaged:
            self.faults = (FormFault(_DAMAGED),)
        self.choice: DossierChoice = choice
        self.address = DossierAddress(choice, searched=address.searched)
        self.found_pages = find(choice)
        self.items = tuple(self._items())
        self.day = edits.day if edits and edits.day else self._day
        self.head = PageHead(choice.title or NO_TITLE, self.address.url)

    @property
    def action(self) -> str:
        return reverse("dossier")

    @property
    def url(self) -> str:
        """Absolute, of the dossier as it stands."""
        return self._request.build_absolute_uri(self.address.url)

    @property
    def missing(self) -> int:
        return sum(item.found is None for item in self.items)

    @property
    def is_told(self) -> bool:
        """Whether something of it can be carried away."""
        return len(self.items) > self.missing

    @property
    def most(self) -> int:
        return MOST_FICHES

    @property
    def longest_title(self) -> int:
        return LONGEST_TITLE

    @property
    def longest_asked(self) -> int:
        return LONGEST_ASKED

    @property
    def longest_note(self) -> int:
        return LONGEST_NOTE

    @property
    def has_room(self) -> bool:
        return len(self.items) < MOST_FICHES

    @property
    def is_too_long(self) -> bool:
        """Whether it does not stand in an address: only what is posted holds it then."""
        return not self.address.is_within_limit

    @property
    def is_long(self) -> bool:
        return len(self.url) > _LONG_FOR_MAIL

    @property
    def length(self) -> int:
        return len(self.url)

    @property
    def packed(self) -> str:
        return packed(self.choice)

    @property
    def mail(self) -> str:
        return mail_to_send(self.choice.title or NO_TITLE, self.url)

    @property
    def papers(self) -> tuple[tuple[str, str, str], ...]:
        """(name, label, address) of each document that is made of it."""
        return tuple(
            (name, kind.label, self.address.paper_url(name)) for name, kind in PAPERS.items()
        )

    @cached_property
    def comparisons(self) -> tuple[tuple[str, str, str], ...]:
        """(code of the kind, label, address): the first fiches of each kind side by side."""
        found = [item.found for item in self.items if item.found]
        told = []
        for kind in dossier_kinds():
            urls = [one.url for one in found if one.kind is kind][: ComparisonForm.MOST]
            if kind.is_set_side_by_side and len(urls) >= _FEWEST_COMPARED:
                label = f"Comparer {len(urls)} {kind.plural.lower()}"
                told.append((kind.code, label, ComparisonForm.of_pages(urls).url))
        return tuple(told)

    @property
    def listings(self) -> tuple[tuple[str, str], ...]:
        """Where fiches are found: (label, address)."""
        listings = listings_of(self._request)
        return tuple((kind.plural, listings[kind.code]) for kind in dossier_kinds())

    @cached_property
    def proposed(self) -> tuple[tuple[int, Addable], ...] | None:
        """What a search inside the page found, with the pk of each page; None when no engine answers."""
        there = set(self.choice.pks)
        hits = addable(
            self.address.searched, dossier_kinds(), lambda hit: pk_of(hit.key) in there, len(there)
        )
        return None if hits is None else tuple((pk_of(hit.key), hit) for hit in hits)

    @property
    def _day(self) -> str:
        return self.choice.council.isoformat() if self.choice.council else ""

    def _items(self) -> Iterator[DossierItem]:
        last = len(self.choice.pages)
        for rank, chosen in enumerate(self.choice.pages, start=1):
            found = self.found_pages.by_pk.get(chosen.pk)
            yield DossierItem(rank, chosen, found, is_last=rank == last)
