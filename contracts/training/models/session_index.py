"""The page that lists the sessions."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.models.listing import KindIndexPage
from contracts.training.values.timing import by_time, rows_down_to_the_nearest
from search.query.results import HitGroup, SearchResponse


class SessionIndexPage(KindIndexPage):
    """Sessions to come and sessions over: its first page shows all those to come."""

    shown_by = "training/session_index_page.html"
    subpage_types = ["training.TrainingSessionPage"]

    def page_size(self) -> int:
        return max(super().page_size(), rows_down_to_the_nearest())

    def grouped(self, response: SearchResponse) -> Sequence[HitGroup]:
        return by_time(response)

    class Meta:
        verbose_name = "liste des sessions"
