"""What a search inside a page proposes to add to it: fiches of some kinds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from contracts.kinds import Kind, codes
from search.answers.service import answer
from search.engines.base import SearchUnavailable
from search.query.form import SearchForm
from search.query.results import Hit

_MOST_FOUND = 8


@dataclass(frozen=True)
class Addable:
    """`key` and `url` are those of its document."""

    key: str
    title: str
    summary: str
    kind_label: str
    url: str


def addable(
    words: str, kinds: Sequence[Kind], is_there: Callable[[Hit], bool], room: int
) -> tuple[Addable, ...] | None:
    """What a search for these words finds, without what is there already, of which there are at most
    `room`; nothing without words, None when no engine answers."""
    if not words:
        return ()
    asked = QueryDict(mutable=True)
    asked["q"] = words
    search = SearchForm.from_querydict(
        asked, fixed={"type": codes(kinds)}, facets=(), page_size=_MOST_FOUND + room
    )
    try:
        hits = answer(search).hits
    except SearchUnavailable:
        return None
    labels = {kind.code: kind.label for kind in kinds}
    return tuple(
        Addable(hit.key, hit.title, hit.summary, labels[hit.kind], hit.url)
        for hit in hits
        if not is_there(hit)
    )[:_MOST_FOUND]
