"""Files of any make and of any intent: read as they are, or refused clearly before being read."""

from __future__ import annotations

import datetime as dt
import io
import time
import zipfile

import pytest
from openpyxl import Workbook

from contracts.tables.archive import FileRefused
from contracts.tables.sheets import FORMULA, MAX_LINES, column_letters, read_sheets
from tests.contracts.importing.files import csv_bytes, ods, with_part, xlsx

pytestmark = pytest.mark.sqlite

LINES = [["Identifiant", "Titre"], ["l-ete", "L’été, à Évry ; suite"], ["œuf", 'dit "bon"']]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ","])
def test_a_csv_of_any_make_says_the_same(encoding, delimiter):
    content = csv_bytes(LINES, delimiter=delimiter, encoding=encoding)
    [sheet] = read_sheets(content, "essai.CSV")
    assert sheet.lines == LINES


def test_a_blank_line_of_a_csv_counts_as_the_spreadsheet_counts_it():
    [sheet] = read_sheets(b"a;b\n\n1;2\n", "essai.csv")
    assert sheet.lines[2] == ["1", "2"]


@pytest.mark.parametrize("write", [xlsx, ods])
def test_cells_keep_their_type_and_their_place(write):
    day = dt.date(2016, 11, 4)
    content = write({"Une": [[None, "a"], [], [1.5, True, day]], "Deux": [["b"]]})
    one, two = read_sheets(content, f"essai.{write.__name__}")
    assert (one.name, two.name) == ("Une", "Deux")
    assert one.lines[0][1] == "a"
    assert list(one.lines[2])[:3] == [1.5, True, day]


def test_a_formula_is_never_taken_for_its_result():
    content = xlsx({"Une": [["a", "=1+1"], [3, "=A2"]]})
    part = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    kept = part.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>").replace(
        b"<f>1+1</f><v/>", b"<f>1+1</f><v>2</v>"
    )
    assert kept != part
    [sheet] = read_sheets(with_part(content, "xl/worksheets/sheet1.xml", kept), "essai.xlsx")
    assert [list(line) for line in sheet.lines] == [["a", FORMULA], [3, FORMULA]]


def test_a_formula_of_libreoffice_is_seen_too():
    content = ods({"Une": [["a", 2]]})
    part = zipfile.ZipFile(io.BytesIO(content)).read("content.xml")
    computed = part.replace(
        b'office:value-type="float"', b'table:formula="of:=1+1" office:value-type="float"', 1
    )
    [sheet] = read_sheets(with_part(content, "content.xml", computed), "essai.ods")
    assert list(sheet.lines[0])[:2] == ["a", FORMULA]


def refused(content: bytes, name: str = "essai.xlsx") -> str:
    started = time.monotonic()
    with pytest.raises(FileRefused) as refusal:
        read_sheets(content, name)
    assert time.monotonic() - started < 20, "refused, but not before it cost much"
    return str(refusal.value)


GOOD = xlsx({"Une": LINES})
GOOD_ODS = ods({"Une": LINES})
SHEET = "xl/worksheets/sheet1.xml"
ENTITY = b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;">]>'


def cell_at(reference: str) -> bytes:
    part = zipfile.ZipFile(io.BytesIO(GOOD)).read(SHEET)
    return part.replace(b'<c r="A1"', f'<c r="{reference}"'.encode(), 1)


def test_a_zip_bomb_is_refused_before_it_is_unzipped():
    assert "démesuré" in refused(with_part(GOOD, SHEET, b"<a>" + b" " * 300_000_000 + b"</a>"))


def test_a_bomb_of_many_parts_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for number in range(3000):
            made.writestr(f"xl/{number}.xml", "<a/>")
    assert "démesuré" in refused(file.getvalue())


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml"])
def test_entities_are_refused_in_every_part(part):
    content = zipfile.ZipFile(io.BytesIO(GOOD)).read(part)
    hostile = ENTITY + content[content.index(b"?>") + 2 :] if b"?>" in content else ENTITY + content
    assert "DOCTYPE" in refused(with_part(GOOD, part, hostile))


def test_entities_of_a_libreoffice_file_are_refused():
    part = zipfile.ZipFile(io.BytesIO(GOOD_ODS)).read("content.xml")
    body = part[part.index(b"?>") + 2 :] if part.startswith(b"<?xml") else part
    assert "DOCTYPE" in refused(with_part(GOOD_ODS, "content.xml", ENTITY + body), "essai.ods")


def test_a_million_rows_are_refused():
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Une")
    for number in range(MAX_LINES + 2):
        sheet.append([number])
    file = io.BytesIO()
    workbook.save(file)
    assert f"dépasse {MAX_LINES} lignes" in refused(file.getvalue())


