"""The ODS written here, opened by libraries that did not write it."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odfdo import Document
from python_calamine import CalamineWorkbook

from contracts.tables.cells import WebAddress
from contracts.tables.ods import ODS, ods_response
from contracts.values.clean_text import clean_lines

pytestmark = pytest.mark.sqlite


def written(lines, *, name: str = "Feuille") -> bytes:
    return ods_response([(name, lines)], "essai").getvalue()


def cells(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_a_value_is_a_cell_of_its_type():
    content = written(
        [
            ["Nom", "Nombre", "Jour", "Vrai", "Rien"],
            ["a\nb <&>", Decimal("1.50"), dt.date(1789, 7, 14), True, None],
            ["=1+1", -3, dt.date(2016, 11, 4), False, ""],
        ]
    )
    assert cells(content)[1:] == [
        ["a\nb <&>", 1.5, dt.date(1789, 7, 14), True, ""],
        ["=1+1", -3, dt.date(2016, 11, 4), False, ""],
    ]
    document = Document(io.BytesIO(content))
    assert document.get_type() == "spreadsheet"
    assert document.body.get_table(0).get_value("B3") == -3


def test_an_address_is_a_link():
    content = written([["Adresse"], [WebAddress("https://a.fr/?x=1&y=<é>")]])
    root = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("content.xml"))  # noqa: S314
    [link] = root.iter("{urn:oasis:names:tc:opendocument:xmlns:text:1.0}a")
    assert link.get("{http://www.w3.org/1999/xlink}href") == "https://a.fr/?x=1&y=<é>"
    assert link.text == "https://a.fr/?x=1&y=<é>"


def test_programs_know_the_file_by_its_first_bytes_and_its_first_line_stays_in_sight():
    response = ods_response([("Une « feuille »", [["a"]]), ("Source", [["b", 1]])], "essai")
    assert response["Content-Type"] == ODS
    assert response["Content-Disposition"] == 'attachment; filename="essai.ods"'
    content = response.getvalue()
    assert content[30:].startswith(b"mimetype" + ODS.encode())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        settings = archive.read("settings.xml").decode()
        assert settings.count("VerticalSplitPosition") == 2
        for name in archive.namelist():
            if name.endswith(".xml"):
                ElementTree.fromstring(archive.read(name))  # noqa: S314
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names == [
        "Une « feuille »",
        "Source",
    ]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_is_a_text_and_nothing_is_run(text: str):
    content = written([["Titre"], [text]])
    root = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("content.xml"))  # noqa: S314
    for cell in root.iter("{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-cell"):
        assert "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}formula" not in cell.attrib
    [_, line] = root.iter("{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-row")
    paragraphs = line.iter("{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p")
    assert "\n".join(one.text or "" for one in paragraphs) == clean_lines(text)
