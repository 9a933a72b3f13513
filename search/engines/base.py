"""The protocol of engines, their result and errors. One contract of tests is run on each engine."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from search.query.request import SearchRequest


class SearchUnavailable(Exception):
    """The engine cannot answer now. Never an empty answer instead."""


class SearchRefused(SearchUnavailable):
    """The engine does not answer this very search; there is no reason not to ask it others."""


@dataclass(frozen=True)
class EngineResult:
    """Identifiers and counts, no text. `page` is the page really given (the last one when a
    further one was asked for); `counts` gives for each facet asked the documents under each code,
    with the fixed filters and those of the reader but that facet’s own, codes without any left out; `without` the total
    without each filter in turn and `without_words` without the words, when there is no result.
    """

    total: int
    page: int
    keys: tuple[str, ...]
    counts: Mapping[str, Mapping[str, int]]
    without: Mapping[str, int] = field(default_factory=dict)
    without_words: int = 0


class SearchEngine(Protocol):
    def match(self, request: SearchRequest) -> EngineResult:
        """Answer, or raise SearchUnavailable."""


def share_of_title(sort_title: str) -> float:
    """What a score in a title is multiplied by: the fewer other words a title has, the more it is
    about those found."""
    return 1 / math.sqrt(1 + sort_title.count(" "))
