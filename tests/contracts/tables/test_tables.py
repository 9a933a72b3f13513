"""Files for spreadsheets, read back: nothing in them is run, nothing that was typed is lost."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from contracts.tables.cells import harmless, writable
from contracts.tables.csv_file import csv_response
from contracts.tables.workbook import xlsx_response

pytestmark = pytest.mark.sqlite

LINES = [
    ["Nom", "Téléphone", "Formule"],
    ["Lœuf ; Ada", "+33 6 12", "=1+1"],
    ['« dit "Le Guen" »', "", " @SUM(A1)"],
]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+33", "-2", "@SUM(A1)", "＝1", "  =1+1", "\u00a0@x", "\t=1", "\r=1", "\n1"],
)
def test_what_a_spreadsheet_would_run_is_marked_as_a_text(text: str):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a", "a=1", "1+1", " 1", "l’été", "'=1"])
def test_any_other_text_stays_as_it_is(text: str):
    assert harmless(text) == text


def test_a_workbook_refuses_no_text_whatever_was_pasted_in_it():
    assert writable("a\x00b\x0bc\td\n") == "abc\td\n"


def test_a_csv_is_what_a_french_excel_opens():
    response = csv_response(LINES, "essai")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="essai.csv"'
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xef\xbb\xbfNom;T")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")) == [
        LINES[0],
        ["Lœuf ; Ada", "'+33 6 12", "'=1+1"],
        ['« dit "Le Guen" »', "", "' @SUM(A1)"],
    ]


def test_the_lines_of_a_csv_are_asked_for_one_by_one():
    asked = []

    def lines():
        for line in LINES:
            asked.append(line[0])
            yield line

    content = iter(csv_response(lines(), "essai").streaming_content)
    next(content)  # the byte order mark
    next(content)
    assert asked == ["Nom"]


def test_every_cell_of_a_workbook_is_a_text_even_once_it_is_edited():
    lines = [*LINES, ["a\x00b", "", ""]]
    response = xlsx_response(lines, "essai", sheet="Feuille d’essai")
    assert response["Content-Disposition"] == 'attachment; filename="essai.xlsx"'
    workbook = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert workbook.sheetnames == ["Feuille d’essai"]
    rows = list(workbook.active.iter_rows())
    assert [[cell.value or "" for cell in row] for row in rows] == [*LINES, ["ab", "", ""]]
    formula = rows[1][2]
    assert (formula.data_type, formula.quotePrefix) == ("s", True)
