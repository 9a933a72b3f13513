"""What one digest says: the news of each list that it tells, as the site has them now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from contracts.opendata.alerts.followed import FollowedList, ListGone, said
from contracts.opendata.alerts.models import Alert
from contracts.opendata.news import reading
from contracts.opendata.news.reading import News, Publication
from contracts.opendata.selection import Extract

MOST_NEWS = 20  # of one list; the others are on its page


@dataclass(frozen=True)
class ToldFiche:
    """`held` is what a list of rows has of the fiche: its commitments, its indicators."""

    news: News
    held: tuple[str, ...]


@dataclass(frozen=True)
class ListNews:
    """`address` is the page of the list, whole; `more` is how many fiches are left out."""

    title: str
    address: str
    fiches: tuple[ToldFiche, ...]
    more: int


class Lists:
    """The lists that alerts follow, each read once for all of them."""

    def __init__(self) -> None:
        self._read: dict[FollowedList, Extract | None] = {}
        self._told: dict[
            tuple[FollowedList, dt.datetime, dt.datetime], tuple[Publication, ...]
        ] = {}

    def of(self, alert: Alert) -> Extract | None:
        """None when the list is gone, or does not understand any more what is asked of it. Raises
        SearchUnavailable."""
        followed = FollowedList(alert.dataset, alert.query)
        if followed not in self._read:
            self._read[followed] = _whole(followed)
        return self._read[followed]

    def publications(
        self, alert: Alert, since: dt.datetime, until: dt.datetime
    ) -> tuple[Publication, ...]:
        """What was published of a list that is not gone. Raises SearchUnavailable."""
        selected = self.of(alert)
        if selected is None:
            return ()
        asked = FollowedList(alert.dataset, alert.query), since, until
        if asked not in self._told:
            self._told[asked] = reading.between(since, until, selected.fiches.keys())
        return self._told[asked]


def news_of(selected: Extract, told: Sequence[Publication]) -> ListNews:
    shown = told[:MOST_NEWS]
    fiches = tuple(
        ToldFiche(news, tuple(selected.fiches[publication.document]))
        for publication, news in reading.told(shown)
    )
    return ListNews(said(selected), selected.about.address, fiches, len(told) - len(shown))


def _whole(kept: FollowedList) -> Extract | None:
    followed = kept.today()
    try:
        selected = followed.select()
    except ListGone:
        return None
    return selected if followed.is_whole(selected) else None
