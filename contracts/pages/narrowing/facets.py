"""The filters of a table: their words, their values with counts, what is on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from contracts.pages.narrowing.form import TableForm
from contracts.pages.narrowing.selection import UNKNOWN
from search.query.page_head import in_sentence
from search.query.results import Chip, FacetValue
from search.text.collation import title_key

OPEN_PANELS = 2  # the others are folded until a value of theirs is ticked
NOT_KNOWN = {UNKNOWN: "Non renseigné"}


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
    """The facets of a form. `words` are, by facet, the label of each code that there is. The facets
    of `given_order` have the order of their words; the others show what has the most rows first.
    Values of `proper_names` keep their capital in a title."""

    form: TableForm
    counts: Mapping[str, Counter[str]]
    labels: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    given_order: frozenset[str] = frozenset()
    proper_names: frozenset[str] = frozenset()

    def panels(self) -> Iterator[Panel]:
        for rank, facet in enumerate(self.form.facets):
            values = tuple(self._values(facet))
            chosen = len(self.form.filters.get(facet, ()))
            # With one value or none, a facet can change nothing.
            if len(values) > 1 or chosen:
                is_open = rank < OPEN_PANELS or bool(chosen)
                yield Panel(facet, self.labels[facet], values, chosen, is_open)

    def rank(self, facet: str, code: str) -> str:
        """By what the rows of a code are ordered: what is not known comes last."""
        if facet in self.given_order:
            return f"{list(self.words[facet]).index(code):03}"
        return f"{int(code == UNKNOWN)}{title_key(self.words[facet].get(code, code))}"

    def _values(self, facet: str) -> Iterator[FacetValue]:
        """Those that some row would have, and those that are ticked."""
        counts = self.counts[facet]
        labels, ticked = self.words[facet], self.form.filters.get(facet, ())
        codes = [code for code in counts if counts[code]]
        codes += [code for code in ticked if code not in codes]
        if facet in self.given_order:
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
        for facet in self.form.facets:
            for code in self.form.filters.get(facet, ()):
                label = self.words[facet].get(code)
                yield Chip(
                    facet=facet,
                    code=code,
                    facet_label=self.labels[facet],
                    value_label=label or _unknown(code),
                    remove_url=self.form.toggled(facet, code).url(),
                    known=label is not None,
                )

    @property
    def told(self) -> Iterator[str]:
        """What is on, in the words of a title."""
        for chip in self.chips():
            label = chip.value_label
            yield label if chip.facet in self.proper_names else in_sentence(label)


def _unknown(code: str) -> str:
    return f"{code} (inconnu)"
