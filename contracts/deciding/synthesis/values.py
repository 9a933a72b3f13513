"""What the documents of a dossier say, as plain values: every format writes these and no others."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.deciding.comparison.grid import SetSideBySide
from contracts.deciding.documents.sources import ListedSource
from contracts.deciding.note.values import NoteItem, NoteSheet
from contracts.pages.giving.matrix import MatrixLine


@dataclass(frozen=True)
class ToldByFiche:
    """What one fiche tells of a part; of what has no room there, `left` texts are read at
    `address`."""

    fiche: str
    items: tuple[NoteItem, ...]
    left: int = 0
    address: str = ""


@dataclass(frozen=True)
class SynthesisPart:
    """Objet, what came of it, motifs, conditions or portée. `silent` are the titles of the fiches that tell nothing
    of it."""

    heading: str
    told: tuple[ToldByFiche, ...] = ()
    silent: tuple[str, ...] = ()


@dataclass(frozen=True)
class SynthesisFiche:
    """A fiche as its page reads it, without what the parts above tell already. `note` is what the
    reader of the dossier wrote; `version` is that of its text, and `address` cites it. `outcome` is
    what came of it, which a part above tells whole. `party_count`
    says how many take part, when it is known: a party that is no territory is in it and has no
    name. Of one that `is_compared`, the comparison tells the rest."""

    number: int
    kind: str
    sheet: NoteSheet
    note: str
    version: str
    address: str
    outcome: tuple[NoteItem, ...] = ()
    party_count: tuple[NoteItem, ...] = ()
    is_compared: bool = False


@dataclass(frozen=True)
class SynthesisComparison:
    """From two to four contracts: `columns` are their titles, `groups` are (heading, rows). `silences`
    tell of what none of them says anything."""

    columns: tuple[str, ...]
    groups: tuple[tuple[str, tuple[SetSideBySide, ...]], ...]
    silences: tuple[str, ...] = ()


@dataclass(frozen=True)
class SynthesisBalance:
    """Themes × directions of all contracts together; `ways` are the headings of the directions."""

    ways: tuple[str, ...]
    lines: tuple[MatrixLine, ...]


@dataclass(frozen=True)
class OpenQuestions:
    """What one fiche leaves open, each told by a rule and by no person."""

    fiche: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Synthesis:
    """All that the documents of a dossier hold. `council` and `consulted` are dates in words, `council`
    empty when the reader gave none; `asked` are the lines of what they ask of the council; `address`
    is that of the dossier, empty when it has none."""

    title: str
    council: str
    asked: tuple[str, ...]
    consulted: str
    address: str
    parts: tuple[SynthesisPart, ...]
    fiches: tuple[SynthesisFiche, ...]
    comparison: SynthesisComparison | None
    balance: SynthesisBalance | None
    questions: tuple[OpenQuestions, ...]
    sources: tuple[ListedSource, ...]
    licences: tuple[str, ...]
