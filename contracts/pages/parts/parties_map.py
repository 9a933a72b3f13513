"""The small map at the head of a contract, and the same in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from contracts.drawings.outlines import CREDIT
from contracts.drawings.pair import PairParty, pair
from contracts.models import Party
from contracts.places.areas import area
from contracts.places.parties import PartyPlace, distance_apart, placed_parties
from contracts.places.points import Point, members_below
from contracts.values.vocabulary import Side


@dataclass(frozen=True)
class PartiesMap:
    """`said` is the drawing in words; `words` say the distance, `notes` how the places were found and
    who is not drawn; `url` is the map of the contracts in which these parties meet. Where no line joins
    two of them it leads, as `link` says, to the line of the contract in the list of that map."""

    drawing: SafeString
    said: str
    words: str
    notes: tuple[str, ...]
    credit: str
    url: str
    link: str


def contract_anchor(pk: int) -> str:
    """The id of a contract in the list of the map."""
    return f"contrat-{pk}"


def parties_map(parties: Sequence[Party]) -> PartiesMap | None:
    """None when no party can be drawn. `territory` of each is read already."""
    members = members_below(party.territory for party in parties)
    placed = placed_parties(parties, members)
    told = [placed[party.pk] for party in parties]
    shown = [party for party in parties if party.side != Side.THIRD and placed[party.pk].drawn]
    if not shown:
        return None
    words = _words(told)
    said = f"Carte\u00a0: {' et '.join(placed[party.pk].name for party in shown)}. {words}"
    drawing = pair(
        [
            PairParty(party.side, at, area(party.territory, members))
            for party in shown
            if (at := placed[party.pk].drawn)
        ],
        said,
    )
    place, link = "carte", "Voir sur la carte"
    if len(shown) == 1:
        place, link = contract_anchor(shown[0].contract_id), "Voir dans la liste de la carte"
    codes = _both([party for party in told if party.side != Side.THIRD])
    url = f"{reverse('atlas')}?{urlencode(codes)}#{place}"
    return PartiesMap(drawing, said, words, tuple(notes(told)), CREDIT, url, link)


def _both(parties: Sequence[PartyPlace]) -> list[tuple[str, str]]:
    """The filters of the contracts in which two of these parties meet. Two values of one filter would
    bring those of either; the countryside has fewer contracts than the city."""
    first, *others = sorted(parties, key=lambda party: party.side != Side.COUNTRYSIDE)
    return [("partie", first.code), *(("territoire", one.code) for one in others[-1:])]


def notes(parties: Sequence[PartyPlace]) -> Iterator[str]:
    """What a map does not show of its parties: how the place of each was found, when it is not its
    own point, and why one is not drawn."""
    for party in parties:
        if party.side == Side.THIRD:
            yield f"{party.name} : tiers, non dessiné"
        elif party.why_not_drawn:
            yield f"{party.name} : hors carte, {party.why_not_drawn}"
        elif isinstance(party.place, Point) and party.place.how:
            yield f"{party.name} : {party.place.how}"


def apart(parties: Sequence[PartyPlace]) -> str:
    """« 74 km à vol d’oiseau »; empty when there are no two places."""
    distance = distance_apart(parties)
    return "" if distance is None else told_distance(distance)


def told_distance(kilometres: float) -> str:
    """« 74 km à vol d’oiseau »."""
    whole = round(kilometres)
    return f"{f'{whole} km' if whole else 'moins d’un kilomètre'} à vol d’oiseau"


def _words(parties: Sequence[PartyPlace]) -> str:
    told = apart(parties)
    if not told:
        return "Distance inconnue."
    sides = [party.side for party in parties if party.side != Side.THIRD and party.drawn]
    which = " les plus proches" if len(set(sides)) > 1 else " les plus éloignées"
    return f"{told} entre les parties{which if len(sides) > 2 else ''}."
