"""The draft of a délibération: it states what the fiches say, and leaves to fill what nobody can know.

It decides nothing and cites no text of law: no fiche says what an assembly may vote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from contracts.deciding.documents.blocks import (
    Block,
    BoxBlock,
    HeadingBlock,
    Line,
    Paper,
    Span,
    SpanStyle,
    TextStyle,
    set_in_french,
)
from contracts.deciding.documents.sources import in_a_row, source_blocks
from contracts.deciding.documents.writing import (
    address_on_paper,
    bullets,
    line,
    strong,
    text,
    told,
)
from contracts.deciding.note.values import NoteItem, NoteSection
from contracts.deciding.synthesis.values import Synthesis, SynthesisFiche
from contracts.deciding.synthesis.versions import version_blocks
from contracts.pages.parts.structured_data import SITE_NAME
from contracts.values.vocabulary import Nature

TYPE = "Projet de délibération"
MARKING = "Modèle sans valeur juridique"
_WARNING = (
    "Ce projet rassemble ce que disent des fiches publiques, avec leurs sources. Il ne remplace ni "
    "l’avis d’un service juridique ni le contrôle de légalité. Rien n’y est décidé, aucun texte de "
    "loi n’y est cité : tout ce qui est entre crochets et surligné est à compléter, et chaque fait "
    "est à vérifier à sa source."
)
# Of the sections of a fiche, those that state what an assembly weighs; the note tells the others.
_WE = re.compile(r"\b(?:nous|nos|notre)\b", re.IGNORECASE)
_STATED = {"Qui donne quoi ?", "Ce qu’il en est advenu", "Résultats"}
# What a note says of a line, as an assembly reads it.
_IN_RECITALS = {
    Nature.DECLARED.told: "apport mentionné par la source, qui n’en fait pas un engagement"
}
# (heading, what its article says, what is to be filled)
_ARTICLES = (
    ("Objet", "L’assemblée", "décision proposée : approuve, autorise, demande…"),
    ("Ce que la collectivité apporte", "La collectivité s’engage à", "engagements, quantités"),
    ("Ce que la collectivité reçoit", "En retour,", "partenaire et engagements de sa part"),
    ("Durée et suivi", "La coopération dure", "durée, instance de suivi, date du bilan"),
    ("Moyens", "Les crédits sont inscrits", "montant, budget, chapitre, année"),
    ("Exécution", "Est chargé de l’exécution", "autorité, pouvoirs donnés pour signer"),
)


def deliberation_paper(synthesis: Synthesis) -> Paper:
    stated, sources = in_a_row(_blocks(synthesis), synthesis.sources)
    return set_in_french(
        Paper(
            type=TYPE,
            title=synthesis.title,
            subject=", ".join(one.sheet.title for one in synthesis.fiches),
            lines=tuple(_head(synthesis)),
            blocks=(*stated, *source_blocks(sources), *_end(synthesis)),
            marking=MARKING,
        )
    )


def _to_fill(what: str) -> Span:
    return Span(f"[à compléter : {what}]", SpanStyle.TO_FILL)


def _head(synthesis: Synthesis) -> Iterator[Line]:
    yield line(_to_fill("nom de l’assemblée et de la collectivité"))
    day = synthesis.council or _to_fill("date de la séance")
    yield line(strong("Séance du"), " ", day)
    yield line(strong("Délibération n°"), " ", _to_fill("numéro"))


def _blocks(synthesis: Synthesis) -> Iterator[Block]:
    yield BoxBlock(line(strong(f"{MARKING}."), f" {_WARNING}"))
    yield text(strong("Présents, excusés, pouvoirs"), " : ", _to_fill("noms et nombres"))
    yield text(strong("Rapporteur"), " : ", _to_fill("nom"))
    yield HeadingBlock(1, "Vu")
    yield bullets(_visas(synthesis))
    yield HeadingBlock(1, "Considérant")
    for fiche in synthesis.fiches:
        yield from _recitals(fiche)
    yield HeadingBlock(1, "L’assemblée délibère")
    for number, (heading, begins, left) in enumerate(_ARTICLES, 1):
        yield HeadingBlock(2, f"Article {number} – {heading}")
        yield text(f"{begins} ", _to_fill(left))
    yield HeadingBlock(1, "Vote")
    yield bullets(
        line(strong(way), " : ", _to_fill("nombre"))
        for way in ("Votants", "Pour", "Contre", "Abstentions")
    )
    yield text("Fait à ", _to_fill("lieu"), ", le ", _to_fill("date"))
    yield text(_to_fill("nom, qualité et signature"))


def _end(synthesis: Synthesis) -> Iterator[Block]:
    yield from version_blocks(synthesis)
    yield BoxBlock(line(strong(f"{MARKING}."), " À relire avant tout usage."))


def _visas(synthesis: Synthesis) -> Iterator[Line]:
    yield line("Vu ", _to_fill("textes qui donnent compétence à l’assemblée"), " ;")
    yield line("Vu ", _to_fill("délibérations, statuts et conventions antérieurs"), " ;")
    address = (" (", address_on_paper(synthesis.address), ")") if synthesis.address else ()
    read = f", fiches lues le {synthesis.consulted}" if synthesis.consulted else ""
    yield line(f"Vu la note de synthèse « {synthesis.title} »{read}", *address, ",")


def _recitals(fiche: SynthesisFiche) -> Iterator[Block]:
    """What one fiche states."""
    sheet = fiche.sheet
    version = f", {fiche.version}" if fiche.version else ""
    items = [sheet.gist]
    for section in sheet.sections:
        if section.heading in _STATED:
            items += list(_stated(section)) or [
                NoteItem(section.absent, label=section.heading, absent=True)
            ]
    # In an act of the assembly, « nous » would be the assembly.
    speaks = any(_WE.search(item.text) for item in items)
    who = f" (« nous » y désigne le site {SITE_NAME})" if speaks else ""
    yield text(
        "Considérant ce que rapporte la fiche ",
        strong(f"« {sheet.title} »"),
        f" ({' · '.join(sheet.type_line)}{version}), à vérifier à ses sources{who} :",
        style=TextStyle.LEAD_IN,
    )
    yield bullets(map(told, items))


def _stated(section: NoteSection) -> Iterator[NoteItem]:
    """The items of a section, each with what it is about, and first what is true of them all."""
    if section.rows and section.remark:
        yield NoteItem(section.remark, label=section.heading)
    for row in section.rows:
        for rank, cell in enumerate(row.cells):
            giver = cell.label or section.columns[rank].text
            for item in cell.items:
                if not item.absent:
                    details = tuple(_IN_RECITALS.get(one, one) for one in item.details)
                    yield replace(item, label=f"{giver} ({row.label})", details=details)
    for item in section.items:
        if not item.absent:
            yield item if item.label else replace(item, label=section.heading)
