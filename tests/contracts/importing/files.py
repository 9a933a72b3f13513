"""Files as people send them, and as nobody should."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from odfdo import Cell, Document, Header, Paragraph, Row
from odfdo import Table as OdfTable
from openpyxl import Workbook

from contracts.columns.table import KEY, FicheTables
from contracts.columns.writing import rows_of, write_cell
from contracts.tables.sheets import Sheet

Lines = Sequence[Sequence[Any]]


def xlsx(sheets: Mapping[str, Lines]) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, lines in sheets.items():
        sheet = workbook.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def ods(sheets: Mapping[str, Lines]) -> bytes:
    document = Document("spreadsheet")
    document.body.clear()
    for name, lines in sheets.items():
        table = OdfTable(name)
        for line in lines:
            row = Row()
            for value in line:
                row.append_cell(Cell(value))
            table.append_row(row)
        document.body.append(table)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def csv_bytes(lines: Lines, *, delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(lines)
    return text.getvalue().encode(encoding)


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same zipped file with a part added, or changed."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, part)
    return file.getvalue()


def sheets_of(pages: Sequence[Any], tables: FicheTables) -> list[Sheet]:
    """All that these fiches say, as the tables of their kind."""
    return [
        Sheet(
            table.name,
            [
                [column.header for column in table.columns],
                *(
                    [
                        page.slug if column.key == KEY else write_cell(row, table, column)
                        for column in table.columns
                    ]
                    for page in pages
                    for row in rows_of(page, table)
                ),
            ],
        )
        for table in tables.tables
    ]


def docx(blocks: Sequence[tuple[str, str]], *, more: str = "") -> bytes:
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for style, text in blocks
    )
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in [("Title", "Title"), ("1", "heading 1"), ("2", "heading 2")]
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kinds}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{kinds}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "word/styles.xml": f"<w:styles {word}>{styles}</w:styles>",
        "word/document.xml": f"<w:document {word}><w:body>{body}{more}</w:body></w:document>",
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return file.getvalue()


def odt(blocks: Sequence[tuple[str, str]]) -> bytes:
    document = Document("text")
    document.body.clear()
    for style, text in blocks:
        if style.isdecimal():
            document.body.append(Header(int(style), text))
        else:
            document.body.append(Paragraph(text, style=style or None))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
