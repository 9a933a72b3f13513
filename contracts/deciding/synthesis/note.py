"""The note de synthèse of a dossier, block by block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contracts.deciding.comparison.grid import side_by_side
from contracts.deciding.documents.blocks import (
    Block,
    BoxBlock,
    GridBlock,
    GridCell,
    GridRow,
    HeadingBlock,
    Line,
    Paper,
    TextStyle,
    set_in_french,
)
from contracts.deciding.documents.sources import in_a_row, source_blocks
from contracts.deciding.documents.writing import (
    address_on_paper,
    bullets,
    line,
    linked,
    section_blocks,
    soft,
    strong,
    text,
    to_fill,
    told,
)
from contracts.deciding.dossier.choice import ASKED
from contracts.deciding.synthesis.values import (
    Synthesis,
    SynthesisBalance,
    SynthesisFiche,
    SynthesisPart,
)
from contracts.deciding.synthesis.versions import version_blocks
from contracts.values.recorded_count import NOT_KNOWN

TYPE = "Note de synthèse"
_FROM_WHO = "Ce que dit la personne qui a composé ce dossier"
_SUMMARISED_FROM = 11  # fiches
_UNKNOWN = f" : {NOT_KNOWN}."


def note_paper(synthesis: Synthesis) -> Paper:
    told_blocks, sources = in_a_row(_blocks(synthesis), synthesis.sources)
    return set_in_french(
        Paper(
            type=TYPE,
            title=synthesis.title,
            subject=", ".join(one.sheet.title for one in synthesis.fiches),
            lines=tuple(_head(synthesis)),
            blocks=(*told_blocks, *source_blocks(sources)),
            summary=len(synthesis.fiches) >= _SUMMARISED_FROM,
            address=synthesis.address,
        )
    )


def _head(synthesis: Synthesis) -> Iterator[Line]:
    yield line(strong("Date du conseil"), "\u00a0: ", synthesis.council or soft(NOT_KNOWN))
    if synthesis.consulted:
        yield line(strong("Fiches lues le"), f" {synthesis.consulted}")
    if synthesis.address:
        yield line(strong("Dossier en ligne"), "\u00a0: ", address_on_paper(synthesis.address))


def _blocks(synthesis: Synthesis) -> Iterator[Block]:
    yield from _from_who(synthesis)
    for part in synthesis.parts:
        yield from _part(part)
    # The comparison tells the others.
    told_apart = [fiche for fiche in synthesis.fiches if not fiche.is_compared]
    if told_apart:
        others = "Les autres fiches" if synthesis.comparison else "Les fiches"
        yield HeadingBlock(1, f"{others} du dossier")
    for fiche in told_apart:
        yield from _fiche(fiche)
    if synthesis.comparison:
        yield HeadingBlock(1, "Comparaison des contrats")
        comparison = synthesis.comparison
        yield side_by_side(comparison.columns, comparison.groups)
        yield from (text(soft(silence)) for silence in comparison.silences)
    if synthesis.balance:
        yield from _balance(synthesis.balance)
    yield from _questions(synthesis)
    yield from version_blocks(synthesis)
    yield text(soft(" · ".join(["Réciprocités ville-campagne", *synthesis.licences])))


def _from_who(synthesis: Synthesis) -> Iterator[Block]:
    """What no fiche says: what is asked of the council, for which it is read, then the words of the
    reader on each fiche."""
    yield HeadingBlock(1, ASKED)
    yield from map(text, synthesis.asked)
    if not synthesis.asked:
        yield text(to_fill("ce que le conseil est invité à décider ou à débattre"))
    noted = [fiche for fiche in synthesis.fiches if fiche.note]
    if noted:
        yield HeadingBlock(1, _FROM_WHO)
        yield from (
            BoxBlock(line(strong(fiche.sheet.title), "\u00a0: ", fiche.note)) for fiche in noted
        )


def _part(part: SynthesisPart) -> Iterator[Block]:
    yield HeadingBlock(1, part.heading)
    for one in part.told:
        yield text(strong(one.fiche), style=TextStyle.LEAD_IN)
        lines = [*map(told, one.items)]
        if one.left:
            others = f"la suite ({one.left} autre{'s' if one.left > 1 else ''}) à l’adresse "
            lines.append(line(soft(others), linked(one.address)))
        yield bullets(lines)
    if part.silent:
        of = f"{NOT_KNOWN.capitalize()} dans\u00a0: " if part.told else ""
        yield text(soft(f"{of}{' ; '.join(part.silent)}." if of else f"{NOT_KNOWN.capitalize()}."))


def _fiche(fiche: SynthesisFiche) -> Iterator[Block]:
    sheet = fiche.sheet
    yield HeadingBlock(2, f"{fiche.number}. {sheet.title}", anchor=f"fiche_{fiche.number}")
    version = f" · {fiche.version}" if fiche.version else ""
    yield text(soft(f"{' · '.join(sheet.type_line)}{version}"), style=TextStyle.SOFT)
    if sheet.gist.absent:  # else told under « Objet »
        yield text(*told(sheet.gist), style=TextStyle.LEDE)
    if sheet.about:
        yield bullets(map(told, sheet.about))
    if sheet.facts:
        yield HeadingBlock(3, "Faits clés")
        yield bullets(map(told, sheet.facts))
    for section in sheet.sections:
        yield from section_blocks(section, 3, f"– {sheet.title}")


def _balance(balance: SynthesisBalance) -> Iterator[Block]:
    yield HeadingBlock(1, "Équilibre de l’ensemble des contrats")
    if not balance.lines:
        yield text(soft("Aucun engagement recensé."))
        return
    heads = ("Thème", *balance.ways, "Lecture")
    yield GridBlock(
        "Engagements par thème et par sens",
        GridRow(tuple(GridCell((line(head),)) for head in heads)),
        tuple(
            GridRow(
                tuple(
                    GridCell((line(told_so),)) for told_so in (one.label, *one.texts, one.reading)
                )
            )
            for one in balance.lines
        ),
        (4, *[3] * len(balance.ways), 4),
    )


def _questions(synthesis: Synthesis) -> Iterator[Block]:
    yield HeadingBlock(1, "Questions qui restent ouvertes")
    if not synthesis.questions:
        yield text(soft("Les fiches n’en laissent aucune que l’on puisse relever."))
    for one in synthesis.questions:
        yield text(strong(one.fiche), style=TextStyle.LEAD_IN)
        yield bullets(map(line, _in_short(one.questions)))


def _in_short(questions: Sequence[str]) -> Iterator[str]:
    """Those that only say that something is not known are one."""
    unknown = [one.removesuffix(_UNKNOWN) for one in questions if one.endswith(_UNKNOWN)]
    yield from (one for one in questions if not one.endswith(_UNKNOWN))
    if unknown:
        yield f"{NOT_KNOWN.capitalize()} : {' ; '.join(unknown)}."
