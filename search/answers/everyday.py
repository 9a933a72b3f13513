"""Everyday words: what a reader may type for something that is called otherwise, proposed above the
results.

Applications register what has such words: a page (« combien ça coûte » leads to a question), or a
value of a facet (« vélo » leads to a theme, as a filter). Words typed that are such a wording, or
hold one, propose what it leads to. Nothing else is found, and no order changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from search.answers import hints
from search.answers.hints import Hint
from search.models import IndexState
from search.query.request import SearchRequest
from search.query.synonyms import WordingIndex, wording
from search.text.analysis import word

HEADING = "Une page répond à ces mots"


@dataclass(frozen=True)
class Lead:
    """What `words` lead to: the page at `url`, or the value `code` of a `facet`. `names` lead there
    too, when nothing else is typed. `detail` is told after its label."""

    label: str
    words: tuple[str, ...]
    names: tuple[str, ...] = ()
    detail: str = ""
    url: str = ""
    facet: str = ""
    code: str = ""
    heading: str = HEADING

    @property
    def target(self) -> str:
        """What tells it from the others."""
        return self.url or f"{self.facet}:{self.code}"


class LeadSource(Protocol):
    """Lists leads. Whatever changes them must change the index in the same transaction: that is how
    every process knows at its next search."""

    @property
    def name(self) -> str:
        """Unique."""

    def leads(self) -> Iterable[Lead]:
        """Every lead, to what is published only."""


_sources: dict[str, LeadSource] = {}

# Each wording with what it leads to, and whether it is only a name of it.
_Index = WordingIndex[tuple[Lead, bool]]


def register(source: LeadSource) -> None:
    """Offer leads to search. Call it from AppConfig.ready."""
    if source.name in _sources:
        raise ValueError(f"two sources of leads are named {source.name}")
    _sources[source.name] = source


def leads() -> Iterator[Lead]:
    """All of them, as they are now."""
    for source in _sources.values():
        yield from source.leads()


class EverydayHints:
    """Proposes what the words of a search lead to. One small query, and those of the sources when
    the index has changed."""

    def __init__(self) -> None:
        self._held: tuple[str, _Index] = ("", WordingIndex(()))

    def hints(self, request: SearchRequest) -> Iterator[Hint]:
        typed = request.query.typed
        counting = [at for at, one in enumerate(typed) if word(one).stem]
        if not counting or not _sources:
            return
        words = [typed[at] for at in counting]
        index = self._index()
        # What more of the words spell is likelier.
        found = sorted(
            (
                (len(one.keys), at, lead)
                for at in range(len(words))
                for one, (lead, is_name) in index.starting_at(words, at)
                if not is_name or len(one.keys) == len(words)
            ),
            key=lambda one: -one[0],
        )
        for size, at, lead in found:
            run = typed[counting[at] : counting[at + size - 1] + 1]
            yield Hint(
                label=lead.label,
                detail=lead.detail,
                url=lead.url,
                facet=lead.facet,
                code=lead.code,
                words=run,
                heading=lead.heading,
            )

    def _index(self) -> _Index:
        tokens = IndexState.objects.filter(pk=IndexState.ONLY_ID).values_list("token", flat=True)
        token = next(iter(tokens), "")
        held_token, held = self._held
        if token and token == held_token:
            return held
        read = WordingIndex(
            (one, (lead, is_name))
            for lead in leads()
            for is_name, texts in ((False, lead.words), (True, lead.names))
            for text in texts
            if (one := wording(text)) is not None
        )
        self._held = (token, read)
        return read


def words_of(facet: str, code: str) -> tuple[str, ...]:
    """The everyday words that lead to a value."""
    found = (lead.words for lead in leads() if (lead.facet, lead.code) == (facet, code))
    return next(found, ())


def install() -> None:
    """Called once, at start."""
    hints.register(EverydayHints())
