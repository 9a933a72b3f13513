"""What a session left, as its page shows it: notes by their nature, and materials to open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet, Value
from django.template.defaultfilters import filesizeformat
from wagtail.models import CollectionViewRestriction

from contracts.training.models import Material, TrainingSessionPage
from search.models import SearchDocument

ANCHOR = "retour"
_HEADINGS = {
    "dit": "Ce qui s’est dit",
    "question": "Questions posées",
    "condition": "Conditions entendues",
    "levier": "Leviers entendus",
}


@dataclass(frozen=True)
class NoteDetail:
    text: str
    answer: str
    fiche_title: str
    fiche_url: str


@dataclass(frozen=True)
class NoteGroup:
    code: str
    heading: str
    notes: tuple[NoteDetail, ...]


@dataclass(frozen=True)
class DocumentDetail:
    """A document to open; without address, only some readers may."""

    title: str
    url: str
    details: str
    rights: str = ""


@dataclass(frozen=True)
class ReturnDetail:
    groups: tuple[NoteGroup, ...]
    materials: tuple[DocumentDetail, ...]


def return_detail(
    page: TrainingSessionPage,
    public_pages: Mapping[int, SearchDocument],
    linked: Callable[[str], str],
) -> ReturnDetail | None:
    """None when nothing was published. A fiche that is not public is not named."""
    notes: dict[str, list[NoteDetail]] = {code: [] for code in _HEADINGS}
    for note in page.return_notes.all():
        fiche = public_pages.get(note.fiche_id)
        notes.setdefault(note.kind, []).append(
            NoteDetail(
                text=linked(note.text),
                answer=linked(note.answer) if note.answer else "",
                fiche_title=fiche.title if fiche else "",
                fiche_url=fiche.url if fiche else "",
            )
        )
    groups = tuple(
        NoteGroup(code, _HEADINGS[code], tuple(found)) for code, found in notes.items() if found
    )
    materials = tuple(_materials(page))
    return ReturnDetail(groups, materials) if groups or materials else None


def materials_to_show(page: TrainingSessionPage) -> QuerySet[Material]:
    """With what tells of each document whether anyone may open it."""
    return page.materials.model.objects.select_related("document").annotate(
        is_restricted=Exists(_restrictions_around(OuterRef("document__collection__path")))
    )


def is_restricted(document: Any) -> bool:
    """It lies in a collection with a password or a login."""
    return _restrictions_around(Value(document.collection.path)).exists()


def document_detail(
    document: Any, title: str, *, is_restricted: bool, rights: str = ""
) -> DocumentDetail:
    """The size is the one noted at the upload: the file itself may be gone."""
    kind = document.file_extension.upper()
    if is_restricted:
        return DocumentDetail(title, "", _joined(kind, "accès restreint"), rights)
    size = filesizeformat(document.file_size) if document.file_size else ""
    return DocumentDetail(title, document.url, _joined(kind, size), rights)


def _materials(page: TrainingSessionPage) -> Iterator[DocumentDetail]:
    for material in page.materials.all():
        if material.document is not None:
            # The preview of a draft has rows that no query has read.
            known = getattr(material, "is_restricted", None)
            yield document_detail(
                material.document,
                material.title,
                is_restricted=is_restricted(material.document) if known is None else known,
                rights=material.rights,
            )
        elif material.url:
            host = urlsplit(material.url).hostname
            yield DocumentDetail(material.title, material.url, f"sur {host}", material.rights)


def _restrictions_around(path: OuterRef | Value) -> QuerySet[CollectionViewRestriction]:
    """Those on a collection or on one that holds it."""
    inside = ExpressionWrapper(path, CharField())
    rows = CollectionViewRestriction.objects.annotate(inside=inside)
    return rows.filter(inside__startswith=F("collection__path"))


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
