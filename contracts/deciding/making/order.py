"""What a paper is to be made of, as a plain value that a row keeps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from contracts.deciding.dossier.choice import DossierChoice, PickedFiche
from contracts.deciding.dossier.selection import FichesOfDossier, dossier_of, find
from contracts.deciding.dossier.values import Dossier


@dataclass(frozen=True)
class PaperOrder:
    """`name` is that of the paper, `consulted` the day of its texts, `address` the absolute one of
    the dossier."""

    name: str
    choice: DossierChoice
    consulted: dt.date
    address: str

    def dossier(self, found: FichesOfDossier | None = None) -> Dossier:
        """With what is public at this moment."""
        found = find(self.choice) if found is None else found
        return dossier_of(self.choice, found, consulted=self.consulted, address=self.address)

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "pages": [[page.pk, page.note, page.version] for page in self.choice.pages],
            "title": self.choice.title,
            "council": self.choice.council.isoformat() if self.choice.council else "",
            "asked": self.choice.asked,
            "consulted": self.consulted.isoformat(),
            "address": self.address,
        }

    @classmethod
    def of_json(cls, row: dict[str, Any]) -> PaperOrder:
        council = dt.date.fromisoformat(row["council"]) if row["council"] else None
        pages = (PickedFiche(*page) for page in row["pages"])
        return cls(
            row["name"],
            DossierChoice.of(pages, row["title"], council, row.get("asked", "")),
            dt.date.fromisoformat(row["consulted"]),
            row["address"],
        )