@pytest.mark.parametrize("reference", ["A1048576", "A9999999", "XFD1048576"])
def test_one_cell_at_the_end_of_the_sheet_is_refused(reference):
    assert "dépasse" in refused(with_part(GOOD, SHEET, cell_at(reference)))


def test_one_cell_far_to_the_right_is_refused():
    assert "colonnes" in refused(with_part(GOOD, SHEET, cell_at("XFD1")))


@pytest.mark.parametrize("times", [b"1000000", b"999999999"])
def test_a_row_of_libreoffice_repeated_a_million_times_is_refused(times):
    part = zipfile.ZipFile(io.BytesIO(GOOD_ODS)).read("content.xml")
    repeated = part.replace(
        b"<table:table-row>", b'<table:table-row table:number-rows-repeated="' + times + b'">', 1
    )
    assert repeated != part
    assert "lignes" in refused(with_part(GOOD_ODS, "content.xml", repeated), "essai.ods")


def test_the_empty_rows_that_libreoffice_repeats_to_the_end_are_no_rows():
    part = zipfile.ZipFile(io.BytesIO(GOOD_ODS)).read("content.xml")
    empty = (
        b'<table:table-row table:number-rows-repeated="1048573"><table:table-cell '
        b'table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    content = with_part(GOOD_ODS, "content.xml", part.replace(b"</table:table>", empty))
    [sheet] = read_sheets(content, "essai.ods")
    assert [list(line)[:2] for line in sheet.lines[:3]] == LINES


def test_a_long_text_shared_by_many_cells_is_refused():
    cells = b"".join(
        b'<row r="%d">%s</row>' % (row, b'<c t="s"><v>0</v></c>' * 100) for row in range(1, 300)
    )
    content = with_part(
        GOOD, SHEET, b"<worksheet><sheetData>" + cells + b"</sheetData></worksheet>"
    )
    shared = b"<sst><si><t>" + b"a" * 30_000 + b"</t></si></sst>"
    assert "trop grand" in refused(with_part(content, "xl/sharedStrings.xml", shared))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("essai.xlsx", b"", "est vide"),
        ("essai.csv", b"", "est vide"),
        ("essai.ods", b"\x00" * 100, "ne se lit pas"),
        ("essai.xlsx", b"a;b\n1;2", "ne se lit pas"),
        ("essai.csv", GOOD, "pas un fichier CSV"),
        ("essai.csv", "a;b\n1;2".encode("utf-16"), "pas un fichier CSV"),
        ("essai.ods", GOOD, "ne se lit pas"),
        ("essai.xlsx", GOOD_ODS, "ne se lit pas"),
        ("essai.xlsx", GOOD[:200], "ne se lit pas"),
        ("essai.xls", GOOD, "Ce format n’est pas lu"),
        ("essai.exe", b"MZ", "Ce format n’est pas lu"),
        ("essai", GOOD, "Ce format n’est pas lu"),
        ("essai.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600, "mot de passe"),
        ("essai.xlsx", b"a" * (10 * 1024 * 1024 + 1), "dépasse 10 Mo"),
        ("essai.csv", b"a;" * (6 * 1024 * 1024), "dépasse 10 Mo"),
        ("essai.csv", b"a;b\n" * (MAX_LINES + 1), f"dépasse {MAX_LINES} lignes"),
        ("essai.csv", b"a" * 100_000, "dépasse 32767 caractères"),
        ("essai.csv", b"a" * 200_000, "ne se lit pas"),
    ],
)
def test_what_is_no_such_file_is_refused(name, content, told):
    assert told in refused(content, name)


def test_a_file_with_a_password_is_refused():
    manifest = (
        b'<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    )
    assert "mot de passe" in refused(
        with_part(GOOD_ODS, "META-INF/manifest.xml", manifest), "essai.ods"
    )


def test_links_to_other_files_are_refused():
    assert "liaisons" in refused(with_part(GOOD, "xl/externalLinks/externalLink1.xml", b"<a/>"))
    relation = (
        b'<Relationships><Relationship Id="r" TargetMode="External" Target="http://exemple.fr/a" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/>'
        b"</Relationships>"
    )
    assert "liaisons" in refused(with_part(GOOD, "xl/worksheets/_rels/sheet1.xml.rels", relation))
    part = zipfile.ZipFile(io.BytesIO(GOOD_ODS)).read("content.xml")
    linked = part.replace(b"<table:table-row", b"<table:table-source/><table:table-row", 1)
    assert "liaisons" in refused(with_part(GOOD_ODS, "content.xml", linked), "essai.ods")


def test_macros_are_refused():
    assert "macros" in refused(with_part(GOOD, "xl/vbaProject.bin", b"\x00"))


@pytest.mark.parametrize(("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_columns_are_named_as_in_a_spreadsheet(number, letters):
    assert column_letters(number) == letters
