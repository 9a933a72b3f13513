"""What a file of open data says of itself: what it holds, of what day, and under which licence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from contracts.models.base import LICENCE
from contracts.opendata.reading import Site, absolute
from contracts.pages.parts.structured_data import LICENCE_URL, SITE_NAME
from contracts.values.slugs import folded_slug

_LONGEST_NAME = 80  # characters of the name of a file


@dataclass(frozen=True)
class About:
    """`words` are those that were searched for, `filters` are « Thème : Bois »; `address` is that
    of the page which shows the same. `columns_address` and `schema_address` explain the columns of
    a published table, and are empty for another; `total` is the number of its rows. `short_title` is
    that of its file, when the whole one is long."""

    title: str
    address: str
    made_on: dt.date
    words: str = ""
    filters: tuple[str, ...] = ()
    columns_address: str = ""
    schema_address: str = ""
    total: int | None = None
    licence: str = LICENCE
    licence_address: str = LICENCE_URL
    publisher: str = SITE_NAME
    short_title: str = ""

    @property
    def file_name(self) -> str:
        """Without its ending: « bois-contrats-2026-11-29 »."""
        stem = folded_slug(self.short_title or self.title)
        if len(stem) > _LONGEST_NAME:  # no word is cut, but one that fills it all
            stem = stem[: _LONGEST_NAME + 1].rpartition("-")[0] or stem[:_LONGEST_NAME]
        return f"{stem}-{self.made_on.isoformat()}"


def of_today(
    site: Site,
    title: str,
    address: str,
    *,
    words: str = "",
    filters: Iterable[str] = (),
    dataset: str = "",
    total: int | None = None,
) -> About:
    """What is said of a file that is made now; `address` is a path, `dataset` the code of its
    table."""
    return About(
        title,
        absolute(site, address),
        timezone.localdate(),
        words,
        tuple(filters),
        absolute(site, reverse("dictionary_of", args=[dataset])) if dataset else "",
        absolute(site, reverse("schema", args=[dataset])) if dataset else "",
        total,
    )
