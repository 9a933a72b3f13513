"""The files that a dossier offers, by what their address ends with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.text import Truncator

from contracts.deciding.documents.blocks import Paper
from contracts.deciding.documents.docx_file import as_docx
from contracts.deciding.documents.odt_file import as_odt
from contracts.deciding.documents.pdf_file import as_pdf
from contracts.deciding.dossier.values import Dossier
from contracts.deciding.synthesis import deliberation, note
from contracts.deciding.synthesis.reading import UNTITLED, Progress, silently, synthesis_of
from contracts.deciding.synthesis.values import Synthesis

_LONGEST_NAME = 100
_NOTE, _DRAFT = note.TYPE, deliberation.TYPE


@dataclass(frozen=True)
class PaperKind:
    """A document in a format: `label` is read by people, `ending` is that of its file."""

    label: str
    media_type: str
    ending: str
    document: str
    written: Callable[[Synthesis], Paper]
    made: Callable[[Paper, dt.date | None], bytes]

    def file_name(self, dossier: Dossier) -> str:
        title = Truncator(" ".join(dossier.title.split()) or UNTITLED).chars(_LONGEST_NAME)
        return f"{self.document} - {title}.{self.ending}"


_PDF = ("application/pdf", "pdf")
_DOCX = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx")
_ODT = ("application/vnd.oasis.opendocument.text", "odt")

PAPERS: Mapping[str, PaperKind] = {
    "note-de-synthese.pdf": PaperKind(f"{_NOTE} (PDF)", *_PDF, _NOTE, note.note_paper, as_pdf),
    "note-de-synthese.docx": PaperKind(
        f"{_NOTE}, à modifier (DOCX, Word)", *_DOCX, _NOTE, note.note_paper, as_docx
    ),
    "note-de-synthese.odt": PaperKind(
        f"{_NOTE}, à modifier (ODT, LibreOffice)", *_ODT, _NOTE, note.note_paper, as_odt
    ),
    "deliberation.docx": PaperKind(
        f"{_DRAFT}, à compléter (DOCX, Word)",
        *_DOCX,
        _DRAFT,
        deliberation.deliberation_paper,
        as_docx,
    ),
    "deliberation.odt": PaperKind(
        f"{_DRAFT}, à compléter (ODT, LibreOffice)",
        *_ODT,
        _DRAFT,
        deliberation.deliberation_paper,
        as_odt,
    ),
}


def paper(name: str, dossier: Dossier, progress: Progress = silently) -> bytes:
    """The file of this name; `progress` is told how many fiches are read, of how many. Raises
    KeyError for another name, or a page of a kind that has no note; PaperFailed when a PDF cannot
    be made."""
    kind = PAPERS[name]
    return kind.made(kind.written(synthesis_of(dossier, progress)), dossier.consulted)
