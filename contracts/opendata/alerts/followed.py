"""A list that an alert follows: found again from what is kept of it, outside of any request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict

from contracts import kinds
from contracts.index import moved_codes
from contracts.opendata import selection
from contracts.opendata.datasets import COMMITMENTS, INDICATORS, RESULTS, of_kind
from contracts.opendata.selection import Extract, ListAsked
from contracts.pages.parts.listings import Listings

_ORDER = "tri"  # the order of a list changes nothing of its news
_WORDS = "q"
_FIXED = {
    RESULTS.code: selection.of_results,
    COMMITMENTS.code: selection.of_commitments,
    INDICATORS.code: selection.of_indicators,
}


class ListGone(Exception):
    """No page of the site shows this list any more."""


@dataclass(frozen=True)
class FollowedList:
    """`dataset` is the code of a table, `query` what the address of the list asks, without its
    order."""

    dataset: str
    query: str

    @classmethod
    def of(cls, selected: Extract) -> FollowedList:
        return cls(selected.dataset.code, _without_order(selected.address.query))

    def today(self) -> FollowedList:
        """As one would ask it now: a code that was merged into another one is that one."""
        return FollowedList(self.dataset, urlencode(moved_codes.of_today(_pairs(self.query))))

    def select(self) -> Extract:
        """The list as it is now. Raises ListGone, and SearchUnavailable."""
        asked = ListAsked(QueryDict(self.query))
        if found := _FIXED.get(self.dataset):
            return found(asked)
        for kind in kinds.registered():
            dataset = of_kind(kind.code)
            if dataset is not None and dataset.code == self.dataset:
                path = Listings(None)[kind.code]
                if path != "/":
                    return selection.of_listing(asked, kind, dataset, path)
        raise ListGone

    def is_whole(self, selected: Extract) -> bool:
        """Whether the list still understands all that is asked: a filter that was renamed, a theme
        that was deleted, would else be passed over in silence."""
        same = sorted(_pairs(self.query)) == sorted(_pairs(FollowedList.of(selected).query))
        return same and all(chip.known for chip in selected.chips)

    @property
    def words(self) -> str:
        return dict(_pairs(self.query)).get(_WORDS, "")

    def changed(
        self, words: str, filters: set[tuple[str, str]], added: Iterable[tuple[str, str]]
    ) -> FollowedList:
        """With these words, those of its filters that are among `filters`, and those `added`."""
        others = [pair for pair in _pairs(self.query) if pair[0] != _WORDS]
        kept = [pair for pair in others if pair in filters or pair[0] == "exact"]
        asked = [(_WORDS, words)] if words else []
        return FollowedList(self.dataset, urlencode([*asked, *kept, *added]))


def said(selected: Extract) -> str:
    """The list in words: its title, but for the whole search, whose title is that of a tool."""
    title = selected.about.title
    if selected.dataset is not RESULTS:
        return title
    match selected.chips, selected.about.words:
        case (chip,), "" if chip.facet == "type" and (kind := kinds.get(chip.code)):
            return kind.plural
    asked = title.removesuffix(RESULTS.title).removesuffix(" — ")
    return f"{asked} — tout le site" if asked else "Tout le site"


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True)


def _without_order(query: str) -> str:
    return urlencode([pair for pair in _pairs(query) if pair[0] != _ORDER])
