"""The filters of the table of commitments: their words, their values with counts, what is on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from contracts.models import Territory, Theme
from contracts.pages.commitments.form import FACETS, CommitmentForm
from contracts.pages.commitments.lines import TOGETHER, UNKNOWN, Line
from contracts.values.territory_kinds import TerritoryKind
from contracts.values.vocabulary import CommitmentState, ContractStatus, Nature, Side
from search.query.page_head import in_sentence
from search.query.results import Chip, FacetValue
from search.text.collation import title_key

OPEN_PANELS = 2  # the others are folded until a value of theirs is ticked
_PROPER_NAMES = frozenset({"region"})

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
_NOT_KNOWN = {UNKNOWN: "Non renseigné"}
# These facets have the order of the field; the others show what has the most rows first.
GIVEN_ORDER: Mapping[str, Mapping[str, str]] = {
    "sens": DIRECTIONS,
    "nature-territoire": dict(TerritoryKind.choices),
    "etat": {**dict(CommitmentState.choices), **_NOT_KNOWN},
    "nature": dict(Nature.choices),
    "statut": dict(ContractStatus.choices),
}


@dataclass(frozen=True)
class Panel:
    """A facet with all its values."""

    name: str
    label: str
    values: tuple[FacetValue, ...]
    selected: int
    open: bool


@dataclass(frozen=True)
class Facets:
    """The facets of a form. `words` are, by facet, the label of each code that there is."""

    form: CommitmentForm
    counts: Mapping[str, Counter[str]]
    words: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(
        cls, form: CommitmentForm, lines: Iterable[Line], counts: Mapping[str, Counter[str]]
    ) -> Facets:
        """With the labels of the themes and of the regions of these lines: two queries."""
        themes = {**dict(Theme.objects.values_list("slug", "label")), **_NOT_KNOWN}
        codes = {code for line in lines for code in line.codes["region"]}
        regions = Territory.objects.filter(slug__in=codes).values_list("slug", "name")
        return cls(form, counts, {**GIVEN_ORDER, "theme": themes, "region": dict(regions)})

    def panels(self) -> Iterator[Panel]:
        for facet in FACETS:
            values = tuple(self._values(facet))
            chosen = len(self.form.filters.get(facet, ()))
            # With one value or none, a facet can change nothing.
            if len(values) > 1 or chosen:
                is_open = FACETS.index(facet) < OPEN_PANELS or bool(chosen)
                yield Panel(facet, LABELS[facet], values, chosen, is_open)

    def _values(self, facet: str) -> Iterator[FacetValue]:
        """Those that some row would have, and those that are ticked."""
        counts = self.counts[facet]
        labels, ticked = self.words[facet], self.form.filters.get(facet, ())
        codes = [code for code in counts if counts[code]]
        codes += [code for code in ticked if code not in codes]
        if facet in GIVEN_ORDER:
            order = list(labels)
            codes.sort(key=lambda code: (order.index(code) if code in labels else 99, code))
        else:
            codes.sort(key=lambda code: (-counts[code], title_key(labels.get(code, code)), code))
        for code in codes:
            url = self.form.toggled(facet, code).url()
            yield FacetValue(
                code, labels.get(code) or _unknown(code), counts[code], code in ticked, url
            )

    def chips(self) -> Iterator[Chip]:
        for facet in FACETS:
            for code in self.form.filters.get(facet, ()):
                label = self.words[facet].get(code)
                yield Chip(
                    facet=facet,
                    code=code,
                    facet_label=LABELS[facet],
                    value_label=label or _unknown(code),
                    remove_url=self.form.toggled(facet, code).url(),
                    known=label is not None,
                )

    @property
    def told(self) -> Iterator[str]:
        """What is on, in the words of a title."""
        for chip in self.chips():
            label = chip.value_label
            yield label if chip.facet in _PROPER_NAMES else in_sentence(label)


def _unknown(code: str) -> str:
    return f"{code} (inconnu)"
