"""What a reader sees of a judged query, from the top of the page: what is proposed above its results,
where the answer is of those; its results; what is shown before and below them when there are few;
at last the proposals that are folded, which stand above and are read by those who open them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from scripts.relevance.judgments import Judged
from scripts.relevance.measures import ndcg, reciprocal_rank, success
from search.answers.assistance import assist
from search.answers.hints import ShownHint, folded, hints_for
from search.answers.service import answer
from search.query.form import SearchForm


@dataclass(frozen=True)
class Seen:
    """A query, the addresses that it shows in their order, and how many of them are results."""

    judged: Judged
    addresses: tuple[str, ...]
    results: int

    @property
    def answers(self) -> tuple[str, ...]:
        """The pages of the best grade that the query has."""
        best = max(self.judged.grades.values())
        return tuple(page for page, grade in self.judged.grades.items() if grade == best)

    @property
    def ndcg(self) -> float:
        return ndcg(self.addresses, self.judged.grades)

    @property
    def reciprocal_rank(self) -> float:
        return reciprocal_rank(self.addresses, self.answers)

    @property
    def is_answered(self) -> bool:
        """Whether an answer is among the first three."""
        return success(self.addresses, self.answers)


def read(judged: Judged) -> Seen:
    address = QueryDict(mutable=True)
    address["q"] = judged.q
    for facet, codes in judged.filters.items():
        address.setlist(facet, list(codes))
    form = SearchForm.from_querydict(address, path="/recherche/")
    response = answer(form)
    if response.degraded:
        raise RuntimeError(f"« {judged.q} » was answered by another engine than the one measured")
    hints = hints_for(form)
    assistance = assist(form, response, hints)
    shown = [*assistance.before, *assistance.ordered(response.hits), *assistance.closest]
    found = [hit.url.strip("/") for hit in shown]
    if judged.is_of_proposals:
        waiting = folded(hints, has_results=bool(response.hits))
        proposed = [hint for hint in hints if hint not in waiting]
        # What is folded is opened last.
        found = [*_addresses(proposed), *found, *_addresses(waiting)]
    addresses = tuple(dict.fromkeys(found))
    return Seen(judged, addresses, len(response.hits))


def _addresses(hints: Iterable[ShownHint]) -> list[str]:
    proposed = (url for hint in hints for url in (hint.url, hint.more_url) if url)
    return [url.partition("#")[0].strip("/") for url in proposed]


def mean_ndcg(seen: Iterable[Seen]) -> float:
    values = [one.ndcg for one in seen]
    return sum(values) / len(values)


def mean_reciprocal_rank(seen: Iterable[Seen]) -> float:
    values = [one.reciprocal_rank for one in seen]
    return sum(values) / len(values)
