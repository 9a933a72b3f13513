"""The page that offers a list to whoever wants to take it away, or to follow it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from contracts.opendata.formats import formats_of
from contracts.opendata.forms import ELSEWHERE
from contracts.opendata.reading import absolute
from contracts.opendata.selection import Extract
from contracts.pages.parts.breadcrumbs import Step
from search.query.page_head import PageHead

TITLE = "Télécharger ou suivre"


@dataclass(frozen=True)
class OfferedFile:
    """`use` says what it is good for."""

    label: str
    use: str
    url: str


class OfferContext:
    def __init__(self, selected: Extract) -> None:
        self.about = selected.about
        self.files = tuple(_files(selected))
        self.feed_url = selected.address.feed
        self.feed_address = absolute(selected.site, self.feed_url)
        self.alert_url = selected.address.alert
        self.list_url = selected.address.page
        self.has_all = not (self.about.words or self.about.filters)
        self.trail = (Step(selected.title, selected.address.path),)
        self.head = PageHead(f"{TITLE} : {self.about.title}", selected.address.offer)


def _files(selected: Extract) -> Iterator[OfferedFile]:
    for one in formats_of(selected.dataset):
        yield OfferedFile(one.label, one.use, selected.address.file(one.ending))
    yield OfferedFile(
        "CSV international",
        "virgules et points décimaux, pour un programme",
        selected.address.file("csv", ELSEWHERE),
    )
