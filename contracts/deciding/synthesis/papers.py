"""The papers of a dossier: a stand-in, until those that are to be carried to a council come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from contracts.deciding.dossier.values import Dossier

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ODT = "application/vnd.oasis.opendocument.text"


@dataclass(frozen=True)
class PaperKind:
    """`label` is told to readers; `ending` is that of its file."""

    label: str
    media_type: str
    stem: str
    ending: str

    def file_name(self, dossier: Dossier) -> str:
        return f"{self.stem}-{len(dossier.entries)}.{self.ending}"


PAPERS: Mapping[str, PaperKind] = MappingProxyType(
    {
        f"{kind.stem}.{kind.ending}": kind
        for kind in (
            PaperKind("Note de synthèse (PDF)", "application/pdf", "note-de-synthese", "pdf"),
            PaperKind("Note de synthèse (Word)", _WORD, "note-de-synthese", "docx"),
            PaperKind("Note de synthèse (ODT)", _ODT, "note-de-synthese", "odt"),
            PaperKind("Projet de délibération (Word)", _WORD, "deliberation", "docx"),
            PaperKind("Projet de délibération (ODT)", _ODT, "deliberation", "odt"),
        )
    }
)


def _silent(_done: int, _total: int) -> None: ...


def paper(name: str, dossier: Dossier, progress: Callable[[int, int], None] = _silent) -> bytes:
    """The file of this name. Raises KeyError for a name that is not in PAPERS."""
    kind = PAPERS[name]
    total = len(dossier.entries)
    for done in range(1, total + 1):
        progress(done, total)
    titles = (entry.page.title for entry in dossier.entries)
    return "\n".join([kind.label, dossier.title, *titles]).encode()
