"""The note of a theme: its contracts, who gives what in it both ways, what helped and what snagged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.http import HttpRequest
from django.urls import reverse

from contracts import kinds
from contracts.deciding.note.contract import ledger_rows
from contracts.deciding.note.gathered import (
    WORDS,
    by_title,
    contracts_section,
    experiences_section,
    last_published,
)
from contracts.deciding.note.values import (
    NoteItem,
    NoteRow,
    NoteSection,
    NoteShape,
    NoteSheet,
    marks,
)
from contracts.models import (
    CaseStudyPage,
    Commitment,
    ContractPage,
    Party,
    Statement,
    Theme,
    ToolPage,
)
from contracts.models.base import LICENCE
from contracts.pages.commitments.form import CommitmentForm
from contracts.pages.contract import names_by_side
from contracts.pages.forms import StatementForm
from contracts.pages.giving.ledger import GIVES, GivenLines, ledger
from contracts.pages.giving.matrix import NO_COMMITMENT, BalanceMatrix
from contracts.pages.parts.citations import SOURCED, Citations
from contracts.pages.parts.texts import HELPED
from contracts.pages.statements import with_theme
from contracts.rules.listed import listed
from contracts.values.recorded_count import NOT_KNOWN
from contracts.values.vocabulary import Side
from search.text.collation import title_key

_SIDES = (Side.CITY.value, Side.COUNTRYSIDE.value)
# Where what a section has no room for is read: the absolute address of a path.
_Address = Callable[[str], str]


@dataclass(frozen=True)
class _Given:
    """What a contract says is given in the theme."""

    page: ContractPage
    lines: GivenLines


def theme_sheet(theme: Theme, request: HttpRequest) -> NoteSheet:
    """`source` of the theme is read already."""
    address = request.build_absolute_uri
    citations = Citations()
    gist = NoteItem(NOT_KNOWN, absent=True)
    if theme.definition:
        gist = NoteItem(theme.definition, marks(citations.cite(theme.source)))
    contracts = _contracts(theme)
    own = [page for page in contracts if theme in page.themes.all()]
    experiences = by_title(
        listed(CaseStudyPage.objects).filter(themes=theme).prefetch_related("places__territory")
    )
    tools = by_title(listed(ToolPage.objects).filter(themes=theme))
    told = tuple(NoteItem(one.title, details=(one.get_kind_display(),)) for one in tools)
    sections = (
        contracts_section("Contrats", own),
        _ledger(theme, contracts, citations, address),
        *_statements(theme, citations, address),
        experiences_section(experiences),
        NoteSection("Outils", "", told),
    )
    counted = ((ContractPage, own), (CaseStudyPage, experiences), (ToolPage, tools))
    return NoteSheet(
        type_line=("Thème",),
        title=theme.label,
        url=address(theme.get_absolute_url()),
        gist=gist,
        facts=tuple(
            NoteItem(str(len(pages)), label=kinds.of(model).plural) for model, pages in counted
        ),
        sections=sections,
        references=citations.references,
        updated=last_published([*contracts, *experiences, *tools]),
        licence=LICENCE,
        words=WORDS,
    )


def _contracts(theme: Theme) -> list[ContractPage]:
    """The public ones of the theme, and those where something is given in it."""
    commitments = Commitment.objects.select_related("theme", "giver", "receiver", *SOURCED)
    parties = Party.objects.select_related("territory")
    ours = Commitment.objects.filter(theme=theme).values("contract")
    return by_title(
        listed(ContractPage.objects)
        .filter(Q(themes=theme) | Q(pk__in=ours))
        .distinct()
        .prefetch_related(
            "themes", Prefetch("parties", parties), Prefetch("commitments", commitments)
        )
    )


def _ledger(
    theme: Theme, contracts: list[ContractPage], citations: Citations, address: _Address
) -> NoteSection:
    """A row of each contract that gives something in the theme, those where both sides give first;
    above, the balance of all."""
    given = [one for page in contracts if (one := _given(page, theme)).lines.lines]
    given.sort(key=_countryside_first)
    matrices = (BalanceMatrix.of(one.lines, one.page.balance.peers) for one in given)
    rows = tuple(row for one in given for row in _rows(one, citations))
    whole = CommitmentForm(filters={"theme": (theme.slug,)})
    return NoteSection(
        "Qui donne quoi ?",
        "",
        rows=rows,
        shape=NoteShape.LEDGER if rows else NoteShape.TEXTS,
        remark=_balance(BalanceMatrix.joined(matrices)),
        absent=NO_COMMITMENT.capitalize(),
        columns=tuple(NoteItem(GIVES[Side(side)], side=side) for side in _SIDES),
        row_heading="Contrat",
        address=address(whole.url(reverse("commitments"))),
    )


def _given(page: ContractPage, theme: Theme) -> _Given:
    lines = GivenLines.of(page.commitments.all(), page.sides).lines
    return _Given(page, GivenLines(tuple(line for line in lines if line[1].theme_id == theme.pk)))


def _rows(given: _Given, citations: Citations) -> Iterator[NoteRow]:
    """Between peers, what is given stands across both columns."""
    names = names_by_side(given.page.parties.all())
    sides = () if given.page.balance.peers else _SIDES
    for row in ledger(given.lines, names, citations).rows:
        yield from ledger_rows(given.page.title, row.cells, sides)


def _balance(matrix: BalanceMatrix) -> str:
    return matrix.lines[0].sentence if matrix.themes else ""


def _countryside_first(given: _Given) -> tuple[bool, bool]:
    """What the countryside gives is told more seldom: it is not what a full page leaves out."""
    sides = {side for side, _commitment in given.lines.lines}
    return (Side.COUNTRYSIDE.value not in sides, Side.CITY.value not in sides)


def _statements(theme: Theme, citations: Citations, address: _Address) -> Iterator[NoteSection]:
    """What helped and what snagged, as the public fiches of the theme tell it."""
    told = with_theme(Statement.objects.across_catalogue(*HELPED), theme.slug)
    rows = sorted(told, key=lambda row: (title_key(row.page.title), row.sort_order or 0, row.pk))
    for section, heading in HELPED.items():
        items = tuple(
            NoteItem(row.text, marks(citations.cite_row(row)), row.page.title)
            for row in rows
            if row.section == section
        )
        whole = StatementForm(section=section.value, theme=theme.slug)
        yield NoteSection(heading, "", items, address=address(whole.url(reverse("statements"))))
