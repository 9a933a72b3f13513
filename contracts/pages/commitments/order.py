"""The order of the lines of commitments that a form asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from contracts.pages.commitments.facets import GIVEN_ORDER
from contracts.pages.commitments.form import CommitmentForm, Order
from contracts.pages.commitments.lines import UNKNOWN, Line
from search.text.collation import title_key


def in_order(
    lines: Iterable[Line], form: CommitmentForm, words: Mapping[str, Mapping[str, str]]
) -> list[Line]:
    """The lines as the form orders them, `words` being the labels of the codes of each facet. What
    is equal stands as in its contract, whichever way the rest is read."""
    in_contracts = sorted(lines, key=lambda line: (title_key(line.title), *line.place))

    def rank(line: Line) -> str:
        """By a facet: what is not known comes last."""
        facet = form.order.value
        [code] = line.codes[facet]
        given = GIVEN_ORDER.get(facet)
        if given is not None:
            return f"{list(given).index(code):03}"
        return f"{int(code == UNKNOWN)}{title_key(words[facet].get(code, code))}"

    keys = {
        Order.CONTRACT: lambda line: title_key(line.title),
        Order.OBJECT: lambda line: title_key(line.object),
    }
    return sorted(in_contracts, key=keys.get(form.order, rank), reverse=form.descending)
