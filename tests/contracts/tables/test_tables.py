"""Files for spreadsheets, read back: nothing in them is run, nothing that was typed is lost."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from contracts.tables.cells import harmless
from contracts.tables.csv_file import csv_response, encoded, read_csv
from contracts.tables.workbook import workbook_response, xlsx_response
from contracts.values.clean_text import clean_lines

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


local = dt.datetime.fromisoformat  # a cell has no zone
VALUES = [
    (None, "", None),
    (True, "oui", True),
    (-3, "-3", -3),
    (Decimal("-1234.50"), "-1234,50", -1234.5),
    (0.5, "0,5", 0.5),
    (
        dt.datetime(2026, 11, 28, 17, 45, 59, 999, dt.UTC),
        "28/11/2026 18:45",
        local("2026-11-28T18:45"),
    ),
    (
        dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC),
        "02/07/2026 00:30",
        local("2026-07-02T00:30"),
    ),
    (dt.date(2026, 11, 28), "28/11/2026", local("2026-11-28")),
    (dt.date(1789, 7, 14), "14/07/1789", "14/07/1789"),
    (dt.time(9, 5), "09:05", dt.time(9, 5)),
    (["a", 2.5], "a, 2,5", "a, 2,5"),
    (["=1", "b"], "'=1, b", "=1, b"),
    ("2026-11-28", "2026-11-28", "2026-11-28"),
]


@pytest.mark.parametrize(("value", "in_csv", "in_workbook"), VALUES)
def test_a_value_is_a_french_text_or_a_cell_of_its_type(value, in_csv: str, in_workbook):
    content = b"".join(csv_response([["a", "b"], [value, "x"]], "essai").streaming_content)
    assert read_csv(content)[1] == [in_csv, "x"]
    response = xlsx_response([[value]], "essai", sheet="Jours : [a/b]" * 4)
    workbook = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert workbook.active["A1"].value == in_workbook


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2))
)
@example([["", "\x1b"]])
def test_a_file_written_here_is_read_back_cell_by_cell(lines: list[list[str]]):
    heading = ["Depuis", "Vers"]
    written = b"".join(encoded([heading, *lines]))
    cells = [[harmless(clean_lines(text)) for text in line] for line in lines]
    # A line without a word is none; so is one whose marks nobody sees.
    assert read_csv(written) == [heading, *(line for line in cells if any(line))]


def test_every_text_of_a_workbook_is_one_even_once_it_is_edited():
    lines = [*LINES, ["a\x00b\x0bc", "", ""]]
    response = xlsx_response(lines, "essai", sheet="Feuille d’essai")
    assert response["Content-Disposition"] == 'attachment; filename="essai.xlsx"'
    workbook = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert workbook.sheetnames == ["Feuille d’essai"]
    rows = list(workbook.active.iter_rows())
    assert [[cell.value or "" for cell in row] for row in rows] == [*LINES, ["ab\nc", "", ""]]
    formula = rows[1][2]
    assert (formula.data_type, formula.quotePrefix) == ("s", True)


def test_a_row_is_as_tall_as_the_texts_that_wrap_in_it():
    lines = [["Rubrique", "Texte"], ["courte", "un mot"], ["longue", "quelques mots " * 40]]
    response = workbook_response([("Feuille", lines)], "essai", kept=1)
    sheet = load_workbook(io.BytesIO(response.getvalue())).active
    head, short, long = (sheet.row_dimensions[number].height for number in (1, 2, 3))
    assert head == short
    assert long > 8 * short
