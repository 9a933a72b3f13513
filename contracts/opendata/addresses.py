"""The addresses that stand beside a list: its files, its feed, the page that offers them,
and the one where an alert is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.query.address import with_query

FEED = "flux.atom"
OFFER = "telecharger/"
ALERT = "me-prevenir/"
_FILE = "export"


def files_pattern(endings: tuple[str, ...]) -> str:
    """What the end of the address of a file matches; the group is `ending`."""
    return rf"{_FILE}\.(?P<ending>{'|'.join(map(re.escape, endings))})"


@dataclass(frozen=True)
class ListAddress:
    """A list at a path, asked with a query: filters, words and order, without any page number."""

    path: str
    query: str = ""

    @classmethod
    def of(cls, address: str) -> ListAddress:
        path, _, query = address.partition("?")
        return cls(path, query)

    @property
    def page(self) -> str:
        return self._beside("")

    @property
    def offer(self) -> str:
        return self._beside(OFFER)

    @property
    def alert(self) -> str:
        return self._beside(ALERT)

    @property
    def feed(self) -> str:
        return self._beside(FEED)

    def file(self, ending: str, more: str = "") -> str:
        """`more` is a parameter that the file alone reads."""
        return self._beside(f"{_FILE}.{ending}", more)

    def _beside(self, name: str, more: str = "") -> str:
        return with_query(f"{self.path}{name}", "&".join(filter(None, (self.query, more))))
