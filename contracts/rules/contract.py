"""What a contract must satisfy: its parties, what they give one another, its signature."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from contracts.rules.fiche import SAME_FACT, period_faults
from contracts.rules.guide import Requirement
from contracts.rules.publication import Fault, unsourced
from contracts.values.vocabulary import Attribute, ContractStatus

CONTRACT_POINTS = (
    Requirement("Deux parties au moins, chacune une seule fois.", ("parties",)),
    Requirement("Chaque engagement dit qui donne, qui reçoit, et sa source.", ("commitments",)),
    Requirement("Le statut a sa source, et « signé » une date.", ("status", "status_source")),
)


def commitment_faults(commitment: Any) -> Iterator[Fault]:
    """In a draft already."""
    if commitment.giver_id and commitment.giver_id == commitment.receiver_id:
        yield Fault(
            "Qui reçoit est aussi qui donne : choisissez une autre partie.", "receiver", commitment
        )
    if commitment.reciprocal and (commitment.giver_id or commitment.receiver_id):
        yield Fault(
            "Un engagement réciproque n’a ni donneur ni receveur : videz ces deux champs, ou "
            "décochez « réciproque ».",
            "reciprocal",
            commitment,
        )
    if commitment.unit and commitment.quantity is None:
        yield Fault("Donnez la quantité, ou videz l’unité.", "quantity", commitment)
    yield from period_faults(commitment, commitment)


def contract_faults(page: Any) -> Iterator[Fault]:
    parties, commitments = list(page.parties.all()), list(page.commitments.all())
    territories = [party.territory_id for party in parties]
    if len(parties) < 2:
        yield Fault("Un contrat a au moins deux parties : ajoutez-les.", "parties")
    for position, party in enumerate(parties):
        if party.territory_id in territories[:position]:
            yield Fault("Ce territoire est déjà une partie du contrat.", "territory", party)
    for party in parties:
        if party.gain and not 100 <= len(party.gain) <= 500:
            yield Fault(
                "Ce que la partie y gagne tient en 100 à 500 caractères "
                f"({len(party.gain)} ici), ou reste vide.",
                "gain",
                party,
            )
    yield from unsourced(party for party in parties if party.gain)
    yield from _signature_faults(page)
    yield from _outcome_search_faults(page)
    yield from unsourced(commitments)
    for commitment in commitments:
        if not commitment.reciprocal:
            yield from _direction_faults(commitment, set(territories))


def _outcome_search_faults(page: Any) -> Iterator[Fault]:
    if page.outcome_search_note and page.outcome_searched_on is None:
        yield Fault(
            "Donnez le jour où vous avez cherché, ou videz « ce qui a été cherché ».",
            "outcome_searched_on",
        )
    if page.outcome_searched_on and page.outcome_searched_on > timezone.localdate():
        yield Fault(
            "Ce jour n’est pas encore venu : donnez celui où vous avez cherché.",
            "outcome_searched_on",
        )


def _signature_faults(page: Any) -> Iterator[Fault]:
    known = page.status != ContractStatus.UNKNOWN
    if (known or page.status_note) and page.status_source_id is None:
        yield Fault("Indiquez la source du statut.", "status_source")
    if page.status != ContractStatus.SIGNED:
        return
    dated = [
        fact
        for fact in page.facts.all()
        if fact.attribute == Attribute.SIGNATURE_DATE and fact.date_value and fact.source_id
    ]
    if not dated:
        yield Fault(
            "Un contrat n’est dit « signé » qu’avec une date de signature et sa source : ajoutez "
            "le fait « Date de signature », ou changez le statut.",
            "status",
            rests_on=("facts.attribute", "facts.date_value", "facts.source"),
        )
    elif page.retained_fact(Attribute.SIGNATURE_DATE) is None:
        yield Fault(
            "Les sources divergent : retenez une des dates.",
            "retained",
            dated[0],
            rests_on=SAME_FACT,
        )


def _direction_faults(commitment: Any, parties: set[int]) -> Iterator[Fault]:
    for field, word in (("giver", "donne"), ("receiver", "reçoit")):
        territory = getattr(commitment, f"{field}_id")
        if territory is None:
            yield Fault(
                f"Dites qui {word}, ou cochez « réciproque » si c’est fait ensemble.",
                field,
                commitment,
                rests_on=("reciprocal",),
            )
        elif territory not in parties:
            yield Fault(
                f"« {getattr(commitment, field)} » n’est pas une partie de ce contrat : "
                "choisissez une des parties, ou ajoutez-la.",
                field,
                commitment,
                rests_on=("parties.territory",),
            )
