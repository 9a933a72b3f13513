"""What a session left, as its page shows it: notes by their nature, and materials to open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.template.defaultfilters import filesizeformat
from wagtail.models import CollectionViewRestriction

if TYPE_CHECKING:
    from contracts.training.models import TrainingSessionPage
    from search.models import SearchDocument

ANCHOR = "retour"
_HEADINGS = {
    "dit": "Ce qui s’est dit",
    "question": "Questions posées",
    "condition": "Conditions entendues",
    "levier": "Leviers entendus",
}


@dataclass(frozen=True)
class NoteView:
    text: str
    answer: str
    fiche_title: str
    fiche_url: str


@dataclass(frozen=True)
class NoteGroup:
    code: str
    heading: str
    notes: tuple[NoteView, ...]


@dataclass(frozen=True)
class DocumentView:
    """A document to open; without address, only some readers may."""

    title: str
    url: str
    details: str
    rights: str = ""


@dataclass(frozen=True)
class ReturnView:
    groups: tuple[NoteGroup, ...]
    materials: tuple[DocumentView, ...]


def return_view(
    page: TrainingSessionPage,
    public_pages: Mapping[int, SearchDocument],
    linked: Callable[[str], str],
    restricted: set[int],
) -> ReturnView | None:
    """None when nothing was published. A fiche that is not public is not named."""
    notes: dict[str, list[NoteView]] = {code: [] for code in _HEADINGS}
    for note in page.return_notes.all():
        fiche = public_pages.get(note.fiche_id)
        notes.setdefault(note.kind, []).append(
            NoteView(
                text=linked(note.text),
                answer=linked(note.answer) if note.answer else "",
                fiche_title=fiche.title if fiche else "",
                fiche_url=fiche.url if fiche else "",
            )
        )
    groups = tuple(
        NoteGroup(code, _HEADINGS[code], tuple(found)) for code, found in notes.items() if found
    )
    materials = tuple(_materials(page, restricted))
    return ReturnView(groups, materials) if groups or materials else None


def _materials(page: TrainingSessionPage, restricted: set[int]) -> Iterator[DocumentView]:
    for material in page.materials.all():
        if material.document is not None:
            yield document_view(
                material.document, restricted, title=material.title, rights=material.rights
            )
        elif material.url:
            yield DocumentView(
                material.title,
                material.url,
                f"sur {urlsplit(material.url).hostname}",
                material.rights,
            )


def document_view(
    document: Any, restricted: set[int], *, title: str, rights: str = ""
) -> DocumentView:
    """The size is the one noted at the upload: the file itself may be gone."""
    kind = document.file_extension.upper()
    if document.pk in restricted:
        return DocumentView(title, "", ", ".join(filter(None, (kind, "accès restreint"))), rights)
    size = filesizeformat(document.file_size) if document.file_size else ""
    return DocumentView(title, document.url, ", ".join(filter(None, (kind, size))), rights)


def restricted_documents(documents: Iterable[Any]) -> set[int]:
    """The pk of those that lie in a collection with a password or a login, in one query."""
    documents = [document for document in documents if document is not None]
    if not documents:
        return set()
    paths = CollectionViewRestriction.objects.values_list("collection__path", flat=True)
    closed = tuple(paths)
    return {document.pk for document in documents if document.collection.path.startswith(closed)}
