"""The filters of the table of commitments, and the words of their values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db.models import Q

from contracts.models import Territory, Theme
from contracts.pages.commitments.form import CommitmentForm
from contracts.pages.commitments.lines import TOGETHER, Line
from contracts.pages.narrowing.facets import NOT_KNOWN, Facets
from contracts.pages.narrowing.selection import UNKNOWN
from contracts.values.territory_kinds import TerritoryKind
from contracts.values.vocabulary import (
    CommitmentState,
    ContractStatus,
    Nature,
    Side,
    TerritoryLevel,
)

LABELS = {
    "theme": "Thème",
    "sens": "De qui à qui",
    "nature-territoire": "Nature d’un des territoires",
    "region": "Région d’un des territoires",
    "etat": "État d’avancement",
    "nature": "Ce qu’en dit la source",
    "statut": "Statut du contrat",
}
DIRECTIONS = {
    "ville-campagne": "Ville → campagne",
    "campagne-ville": "Campagne → ville",
    TOGETHER: "Ensemble",
    **{
        f"{giver}-{receiver}": f"{giver.label} → {word}"
        for giver in Side
        for receiver, word in (*((side.value, side.label.lower()) for side in Side), (UNKNOWN, "?"))
        if {giver.value, receiver} != {Side.CITY.value, Side.COUNTRYSIDE.value}
    },
}
# These facets have the order of the field; the others show what has the most rows first.
_GIVEN_ORDER: Mapping[str, Mapping[str, str]] = {
    "sens": DIRECTIONS,
    "nature-territoire": dict(TerritoryKind.choices),
    "etat": {**dict(CommitmentState.choices), **NOT_KNOWN},
    "nature": dict(Nature.choices),
    "statut": dict(ContractStatus.choices),
}


def facets_of(
    form: CommitmentForm, lines: Iterable[Line], counts: Mapping[str, Counter[str]]
) -> Facets:
    """With the labels of the themes and of the regions of these lines: two queries."""
    themes = {**dict(Theme.objects.values_list("slug", "label")), **NOT_KNOWN}
    codes = {code for line in lines for code in line.codes["region"]}
    asked = Q(slug__in=form.filters.get("region", ()), level=TerritoryLevel.REGION)
    regions = Territory.objects.filter(Q(slug__in=codes) | asked).values_list("slug", "name")
    return Facets(
        form,
        counts,
        LABELS,
        {**_GIVEN_ORDER, "theme": themes, "region": dict(regions)},
        frozenset(_GIVEN_ORDER),
        frozenset({"region"}),
    )
