"""What is refused of every wording that the search follows, a term's as well as an everyday word: one
that holds no word, that leads elsewhere already, or that half of the site says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db.models import Model

from contracts.rules.publication import Fault
from search.engines.index_reader import IndexReader
from search.models import SearchDocument
from search.query.request import Group, Query
from search.query.synonyms import Wording, wording

# Of fewer documents, half means nothing.
SMALLEST_SITE = 20


class Typed(NamedTuple):
    """A wording as it is typed: in a field of its owner, or of one of its rows."""

    text: str
    field: str
    child: Model | None = None

    @property
    def wording(self) -> Wording | None:
        return wording(self.text)

    def fault(self, message: str) -> Fault:
        return Fault(message, self.field, self.child)


def without_word(typed: Iterable[Typed]) -> Iterator[Fault]:
    """What starts from « de la » would start everywhere."""
    for one in typed:
        if one.text and one.wording is None:
            yield one.fault(
                f"« {one.text} » ne contient aucun mot que la recherche retienne (elle laisse de "
                "côté « de », « la », « pour »…) : écrivez un mot plus précis."
            )


def claimed(one: Typed, owner: str) -> Fault:
    """A wording leads to one thing; `owner` is the other, after its preposition."""
    return one.fault(f"« {one.text} » mène déjà {owner} : retirez-le de l’un des deux.")


def too_common(typed: Iterable[Typed], why: str) -> Iterator[Fault]:
    """What half of the site says tells nothing apart; `why` says what it would do."""
    wanted = [(one, found) for one in typed if (found := one.wording) is not None]
    total = SearchDocument.objects.count() if wanted else 0
    if total < SMALLEST_SITE:
        return
    for one, asked in wanted:
        said = len(IndexReader().ids(Query((Group((asked.alternative("rule"),)),))))
        if said * 2 > total:
            yield one.fault(
                f"« {one.text} » est dans {said} des {total} pages du site : {why}. Écrivez-les de "
                "façon plus précise."
            )
