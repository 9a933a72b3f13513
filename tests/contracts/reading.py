"""A page as a reader gets it: its parts by their place in the HTML."""

from __future__ import annotations

import json
from itertools import takewhile
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import Client

# A mark that leads to a source.
SOURCE_MARK = "a[aria-label^='source ']"


class ReadPage:
    def __init__(self, client: Client, address: str):
        self.response = client.get(address)
        assert self.response.status_code == 200, f"{address}: {self.response.status_code}"
        self.soup = BeautifulSoup(self.response.content, "html.parser")

    def one(self, selector: str) -> Tag:
        found = self.soup.select(selector)
        assert len(found) == 1, f"{selector}: {len(found)} found"
        return found[0]

    def text(self, selector: str) -> str:
        return words(self.one(selector))

    def texts(self, selector: str) -> list[str]:
        return [words(element) for element in self.soup.select(selector)]

    def fact(self, heading: str) -> str:
        """What stands beside a heading of a list of facts."""
        for term in self.soup.select("dt"):
            if words(term).startswith(heading):
                beside = takewhile(lambda row: row.name == "dd", term.find_next_siblings())
                return " | ".join(words(value) for value in beside)
        raise AssertionError(f"no fact is headed {heading!r}")

    def cited_by(self, element: Tag) -> list[str]:
        """The titles of the sources that an element leads to, in order."""
        titles = []
        for link in element.select(SOURCE_MARK):
            source = self.soup.find(id=link["href"].removeprefix("#"))
            assert source is not None, f"{link['href']} leads nowhere"
            titles.append(words(source.find("a") or source))
        return titles

    @property
    def structured(self) -> list[dict[str, Any]]:
        data = json.loads(self.one('script[type="application/ld+json"]').string)
        assert data["@context"] == "https://schema.org"
        return list(data["@graph"])


def words(element: Tag) -> str:
    """The text of an element without its marks, with plain spaces."""
    copy = BeautifulSoup(str(element), "html.parser")
    for mark in copy.select(SOURCE_MARK):
        mark.decompose()
    return " ".join(copy.get_text(" ").split())
