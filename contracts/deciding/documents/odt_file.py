"""Blocks as an ODT that can be edited: its styles stand beside, in one file for all documents."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

from django.utils.encoding import iri_to_uri
from lxml import etree
from odfdo import Document
from odfdo.const import ODF_CONTENT, ODF_STYLES

from contracts.deciding.documents.blocks import (
    Block,
    BoxBlock,
    GridBlock,
    GridCell,
    GridRow,
    HeadingBlock,
    Line,
    ListBlock,
    ListItem,
    Paper,
    Span,
    SpanStyle,
    TextBlock,
    TextStyle,
)
from contracts.pages.parts.structured_data import SITE_NAME

_FOLDER = Path(__file__).parent / "odt"
_NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
_TEXTS = {
    TextStyle.BODY: "Text_20_body",
    TextStyle.LEDE: "Chapeau",
    TextStyle.SOFT: "Mention",
    TextStyle.LEAD_IN: "Annonce",
}
_SPANS = {
    SpanStyle.STRONG: "Strong_20_Emphasis",
    SpanStyle.SOFT: "Discret",
    SpanStyle.TO_FILL: "A_20_completer",
}
_TEXT_WIDTH = 168.0  # of the page without its margins, in millimetres


def as_odt(paper: Paper, day: dt.date | None) -> bytes:
    """`day` is the date of the file."""
    document = Document("text")
    document.set_part(ODF_STYLES, _styles(paper))
    document.set_part(ODF_CONTENT, _Content(paper).xml())
    meta = document.meta
    meta.title = paper.document_title
    meta.subject = paper.subject
    meta.description = paper.marking
    meta.creator = meta.initial_creator = SITE_NAME
    meta.language = "fr-FR"
    if day:
        moment = dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 - of the file, without hour
        meta.creation_date = meta.date = moment
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class _Content:
    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._root = _read("content.xml")
        [self._automatic] = self._root.iterfind("office:automatic-styles", _NAMES)
        [self._body] = self._root.iterfind("office:body/office:text", _NAMES)
        self._columns: dict[float, str] = {}
        self._tables = 0

    def xml(self) -> bytes:
        paper = self._paper
        self._paragraph(self._body, (Span(f"{SITE_NAME} · {paper.type}"),), "Surtitre")
        self._paragraph(self._body, (Span(paper.title),), "Title")
        for line in paper.lines:
            self._paragraph(self._body, line, "Subtitle")
        if paper.summarised:
            self._paragraph(self._body, (Span("Sommaire"),), "Contents_20_Heading")
            for heading in paper.summarised:
                line = (Span(heading.text, anchor=heading.anchor),)
                self._paragraph(self._body, line, f"Contents_20_{heading.level}")
        for block in paper.blocks:
            self._block(block)
        return etree.tostring(self._root, xml_declaration=True, encoding="UTF-8")

    def _block(self, block: Block) -> None:
        match block:
            case HeadingBlock():
                made = _within(
                    self._body,
                    "text:h",
                    text__style_name=f"Heading_20_{block.level}",
                    text__outline_level=str(block.level),
                )
                self._fill(made, (Span(block.text),), block.anchor)
            case TextBlock():
                self._paragraph(self._body, block.line, _TEXTS[block.style])
            case BoxBlock():
                self._paragraph(self._body, block.line, "Encadre")
            case ListBlock():
                self._list(block)
            case GridBlock():
                self._paragraph(self._body, (Span(block.caption),), "Caption")
                self._table(block)

    def _list(self, block: ListBlock) -> None:
        numbered = bool(block.items[0].number)
        made = _within(
            self._body, "text:list", text__style_name="Numerotee" if numbered else "Puces"
        )
        last = 0
        for item in block.items:
            self._item(made, item, restarts=numbered and item.number != last + 1)
            last = item.number

    def _item(self, made: Any, item: ListItem, *, restarts: bool) -> None:
        one = _within(made, "text:list-item")
        if restarts:
            one.set(_name("text:start-value"), str(item.number))
        style = "List_20_Number" if item.number else "List_20_Bullet"
        self._paragraph(one, item.line, style, item.anchor)

    def _table(self, block: GridBlock) -> None:
        self._tables += 1
        made = _within(
            self._body,
            "table:table",
            table__name=f"Tableau {self._tables}",
            table__style_name="Tableau",
        )
        _within(made, "table:title").text = block.caption
        for share in block.widths:
            width = round(_TEXT_WIDTH * share / sum(block.widths), 1)
            _within(made, "table:table-column", table__style_name=self._column(width))
        head = _within(made, "table:table-header-rows")
        self._row(head, block.head, head=True)
        for row in block.rows:
            self._row(made, row)

    def _column(self, width: float) -> str:
        if width not in self._columns:
            name = self._columns[width] = f"Colonne{len(self._columns) + 1}"
            style = _within(
                self._automatic, "style:style", style__name=name, style__family="table-column"
            )
            _within(style, "style:table-column-properties", style__column_width=f"{width}mm")
        return self._columns[width]

    def _row(self, made: Any, row: GridRow, *, head: bool = False) -> None:
        one = _within(
            made, "table:table-row", table__style_name="Ligne_20_longue" if row.is_long else "Ligne"
        )
        is_group = len(row.cells) == 1
        for rank, cell in enumerate(row.cells):
            heads = head or rank == 0
            style = "Cellule_20_de_20_groupe" if is_group else "Cellule_20_de_20_titre"
            shaded = head or is_group
            self._cell(one, cell, style if heads else "Cellule", shaded=shaded)

    def _cell(self, row: Any, cell: GridCell, style: str, *, shaded: bool) -> None:
        one = _within(
            row,
            "table:table-cell",
            table__style_name="Case_20_teintee" if shaded else "Case",
            office__value_type="string",
        )
        if cell.span > 1:
            one.set(_name("table:number-columns-spanned"), str(cell.span))
        for line in cell.lines or ((),):
            self._paragraph(one, line, style)
        for _covered in range(cell.span - 1):
            _within(row, "table:covered-table-cell")

    def _paragraph(self, parent: Any, line: Line, style: str, anchor: str = "") -> None:
        self._fill(_within(parent, "text:p", text__style_name=style), line, anchor)

    def _fill(self, paragraph: Any, line: Line, anchor: str) -> None:
        if anchor:
            _within(paragraph, "text:bookmark", text__name=anchor)
        for span in line:
            if span.address or span.anchor:
                address = iri_to_uri(span.address) if span.address else f"#{span.anchor}"
                style = "Internet_20_link" if span.address else "Appel_20_de_20_source"
                one = _within(
                    paragraph,
                    "text:a",
                    xlink__type="simple",
                    xlink__href=address,
                    text__style_name=style,
                    text__visited_style_name=style,
                )
            else:
                one = _within(paragraph, "text:span")
                if span.style in _SPANS:
                    one.set(_name("text:style-name"), _SPANS[span.style])
            one.text = span.text


def _styles(paper: Paper) -> bytes:
    """Those of all documents, with what stands at the head and at the foot of these pages."""
    root = _read("styles.xml")
    named = f"{SITE_NAME} · {paper.marking}" if paper.marking else SITE_NAME
    for place, words in (("header", paper.running_head), ("footer", named)):
        [span] = root.iterfind(f".//style:{place}//text:span", _NAMES)
        span.text = words
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _read(name: str) -> Any:
    """A file that stands beside, without the spaces that only set it out. A table, its rows and its
    cells take their look from the styles of the content alone."""
    return etree.fromstring((_FOLDER / name).read_bytes(), etree.XMLParser(remove_blank_text=True))


def _name(prefixed: str) -> str:
    prefix, _colon, name = prefixed.partition(":")
    return f"{{{_NAMES[prefix]}}}{name}"


def _within(parent: Any, tag: str, **attributes: str) -> Any:
    """`table__style_name` is the attribute « table:style-name »."""
    child = etree.SubElement(parent, _name(tag))
    for name, value in attributes.items():
        child.set(_name(name.replace("__", ":").replace("_", "-")), value)
    return child
