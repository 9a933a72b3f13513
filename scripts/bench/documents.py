"""The documents that are indexed and the searches that are asked: always the same ones.

Words by Zipf's law among 30 000, eight facets of one to three values each.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from search.index.documents import Document

QUERIES = 200
VOCABULARY = 30_000
FREQUENT = 300  # readers ask for what is written about
WORDS = 66  # of a document, without its title
# The number of values of each facet: from a handful of kinds to many territories.
FACETS = {
    "b-type": 7, "b-theme": 15, "b-region": 18, "b-etape": 10,
    "b-public": 6, "b-etiquette": 300, "b-territoire": 1300, "b-annee": 12,
}  # fmt: skip


class _Shape:
    """The random choices of the bench, from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 (a bench must be repeatable)
        syllables = ["ba", "con", "dre", "fi", "gou", "la", "mer", "no", "pi", "ro", "sa", "tu"]
        maker = random.Random(7)  # noqa: S311
        words: dict[str, None] = {}
        while len(words) < VOCABULARY:
            words["".join(maker.choices(syllables, k=maker.randint(2, 5)))] = None
        self.words = list(words)
        self.weights = [1 / rank for rank in range(1, VOCABULARY + 1)]
        self.cumulative = list(itertools.accumulate(self.weights))

    def text(self, count: int) -> str:
        return " ".join(self.random.choices(self.words, cum_weights=self.cumulative, k=count))


def documents(size: int) -> Iterator[Document]:
    """The documents of the bench."""
    shape = _Shape(seed=1)
    first = date(2015, 1, 1)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(size):
        yield Document(
            key=f"bench:{number}",
            kind="contrat",
            title=shape.text(6),
            summary=shape.text(16),
            body=shape.text(WORDS - 16),
            url=f"/bench/{number}/",
            date=first + timedelta(days=shape.random.randrange(4_000)),
            updated=now,
            facets={
                name: tuple(
                    f"v{shape.random.randrange(values)}" for _ in range(shape.random.randint(1, 3))
                )
                for name, values in FACETS.items()
            },
            card={"lieu": shape.text(2)},
        )


def addresses(count: int = QUERIES, seed: int = 2) -> list[str]:
    """The searches asked: one or two of the frequent words, up to two filters."""
    shape = _Shape(seed)
    asked = []
    for _ in range(count):
        words = "+".join(
            shape.random.choices(
                shape.words[:FREQUENT], shape.weights[:FREQUENT], k=shape.random.choice((1, 1, 2))
            )
        )
        chosen = shape.random.sample(sorted(FACETS), k=shape.random.randint(0, 2))
        filters = [f"{name}=v{shape.random.randrange(FACETS[name])}" for name in chosen]
        asked.append("&".join([f"q={words}", *filters]))
    return asked
