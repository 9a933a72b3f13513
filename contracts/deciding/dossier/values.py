"""What a dossier holds, whether its address or a frozen row says it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from contracts.models.base import FichePage
from contracts.pages.versions.version import Version


@dataclass(frozen=True)
class DossierEntry:
    """A fiche of the dossier: of today, or as its frozen version was."""

    page: FichePage
    version: Version | None  # None: never published by a revision, it cannot be cited so
    note: str = ""  # what the reader wrote beside it


@dataclass(frozen=True)
class Dossier:
    """Fiches in the reader's order; what they wrote is theirs and is never shown as a fact."""

    entries: tuple[DossierEntry, ...]
    title: str = ""  # « » when the reader gave none
    council: dt.date | None = None  # the day of the meeting
    consulted: dt.date | None = None  # the day of the texts: today, or that of the freezing
    address: str = ""  # absolute, of the dossier itself
    asked: str = ""  # of the council, in the words of the reader
