"""From a dossier to what its documents say: the readings of the pages, their sources numbered anew."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest

from contracts import kinds
from contracts.deciding.comparison import contract as side_by_side
from contracts.deciding.comparison.grid import SetSideBySide
from contracts.deciding.comparison.values import ComparedGroup, FoldedComparison, fitting
from contracts.deciding.documents.sources import listed
from contracts.deciding.dossier.values import Dossier, DossierEntry
from contracts.deciding.note.fiche import fiche_sheet
from contracts.deciding.note.values import (
    NoteItem,
    NoteMark,
    NoteSection,
    facts,
    labelled,
    marks,
)
from contracts.deciding.synthesis.questions import open_questions
from contracts.deciding.synthesis.sides import in_short
from contracts.deciding.synthesis.values import (
    OpenQuestions,
    Synthesis,
    SynthesisBalance,
    SynthesisComparison,
    SynthesisFiche,
    SynthesisPart,
    ToldByFiche,
)
from contracts.models import CaseStudyPage, ContractPage, ToolPage
from contracts.models.base import FichePage
from contracts.pages.case_study import case_study_relations
from contracts.pages.contract import STATUS, ContractContext, contract_relations
from contracts.pages.fiche import FicheContext
from contracts.pages.giving.matrix import BalanceMatrix
from contracts.pages.parts.citations import Citations, NumberedSource
from contracts.pages.parts.facts import MOST_BRIEF
from contracts.pages.parts.glossary_links import TermLinks
from contracts.pages.parts.texts import Texts
from contracts.pages.tool import ToolContext, tool_relations
from contracts.values.dates.french_calendar import french_date
from contracts.values.recorded_count import NOT_KNOWN
from contracts.values.vocabulary import Attribute, Section

UNTITLED = "Dossier de lecture"
_COMPARED = range(2, 5)
_RELATIONS: Mapping[type, Callable[[], Iterator[Prefetch]]] = {
    ContractPage: contract_relations,
    CaseStudyPage: case_study_relations,
    ToolPage: tool_relations,
}
_MOTIVES = (Section.CONTEXT, Section.OBJECTIVE, Section.PROBLEM)
# Letters: what each fiche tells of a part, so that none takes the room of the others.
_LONGEST_TOLD, _LONGEST_SIDE, _LONGEST_CELL = 450, 220, 300
_CONDITIONS = (Section.CONDITION, Section.GOVERNANCE, Section.MEANS, Section.COST)
_OUTCOME = "Ce qu’il en est advenu"
_OUTCOMES = {_OUTCOME, "Résultats"}  # as fiches head it, by their kind
_PARTIES = Attribute.PARTIES.label
# How far a fiche goes, among the facts that its page shows in brief.
_REACH = {
    STATUS,
    "Période",
    "Échelle",
    _PARTIES,
    *(
        attribute.label
        for attribute in (
            *(Attribute.START, Attribute.END, Attribute.DURATION),
            *(Attribute.POPULATION, Attribute.COMMUNES),
        )
    ),
}

Progress = Callable[[int, int], None]


def silently(_done: int, _total: int) -> None:
    """Tells nobody how far the reading is."""


class _Renumbered:
    """Items whose sources have the numbers of one reading get those of the dossier."""

    def __init__(self, references: Iterable[NumberedSource], citations: Citations) -> None:
        self._sources = {one.number: one.source for one in references}
        self._citations = citations

    def __call__(self, items: Iterable[NoteItem]) -> tuple[NoteItem, ...]:
        return tuple(
            replace(item, marks=tuple(mark for one in item.marks for mark in self._cite(one)))
            for item in items
        )

    def _cite(self, mark: NoteMark) -> tuple[NoteMark, ...]:
        _number, _comma, locator = mark.words.partition(", ")
        return marks(self._citations.cite(self._sources[mark.number], locator=locator))


class _ReadFiche:
    """One fiche that was read: its numbers are those of its own sources, until they are cited."""

    def __init__(self, entry: DossierEntry, fiche: FicheContext, citations: Citations) -> None:
        self.entry = entry
        self.fiche = fiche
        self._sheet = fiche_sheet(fiche, MOST_BRIEF)
        self._cited = _Renumbered(fiche.references, citations)
        self._told_above: set[str] = set()

    @property
    def licence(self) -> str:
        return self._sheet.licence

    @property
    def address(self) -> str:
        """That cites its text."""
        return self.fiche.request.build_absolute_uri(self.fiche.cited_path)

    @property
    def gist(self) -> tuple[NoteItem, ...]:
        return () if self._sheet.gist.absent else (self._sheet.gist,)

    def in_short(self) -> Iterator[NoteItem]:
        """What the fiche is, and of a contract what each side gives in a line."""
        yield from self.gist
        yield from in_short(self._sheet.sections, _LONGEST_SIDE)

    def outcome(self) -> Iterator[NoteItem]:
        """What came of it or, of what nothing is told, that a balance sheet was looked for."""
        for section in self._sheet.sections:
            if section.heading in _OUTCOMES:
                yield from (item for item in section.items if not item.absent)
                if not section.items and not section.absent.endswith(NOT_KNOWN):
                    yield NoteItem(section.absent)

    def told(self, *sections: Section) -> Iterator[NoteItem]:
        for section in sections:
            yield from self._sections.get(section, ())

    def reach(self) -> Iterator[NoteItem]:
        yield from facts(
            line for line in self.fiche.brief if line.heading in _REACH and line.values
        )
        if isinstance(self.fiche, ToolContext):
            yield from facts(self.fiche.use)
        yield from self.told(Section.SCOPE, Section.AUDIENCE)

    def tell_above(self, items: Iterable[NoteItem], letters: int | None) -> ToldByFiche:
        """With the numbers of the dossier, as many as have room; what the fiche would tell again is
        left out of it."""
        items = tuple(items)
        self._told_above |= {item.text for item in items}
        first = fitting((item.text for item in items), letters) if letters else len(items)
        return ToldByFiche(
            self.fiche.title, self._cited(items[:first]), len(items) - first, self.address
        )

    def numbered(self, number: int) -> SynthesisFiche:
        sheet, fiche = self._sheet, self.fiche
        return SynthesisFiche(
            number=number,
            kind=fiche.kind.label,
            sheet=replace(
                sheet,
                gist=self._cited([sheet.gist])[0],
                about=self._cited(sheet.about),
                facts=self._cited(one for one in sheet.facts if not self.is_told(one)),
                sections=tuple(self._sections_left()),
                references=(),
                map=None,
            ),
            note=self.entry.note.strip(),
            version=fiche.cited.words if fiche.cited else "",
            address=self.address,
            outcome=self._cited(self.outcome()),
            party_count=self._cited(
                facts(one for one in fiche.brief if one.heading == _PARTIES and one.values)
            ),
        )

    @cached_property
    def _sections(self) -> Mapping[str, tuple[NoteItem, ...]]:
        """The texts of each section, wherever the page shows it."""
        told = self.fiche.texts.sections(self.fiche.page.statements_by_section())
        return {section.code: tuple(labelled([section])) for section in told}

    def _sections_left(self) -> Iterator[NoteSection]:
        for section in self._sheet.sections:
            items = [item for item in section.items if not self.is_told(item)]
            if section.heading in _OUTCOMES or (section.items and not items):
                continue
            yield replace(
                section,
                items=self._cited(items),
                rows=tuple(
                    replace(
                        row,
                        cells=tuple(
                            replace(cell, items=self._cited(cell.items)) for cell in row.cells
                        ),
                    )
                    for row in section.rows
                ),
            )

    def is_told(self, item: NoteItem) -> bool:
        """Whether a part above tells it already."""
        return not item.absent and item.text in self._told_above


# (heading, what is told in it, within how many letters)
_PARTS: Sequence[tuple[str, Callable[[_ReadFiche], Iterable[NoteItem]], int | None]] = (
    ("Objet", _ReadFiche.in_short, None),
    (_OUTCOME, _ReadFiche.outcome, None),
    ("Motifs", lambda one: one.told(*_MOTIVES), _LONGEST_TOLD),
    ("Conditions", lambda one: one.told(*_CONDITIONS), _LONGEST_TOLD),
    ("Portée", _ReadFiche.reach, None),
)


def synthesis_of(dossier: Dossier, progress: Progress = silently) -> Synthesis:
    """Reads every fiche once, in the order of the dossier; `progress` is told how many are read, of
    how many. Raises KeyError for a page of a kind that has no note."""
    citations = Citations()
    request = _request(dossier.address)
    _prefetch(dossier.entries)
    read = []
    for entry in dossier.entries:
        context = kinds.of(type(entry.page)).context
        fiche = context(entry.page, request, version=entry.version)
        read.append(_ReadFiche(entry, fiche, citations))
        progress(len(read), len(dossier.entries))
    contracts = [one for one in read if isinstance(one.fiche, ContractContext)]
    # In the order in which they are read: sources are numbered so.
    parts = tuple(_part(read, *part) for part in _PARTS)
    compared = contracts if len(contracts) in _COMPARED else []
    fiches = tuple(
        replace(one.numbered(number), is_compared=one in compared)
        for number, one in enumerate(read, 1)
    )
    comparison = _comparison(compared, citations) if compared else None
    return Synthesis(
        title=dossier.title.strip() or UNTITLED,
        council=french_date(dossier.council) if dossier.council else "",
        asked=tuple(line for line in dossier.asked.splitlines() if line.strip()),
        consulted=french_date(dossier.consulted) if dossier.consulted else "",
        address=dossier.address,
        parts=parts,
        fiches=fiches,
        comparison=comparison,
        balance=_balance(read) if len(contracts) > _COMPARED[-1] else None,
        questions=tuple(
            OpenQuestions(one.fiche.title, questions)
            for one in read
            if (questions := open_questions(one.fiche))
        ),
        sources=tuple(map(listed, citations.references)),
        licences=tuple(dict.fromkeys(one.licence for one in read)),
    )


def _part(
    read: Iterable[_ReadFiche],
    heading: str,
    told: Callable[[_ReadFiche], Iterable[NoteItem]],
    letters: int | None,
) -> SynthesisPart:
    found = [one.tell_above(told(one), letters) for one in read]
    return SynthesisPart(
        heading,
        told=tuple(one for one in found if one.items),
        silent=tuple(one.fiche for one in found if not one.items),
    )


def _comparison(contracts: Sequence[_ReadFiche], citations: Citations) -> SynthesisComparison:
    """What the page of a comparison shows, without the rows of which no contract tells anything
    more than the parts above."""
    asked = Texts(TermLinks(), Citations())
    folded = FoldedComparison.of(side_by_side.groups([one.entry.page for one in contracts], asked))
    cited = _Renumbered(asked.citations.references, citations)
    sections = ((one.heading, tuple(_more(one, contracts, cited))) for one in folded.groups)
    return SynthesisComparison(
        columns=tuple(one.fiche.title for one in contracts),
        groups=tuple((heading, rows) for heading, rows in sections if rows),
        silences=folded.silences,
    )


def _more(
    group: ComparedGroup, contracts: Sequence[_ReadFiche], cited: _Renumbered
) -> Iterator[SetSideBySide]:
    """The rows that tell more than the parts above, and all those of a theme."""
    for compared in group.rows:
        # What each side gives in a theme is told whole.
        letters = None if group.short else _LONGEST_CELL
        row = SetSideBySide.of(compared, letters, "à l’adresse de la fiche")
        beside = zip(contracts, row.cells, strict=True)
        told_more = (
            not one.is_told(item) for one, items in beside for item in items if not item.absent
        )
        if group.short or any(told_more):
            yield replace(row, cells=tuple(map(cited, row.cells)))


def _balance(read: Iterable[_ReadFiche]) -> SynthesisBalance:
    fiches = [one.fiche for one in read]
    matrix = BalanceMatrix.joined(one.matrix for one in fiches if isinstance(one, ContractContext))
    return SynthesisBalance(tuple(heading for _way, heading in matrix.ways), matrix.lines)


def _prefetch(entries: Iterable[DossierEntry]) -> None:
    """The rows of all the fiches of today at once; those of an old text are in memory."""
    together: dict[type, list[FichePage]] = defaultdict(list)
    for entry in entries:
        if entry.version is not None and entry.version.current:
            together[type(entry.page)].append(entry.page)
    for model, pages in together.items():
        prefetch_related_objects(pages, *_RELATIONS[model]())


def _request(address: str) -> HttpRequest:
    """As the page of the dossier is asked: whoever makes a document later has no reader at hand."""
    site = urlsplit(address or settings.WAGTAILADMIN_BASE_URL)
    secure = site.scheme == "https"
    return WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/",
            "HTTP_HOST": site.netloc,
            "SERVER_NAME": site.hostname or "",
            "SERVER_PORT": str(site.port or (443 if secure else 80)),
            "wsgi.url_scheme": "https" if secure else "http",
            "wsgi.input": io.BytesIO(),
        }
    )
