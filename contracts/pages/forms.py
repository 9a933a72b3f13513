"""The only readers, and writers, of the addresses of the list of conditions and obstacles, of that
of communes, of a contract as one side sees it, of the share image of a page, and of the comparison
of fiches (contracts.deciding.comparison), to which pages lead; and what leads to a dossier
(contracts.deciding.dossier)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from django.http import QueryDict
from django.urls import reverse

from contracts.values.vocabulary import Section, Side
from search.index.documents import MAX_CODE_LENGTH
from search.query.address import read_in_order, read_page, read_text, written
from search.query.form import MAX_QUERY_LENGTH, TICKED

ADDED = "ajouter"  # the parameter of a page that is added to a dossier


@dataclass(frozen=True)
class StatementForm:
    """An address understood; what cannot be is left out. An unknown tag or theme is kept: it
    matches nothing, and the page says so."""

    section: str = ""
    tag: str = ""
    theme: str = ""
    page: int = 1

    SECTIONS: ClassVar[tuple[Section, ...]] = (Section.CONDITION, Section.OBSTACLE)

    @classmethod
    def from_querydict(cls, data: QueryDict) -> StatementForm:
        section = data.get("nature", "")
        return cls(
            section=section if section in cls.SECTIONS else "",
            tag=read_text(data.get("etiquette", ""), MAX_CODE_LENGTH),
            theme=read_text(data.get("theme", ""), MAX_CODE_LENGTH),
            page=read_page(data.get("page", "")),
        )

    @property
    def sections(self) -> tuple[Section, ...]:
        return (Section(self.section),) if self.section else self.SECTIONS

    @property
    def is_filtered(self) -> bool:
        return bool(self.section or self.tag or self.theme)

    def url(self, path: str = "") -> str:
        """In the order of the form."""
        values = {"nature": self.section, "theme": self.theme, "etiquette": self.tag}
        if self.page > 1:
            values["page"] = str(self.page)
        return written(path, ((name, value) for name, value in values.items() if value))

    def changed(self, **values: str) -> StatementForm:
        """Another filter starts at its first page."""
        return replace(self, **values, page=1)

    def at_page(self, page: int) -> StatementForm:
        return replace(self, page=page)


@dataclass(frozen=True)
class CommuneForm:
    """What is typed to find a commune: its name, or its Insee code."""

    name: str = ""

    @classmethod
    def from_querydict(cls, data: QueryDict) -> CommuneForm:
        return cls(read_text(data.get("nom", ""), MAX_CODE_LENGTH))

    def url(self, path: str) -> str:
        return written(path, [("nom", self.name)] if self.name else [])


@dataclass(frozen=True)
class ShareImageForm:
    """Which drawing of the share image of a page is named: the digest of what it shows, so that
    who has kept another one asks for it."""

    digest: str = ""

    def url(self, page: str) -> str:
        """Below the address of the page."""
        return written(f"{page}partage.png", [("version", self.digest)])


@dataclass(frozen=True)
class PointOfViewForm:
    """From which side a contract is read: « vu-de=ville ». Another value is no side."""

    side: str = ""

    SIDES: ClassVar[tuple[Side, ...]] = (Side.CITY, Side.COUNTRYSIDE)

    @classmethod
    def from_querydict(cls, data: QueryDict) -> PointOfViewForm:
        side = data.get("vu-de", "")
        return cls(side if side in cls.SIDES else "")

    def url(self, path: str = "") -> str:
        return written(path, [("vu-de", self.side)] if self.side else [])


@dataclass(frozen=True)
class ComparisonForm:
    """Which fiches are compared, by their slugs, in the order of their columns. Those that nobody
    knows, or beyond the fourth, are kept: the page says what is wrong with them.

    `pair` are the ranks, from 0, of the two columns that a phone shows; None for the first two.
    `searched` are the words that look for a fiche to add. `is_mixed` tells that the address had
    parameters of something else: a list where fiches are ticked sends its own.
    """

    slugs: tuple[str, ...] = ()
    differences: bool = False
    pair: tuple[int, int] | None = None
    searched: str = ""
    is_mixed: bool = False

    MOST: ClassVar[int] = 4
    _NAMES: ClassVar[frozenset[str]] = frozenset({TICKED, "differences", "paire", "chercher"})
    _YES: ClassVar[str] = "oui"

    @classmethod
    def from_querydict(cls, data: QueryDict) -> ComparisonForm:
        return cls(
            slugs=read_in_order(data.getlist(TICKED)),
            differences=data.get("differences", "") == cls._YES,
            pair=_read_pair(data.get("paire", ""), cls.MOST),
            searched=read_text(data.get("chercher", ""), MAX_QUERY_LENGTH),
            is_mixed=not cls._NAMES.issuperset(data),
        )

    @classmethod
    def of_pages(cls, addresses: Iterable[str]) -> ComparisonForm:
        """That of the fiches at these addresses."""
        return cls(tuple(slug_of(address) for address in addresses))

    @property
    def url(self) -> str:
        values = [(TICKED, slug) for slug in self.slugs]
        if self.differences:
            values.append(("differences", self._YES))
        if self.pair not in {None, (0, 1)}:
            first, second = self.pair or (0, 1)
            values.append(("paire", f"{first + 1}-{second + 1}"))
        if self.searched:
            values.append(("chercher", self.searched))
        return written(reverse("comparison"), values)

    @property
    def whole(self) -> ComparisonForm:
        """The same cells, without what a phone leaves aside nor what is searched beside them."""
        return replace(self, pair=None, searched="")

    def file_url(self, ending: str) -> str:
        """Of the same cells as a file of this kind."""
        path = reverse("comparison")
        return f"{path}tableau.{ending}{self.whole.url.removeprefix(path)}"

    def with_fiche(self, slug: str) -> ComparisonForm:
        return replace(self, slugs=(*self.slugs, slug), searched="")

    def without(self, *slugs: str) -> ComparisonForm:
        """The columns that are left are shown from the first one."""
        return replace(self, slugs=tuple(one for one in self.slugs if one not in slugs), pair=None)

    def with_other_rows(self) -> ComparisonForm:
        """With the differences alone when every row was shown, and the reverse."""
        return replace(self, differences=not self.differences)

    def with_pair(self, first: int, second: int) -> ComparisonForm:
        return replace(self, pair=(first, second))


def dossier_with(pk: int) -> str:
    """The address of a dossier that begins with this page."""
    return written(reverse("dossier"), [(ADDED, str(pk))])


def slug_of(address: str) -> str:
    """The last step of the address of a page: « brest-cob » of « /contrats/brest-cob/ »."""
    return address.rstrip("/").rpartition("/")[2]


def _read_pair(raw: str, most: int) -> tuple[int, int] | None:
    """« 1-3 », from 1 and in this order; None for anything else."""
    pairs = ((first, second) for second in range(most) for first in range(second))
    return next((pair for pair in pairs if raw == f"{pair[0] + 1}-{pair[1] + 1}"), None)
