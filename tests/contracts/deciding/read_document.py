"""DOCX and ODT read back by libraries that did not write them."""

from __future__ import annotations

import io
import re
from typing import Any
from zipfile import ZipFile

import mammoth
from bs4 import BeautifulSoup
from lxml import etree

_ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _TEXT = _ODF % "table", _ODF % "text"
_OFFICE, _FO = _ODF % "office", _ODF % "xsl-fo-compatible"
_XLINK = "{http://www.w3.org/1999/xlink}"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class ReadDocx:
    """Read by mammoth; what it does not tell is read in the XML."""

    def __init__(self, content: bytes):
        self._archive = ZipFile(io.BytesIO(content))
        self.xml = self.part("word/document.xml")
        soup = BeautifulSoup(mammoth.convert_to_html(io.BytesIO(content)).value, "html.parser")
        self.headings = [
            (int(one.name[1]), _words(one.get_text()))
            for one in soup.find_all(re.compile(r"^h\d$"))
            if _words(one.get_text())
        ]
        self.tables = [
            [[_words(cell.get_text(" ")) for cell in row.find_all(["td", "th"])] for row in rows]
            for rows in (table.find_all("tr") for table in soup.find_all("table"))
        ]
        self.links = {link["href"] for link in soup.find_all("a", href=True)}
        self.items = [_words(item.get_text()) for item in soup.find_all("li")]
        self.text = _words(soup.get_text(" "))

    def part(self, name: str) -> Any:
        return etree.fromstring(self._archive.read(name))

    @property
    def captions(self) -> list[str]:
        return [
            _letters(one)
            for one in self.xml.iter(f"{_WORD}p")
            if any(style.get(f"{_WORD}val") == "Caption" for style in one.iter(f"{_WORD}pStyle"))
        ]

    @property
    def paragraphs(self) -> list[str]:
        return [_letters(one) for one in self.xml.iter(f"{_WORD}p")]

    @property
    def repeated_rows(self) -> int:
        return len(list(self.xml.iter(f"{_WORD}tblHeader")))

    @property
    def places(self) -> set[str]:
        return {one.get(f"{_WORD}name") for one in self.xml.iter(f"{_WORD}bookmarkStart")}

    @property
    def around(self) -> str:
        """What stands at the head and at the foot of the pages."""
        names = [name for name in self._archive.namelist() if re.search("header|footer", name)]
        return " ".join(_letters(self.part(name)) for name in names if name.endswith(".xml"))


class ReadOdt:
    """Read in its XML."""

    def __init__(self, content: bytes):
        archive = ZipFile(io.BytesIO(content))
        self.mimetype = archive.read("mimetype").decode()
        self.xml = etree.fromstring(archive.read("content.xml"))
        self.styles = etree.fromstring(archive.read("styles.xml"))
        self.meta = archive.read("meta.xml").decode()
        self.headings = [
            (int(one.get(f"{_TEXT}outline-level")), _words(_all(one)))
            for one in self.xml.iter(f"{_TEXT}h")
        ]
        self.tables = [
            [
                [_words(" ".join(map(_all, cell))) for cell in row.findall(f"{_TABLE}table-cell")]
                for row in table.iter(f"{_TABLE}table-row")
            ]
            for table in self.xml.iter(f"{_TABLE}table")
        ]
        self.links = {one.get(f"{_XLINK}href") for one in self.xml.iter(f"{_TEXT}a")}
        self.items = [_words(_all(one)) for one in self.xml.iter(f"{_TEXT}list-item")]
        self.captions = [
            _all(one)
            for one in self.xml.iter(f"{_TEXT}p")
            if one.get(f"{_TEXT}style-name") == "Caption"
        ]
        self.paragraphs = [_all(one) for one in self.xml.iter(f"{_TEXT}p", f"{_TEXT}h")]
        self.repeated_rows = len(list(self.xml.iter(f"{_TABLE}table-header-rows")))
        self.places = {one.get(f"{_TEXT}name") for one in self.xml.iter(f"{_TEXT}bookmark")}
        self.text = _words(" ".join(self.paragraphs))
        masters = self.styles.find(f"{_OFFICE}master-styles")
        self.around = _words(_all(masters))

    @property
    def languages(self) -> set[str]:
        return {
            f"{one.get(f'{_FO}language')}-{one.get(f'{_FO}country')}"
            for one in self.styles.iter()
            if one.get(f"{_FO}language")
        }


def _all(element: Any) -> str:
    return "".join(element.itertext())


def _letters(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter(f"{_WORD}t"))


def _words(text: str) -> str:
    return " ".join(text.split())
