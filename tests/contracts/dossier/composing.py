"""A dossier as tests write and read it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.http import QueryDict

from contracts.deciding.dossier.address import DossierAddress
from contracts.deciding.dossier.choice import DossierChoice, PickedFiche
from tests.contracts.reading import words

ADDRESS = "/dossier/"


def address(*pages: Any, notes: tuple[str, ...] = (), **others: Any) -> str:
    """That of a dossier of these pages, in this order."""
    notes = (*notes, *[""] * (len(pages) - len(notes)))
    chosen = (PickedFiche(page.pk, note) for page, note in zip(pages, notes, strict=True))
    return DossierAddress(DossierChoice.of(chosen, **others)).url


def read(url: str) -> DossierChoice:
    return DossierAddress.from_querydict(QueryDict(urlsplit(url).query)).choice


def posted(client: Any, *pages: Any, notes: tuple[str, ...] = (), **values: str) -> Any:
    """The form of a dossier of these pages, sent with the button that `action` names."""
    notes = (*notes, *[""] * (len(pages) - len(notes)))
    fiches = {"fiche": [page.pk for page in pages], "note": list(notes)}
    return client.post(ADDRESS, {**fiches, **values})


def titles(response: Any) -> list[str]:
    """Of the fiches, in their order."""
    soup = BeautifulSoup(response.content, "html.parser")
    return [words(heading) for heading in soup.select("#fiches h3")]


def alert(response: Any) -> str:
    soup = BeautifulSoup(response.content, "html.parser")
    return " ".join(words(one) for one in soup.select("[role=alert]"))
