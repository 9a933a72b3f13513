"""A PDF read back by a library that did not write it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader

_NO_LETTER = re.compile(r"[^0-9A-Za-zÀ-ÖØ-öø-ÿŒœ]")


def bare(text: str) -> str:
    """Letters and digits alone: lines are not broken at the same places on a page and on paper."""
    return _NO_LETTER.sub("", text)


class ReadPaper:
    def __init__(self, content: bytes):
        self.reader = PdfReader(io.BytesIO(content))
        self.root = self.reader.trailer["/Root"]
        self.pages = [page.extract_text() for page in self.reader.pages]
        self.text = " ".join("\n".join(self.pages).split())
        self.bare = bare(self.text)

    @property
    def tags(self) -> list[tuple[str, Any]]:
        """(name, element) of each element of the structure, in reading order."""
        return list(_walk(self.root["/StructTreeRoot"]))

    def tagged(self, name: str) -> list[Any]:
        return [element for tag, element in self.tags if tag == name]

    @property
    def links_inside(self) -> list[tuple[int, tuple[float, ...], int, tuple[float, ...]]]:
        """Of each link to a place of the same file: its page and its frame, the page and the point to
        which it leads."""
        ranks = {page.indirect_reference: rank for rank, page in enumerate(self.reader.pages)}
        found = []
        for rank, page in enumerate(self.reader.pages):
            for link in (one.get_object() for one in page.get("/Annots", ())):
                if "/Dest" in link:
                    led, _fit, *point = self._place(link["/Dest"].get_object())
                    frame = tuple(round(float(one)) for one in link["/Rect"])
                    found.append((rank, frame, ranks[led], tuple(round(one) for one in point[:2])))
        return found

    def _place(self, target: Any) -> Any:
        """A place may be named."""
        if isinstance(target, list):
            return target
        return self.reader.named_destinations[str(target)].dest_array

    @property
    def fonts(self) -> list[Any]:
        found = []
        for page in self.reader.pages:
            for font in page["/Resources"]["/Font"].values():
                found += [one.get_object() for one in font.get_object()["/DescendantFonts"]]
        return found


def _walk(element: Any) -> Iterator[tuple[str, Any]]:
    element = element.get_object()
    if isinstance(element, list):
        for child in element:
            yield from _walk(child)
    elif isinstance(element, dict):
        if "/S" in element:
            yield element["/S"], element
        if "/K" in element:
            yield from _walk(element["/K"])
