"""What the notes of a theme and of a territory share: they gather fiches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from contracts.deciding.note.values import NoteItem, NoteSection, NoteWords
from contracts.models import CaseStudyPage, ContractPage
from contracts.models.base import FichePage
from contracts.pages.contract import state_of
from contracts.values.recorded_count import NOT_KNOWN
from search.text.collation import title_key

WORDS = NoteWords(
    on="sur le site",
    whole="La page entière, avec ses fiches",
    sources="Toutes les sources, depuis la page",
    sources_anchor="",
    qr="Code QR : l’adresse de la page",
)


def contracts_section(
    heading: str, pages: Iterable[ContractPage], anchor: str = "", absent: str = NOT_KNOWN
) -> NoteSection:
    items = tuple(NoteItem(page.title, details=_about_contract(page)) for page in pages)
    return NoteSection(heading, anchor, items, absent=absent)


def experiences_section(pages: Iterable[CaseStudyPage], anchor: str = "") -> NoteSection:
    items = tuple(NoteItem(page.title, details=_about_experience(page)) for page in pages)
    return NoteSection("Expériences", anchor, items)


def by_title(pages: Iterable[Any]) -> list[Any]:
    return sorted(pages, key=lambda page: title_key(page.title))


def _about_contract(page: ContractPage) -> tuple[str, ...]:
    """Its state, then its parties; their territories are read already."""
    names = ", ".join(party.territory.name for party in page.parties.all())
    return tuple(part for part in (state_of(page), names) if part)


def _about_experience(page: CaseStudyPage) -> tuple[str, ...]:
    names = ", ".join(territory.name for territory in page.territories)
    return tuple(part for part in (page.period, names) if part)


def last_published(pages: Iterable[FichePage]) -> dt.date | None:
    """None when there is no page, or none has a date."""
    moments = [page.last_published_at for page in pages if page.last_published_at]
    return timezone.localdate(max(moments)) if moments else None
