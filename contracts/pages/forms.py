"""The only readers, and writers, of the addresses of the list of conditions and obstacles, of that
of communes, of a contract as one side sees it, and of the share image of a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from django.http import QueryDict

from contracts.values.vocabulary import Section, Side
from search.index.documents import MAX_CODE_LENGTH
from search.query.address import read_page, read_text, written


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
    """Which drawing of the share image of a page is asked: the digest of what it shows."""

    digest: str = ""

    @classmethod
    def from_querydict(cls, data: QueryDict) -> ShareImageForm:
        return cls(read_text(data.get("version", ""), MAX_CODE_LENGTH))

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
