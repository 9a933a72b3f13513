"""The fiches that a dossier names: those that anyone may read, as they are or as they were, and those
that are missing, of which nothing is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from contracts import kinds
from contracts.deciding.dossier.choice import DossierChoice, PickedFiche
from contracts.deciding.dossier.values import Dossier, DossierEntry
from contracts.kinds import Kind
from contracts.models.base import FichePage
from contracts.pages.parts.related import public_documents
from contracts.pages.versions.history import as_it_was, versions_of
from contracts.pages.versions.version import Version, current_version


@dataclass(frozen=True)
class FoundFiche:
    """A fiche of the dossier that anyone may read, as it is today."""

    chosen: PickedFiche
    page: FichePage
    kind: Kind
    url: str

    @property
    def online(self) -> Version | None:
        return current_version(self.page.live_revision_id, self.page.last_published_at)


@dataclass(frozen=True)
class FichesOfDossier:
    """By their pk. `token` is that of the state of the index."""

    by_pk: Mapping[int, FoundFiche]
    token: str = ""


def dossier_kinds() -> tuple[Kind, ...]:
    """Fiches: what has versions."""
    return tuple(kind for kind in kinds.registered() if kind.keeps_versions)


def find(choice: DossierChoice) -> FichesOfDossier:
    """Read with one query for each kind that is there, and one for what is public."""
    chosen = {page.pk: page for page in choice.pages}
    documents = public_documents(set(chosen))
    found = {}
    for kind in dossier_kinds():
        pks = [pk for pk, document in documents.items() if document.kind == kind.code]
        rows: Any = kind.model
        pages = rows.objects.select_related(*rows.shown_with).in_bulk(pks) if pks else {}
        for pk, page in pages.items():
            found[pk] = FoundFiche(chosen[pk], page, kind, documents[pk].url)
    token = next((document.index_token for document in documents.values()), "")
    return FichesOfDossier(found, token)


def ticked(slugs: Iterable[str]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The pk of the public fiches of these slugs, in their order, and the slugs of none."""
    slugs = tuple(slugs)
    named: dict[str, list[int]] = {}
    for kind in dossier_kinds() if slugs else ():
        rows: Any = kind.model
        for pk, slug in rows.objects.filter(slug__in=slugs, live=True).values_list("pk", "slug"):
            named.setdefault(slug, []).append(pk)
    public = public_documents({pk for pks in named.values() for pk in pks})
    known = {slug: [pk for pk in pks if pk in public] for slug, pks in named.items()}
    pks = tuple(pk for slug in slugs for pk in known.get(slug, ()))
    return pks, tuple(slug for slug in slugs if not known.get(slug))


def entries(choice: DossierChoice, found: FichesOfDossier) -> tuple[DossierEntry, ...]:
    """What papers are made of, in the order of the reader, without what is missing."""
    told = (
        entry_of(found.by_pk[chosen.pk], chosen)
        for chosen in choice.pages
        if chosen.pk in found.by_pk
    )
    return tuple(entry for entry in told if entry is not None)


def dossier_of(
    choice: DossierChoice, found: FichesOfDossier, *, consulted: dt.date, address: str
) -> Dossier:
    return Dossier(
        entries(choice, found), choice.title, choice.council, consulted, address, choice.asked
    )


def entry_of(found: FoundFiche, chosen: PickedFiche) -> DossierEntry | None:
    """A fiche as it is or, when a version is chosen, as it was; None when its text is kept no
    more."""
    online = found.online
    if chosen.version is None or (online is not None and online.number == chosen.version):
        return DossierEntry(found.page, online, chosen.note)
    version = next(
        (one for one in versions_of(found.page) if one.number == chosen.version and one.kept), None
    )
    old = as_it_was(found.page, version) if version else None
    return DossierEntry(old.page, version, chosen.note) if old else None
