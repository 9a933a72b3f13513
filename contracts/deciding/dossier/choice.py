"""What a reader chose for a dossier: fiches in their order, a note on each, a title, a day, what is
asked of the council. Nothing here says whether the fiches exist."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from contracts.values.clean_text import clean_line, clean_lines

ASKED = "Ce qui est demandé au conseil"
MOST_FICHES = 100
LONGEST_TITLE = 150
LONGEST_NOTE = 1_000
LONGEST_ASKED = 1_000
_MAX_KEY = 2**31 - 1  # of a page


@dataclass(frozen=True)
class PickedFiche:
    """`pk` is that of the page of a fiche; `version` is the number of the text that was frozen, None
    for that of today. `note` is what the reader wrote beside it."""

    pk: int
    note: str = ""
    version: int | None = None


@dataclass(frozen=True)
class DossierChoice:
    """A page stands once: what is told of it later is left out. There may be more fiches than
    MOST_FICHES, and texts longer than the limits, until `cut`: the page says what is too much."""

    pages: tuple[PickedFiche, ...] = ()
    title: str = ""
    council: dt.date | None = None
    asked: str = ""

    @classmethod
    def of(
        cls,
        pages: Iterable[PickedFiche],
        title: str = "",
        council: dt.date | None = None,
        asked: str = "",
    ) -> DossierChoice:
        """From what anybody may have typed, or forged."""
        once: dict[int, PickedFiche] = {}
        for page in pages:
            if 0 < page.pk <= _MAX_KEY:
                once.setdefault(page.pk, replace(page, note=clean_lines(page.note)))
        return cls(tuple(once.values()), clean_line(title), council, clean_lines(asked))

    def __bool__(self) -> bool:
        return bool(self.pages)

    @property
    def pks(self) -> tuple[int, ...]:
        return tuple(page.pk for page in self.pages)

    @property
    def has_notes(self) -> bool:
        return any(page.note for page in self.pages)

    @property
    def too_many(self) -> int:
        """How many fiches there are beyond the limit."""
        return max(0, len(self.pages) - MOST_FICHES)

    def cut(self) -> DossierChoice:
        """Within the limits."""
        return replace(
            self,
            pages=tuple(
                replace(page, note=page.note[:LONGEST_NOTE]) for page in self.pages[:MOST_FICHES]
            ),
            title=self.title[:LONGEST_TITLE],
            asked=self.asked[:LONGEST_ASKED],
        )

    def with_pages(self, pks: Iterable[int]) -> DossierChoice:
        """With these at the end, but those that are there already."""
        added = (PickedFiche(pk) for pk in pks)
        return DossierChoice.of((*self.pages, *added), self.title, self.council, self.asked)

    def joined_to(self, other: DossierChoice) -> DossierChoice:
        """The other dossier, with the fiches of this one at its end."""
        return DossierChoice.of(
            (*other.pages, *self.pages),
            other.title or self.title,
            other.council or self.council,
            other.asked or self.asked,
        )

    def without(self, pk: int) -> DossierChoice:
        return replace(self, pages=tuple(page for page in self.pages if page.pk != pk))

    def moved(self, pk: int, by: int) -> DossierChoice:
        """With this fiche so many places further down, or up with a negative number."""
        if pk not in self.pks:
            return self
        rank = self.pks.index(pk)
        pages = list(self.pages)
        page = pages.pop(rank)
        pages.insert(min(max(rank + by, 0), len(pages)), page)
        return replace(self, pages=tuple(pages))
