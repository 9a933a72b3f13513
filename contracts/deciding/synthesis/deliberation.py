"""The draft of a délibération: it states what the fiches say, and leaves to fill what nobody can know.

It decides nothing and cites no text of law: no fiche says what an assembly may vote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from contracts.deciding.comparison.values import fitting
from contracts.deciding.documents.blocks import (
    Block,
    BoxBlock,
    HeadingBlock,
    Line,
    Paper,
    Span,
    TextStyle,
    set_in_french,
)
from contracts.deciding.documents.sources import in_a_row, source_blocks
from contracts.deciding.documents.writing import (
    bullets,
    is_typed,
    line,
    linked,
    strong,
    text,
    to_fill,
    told,
)
from contracts.deciding.dossier.choice import ASKED
from contracts.deciding.note.contract import IN_EXCHANGE
from contracts.deciding.note.values import NoteItem
from contracts.deciding.synthesis.sides import are_only_cited, given_by_side
from contracts.deciding.synthesis.values import Synthesis, SynthesisFiche
from contracts.deciding.synthesis.versions import version_blocks
from contracts.pages.giving.ledger import GIVES, TOGETHER
from contracts.values.balance import PEERS_GIVE
from contracts.values.vocabulary import Attribute, Nature

TYPE = "Projet de délibération"
MARKING = "Modèle sans valeur juridique"
_WARNING = (
    "Ce projet rassemble ce que disent des fiches publiques, avec leurs sources. Il ne remplace ni "
    "l’avis d’un service juridique ni le contrôle de légalité. Rien n’y est décidé, aucun texte de "
    "loi n’y est cité : tout ce qui est entre crochets et surligné est à compléter, et chaque fait "
    "est à vérifier à sa source."
)
# Of an assembly, « nous » would be its own word: what the site says of itself is left out.
_WE = re.compile(r"\b(?:nous|nos|notre)\b", re.IGNORECASE)
_SIGNED = Attribute.SIGNATURE_DATE.label
# What a note says of a line, as an assembly reads it.
_IN_RECITALS = {
    Nature.DECLARED.told: "apport mentionné par la source, qui n’en fait pas un engagement"
}
# Who gives, but for those who have a name of their own.
_WITHIN_A_SENTENCE = {
    **{told: f"{told[0].lower()}{told[1:]}" for told in (*GIVES.values(), *PEERS_GIVE.values())},
    GIVES[TOGETHER]: "les parties donnent ensemble",
}
_ONLY_CITED = "d’après des sources qui ne parlent pas d’engagement, "
_MOST_RECITALS, _LONGEST_RECITAL = 5, 400  # of each fiche; letters
_OBJECT = "Objet"
# (heading, what its article says, what is to be filled)
_ARTICLES = (
    (_OBJECT, "L’assemblée", "décision proposée : approuve, autorise, demande…"),
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


def _head(synthesis: Synthesis) -> Iterator[Line]:
    yield line(to_fill("nom de l’assemblée et de la collectivité"))
    day = synthesis.council or to_fill("date de la séance")
    yield line(strong("Séance du"), " ", day)
    yield line(strong("Délibération n°"), " ", to_fill("numéro"))


def _blocks(synthesis: Synthesis) -> Iterator[Block]:
    yield BoxBlock(line(strong(f"{MARKING}."), f" {_WARNING}"))
    yield text(strong("Présents, excusés, pouvoirs"), " : ", to_fill("noms et nombres"))
    yield text(strong("Rapporteur"), " : ", to_fill("nom"))
    yield HeadingBlock(1, "Vu")
    yield bullets(_visas(synthesis))
    yield HeadingBlock(1, "Considérant")
    for fiche in synthesis.fiches:
        yield from _recitals(fiche)
    yield HeadingBlock(1, "L’assemblée délibère")
    for number, (heading, begins, left) in enumerate(_ARTICLES, 1):
        yield HeadingBlock(2, f"Article {number} – {heading}")
        yield text(f"{begins} ", to_fill(left))
        if heading == _OBJECT and synthesis.asked:
            yield text(f"{ASKED}, selon qui a composé le dossier :", style=TextStyle.LEAD_IN)
            yield bullets(map(line, synthesis.asked))
    yield HeadingBlock(1, "Vote")
    yield bullets(
        line(strong(way), " : ", to_fill("nombre"))
        for way in ("Votants", "Pour", "Contre", "Abstentions")
    )
    yield text("Fait à ", to_fill("lieu"), ", le ", to_fill("date"))
    yield text(to_fill("nom, qualité et signature"))


def _end(synthesis: Synthesis) -> Iterator[Block]:
    yield from version_blocks(synthesis)
    yield BoxBlock(line(strong(f"{MARKING}."), " À relire avant tout usage."))


def _visas(synthesis: Synthesis) -> Iterator[Line]:
    yield line("Vu ", to_fill("textes qui donnent compétence à l’assemblée"), " ;")
    yield line("Vu ", to_fill("délibérations, statuts et conventions antérieurs"), " ;")
    read = f", fiches lues le {synthesis.consulted}" if synthesis.consulted else ""
    named = f"la note de synthèse « {synthesis.title} »"
    if not synthesis.address:
        yield line(f"Vu {named}{read} ;")
    elif is_typed(synthesis.address):
        yield line(f"Vu {named}{read}, à l’adresse ", linked(synthesis.address), " ;")
    else:
        yield line("Vu ", Span(named, address=synthesis.address), f"{read} ;")


def _recitals(fiche: SynthesisFiche) -> Iterator[Block]:
    """What one fiche states, in sentences of an assembly."""
    sheet = fiche.sheet
    version = f", {fiche.version}" if fiche.version else ""
    yield text(
        "Considérant, d’après la fiche ",
        strong(f"« {sheet.title} »"),
        f" ({' · '.join(sheet.type_line)}{version}), à vérifier à ses sources :",
        style=TextStyle.LEAD_IN,
    )
    stated = (line("que ", *one, " ;") for one in _stated(fiche))
    yield bullets(islice(stated, _MOST_RECITALS))


def _stated(fiche: SynthesisFiche) -> Iterator[Line]:
    """Who and when, what each side gives, what came of it."""
    sheet = fiche.sheet
    if sheet.about:
        yield _who_and_when(fiche)
    elif not sheet.gist.absent and not _WE.search(sheet.gist.text):
        yield _quoted("la fiche se résume ainsi", sheet.gist)
    said_by = _ONLY_CITED if are_only_cited(sheet.sections) else ""
    for giver, items in given_by_side(sheet.sections).items():
        yield line(said_by, *_given(giver, items))
    yield _outcome(fiche.outcome)


def _outcome(told_of_it: Sequence[NoteItem]) -> Line:
    """What a source says of it or, without any, what the fiche says."""
    stated = [item for item in told_of_it if not _WE.search(item.text)]
    for item in (*(one for one in stated if one.marks), *stated):
        return _quoted("la fiche dit de ce qu’il en est advenu", item)
    return line("la fiche ne renseigne aucun résultat")


def _who_and_when(fiche: SynthesisFiche) -> Line:
    about = fiche.sheet.about
    names = _and([one.text for one in about])
    if any(one.side for one in about):
        are = "est partie à ce contrat" if len(about) == 1 else "sont parties à ce contrat"
    else:
        are = "est le lieu" if len(about) == 1 else "sont les lieux"
        are = f"{are} de cette expérience"
    beside: list[str | Span] = []
    signed = (one for one in fiche.sheet.facts if one.label == _SIGNED and not one.absent)
    for one in (*signed, *fiche.party_count):
        beside += [f", {one.label.lower()} : ", *told(_bare(one))]
        beside.append(" (les sources divergent)" if one.details else "")
    return line(f"{names} {are}", *beside)


def _given(giver: str, items: Sequence[NoteItem]) -> Line:
    """« la ville donne : « Un technicien » (deux ans) [2] ; « Des arbres » [3] »: what begins with a
    capital is quoted, since nothing tells which of them is that of a name."""
    whole = [_with_details(one) for one in items]
    shown = fitting((one.text for one in whole), _LONGEST_RECITAL)
    parts: list[str | Span] = [f"{_WITHIN_A_SENTENCE.get(giver, giver)} : "]
    for rank, one in enumerate(whole[:shown]):
        parts += [" ; " if rank else "", *told(one)]
    left = len(whole) - shown
    others = f" ; et {left} autre{'s' if left > 1 else ''}, que dit la fiche" if left else ""
    return line(*parts, others)


def _with_details(item: NoteItem) -> NoteItem:
    # What is given in exchange is what the other side gives.
    details = [
        _IN_RECITALS.get(one, one) for one in item.details if not one.startswith(IN_EXCHANGE)
    ]
    quoted = f"« {item.text} »"
    words = f"{quoted} ({', '.join(details)})" if details else quoted
    return replace(_bare(item), text=words)


def _bare(item: NoteItem) -> NoteItem:
    """Its words and its sources alone."""
    return NoteItem(item.text, item.marks)


def _quoted(announced: str, item: NoteItem) -> Line:
    words, *marks = told(_bare(item))
    return line(f"{announced} : « ", words, " »", *marks)


def _and(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} et {last}" if others else last
