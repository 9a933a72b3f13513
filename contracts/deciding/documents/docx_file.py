"""Blocks as a DOCX that can be edited: styles, and no formatting of single words or paragraphs."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from itertools import count
from typing import Any

from django.utils.encoding import iri_to_uri
from django.utils.text import Truncator
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from contracts.deciding.documents.blocks import (
    Block,
    BoxBlock,
    GridBlock,
    GridCell,
    GridRow,
    HeadingBlock,
    Line,
    ListBlock,
    Paper,
    Span,
    SpanStyle,
    TextBlock,
    TextStyle,
)
from contracts.drawings import palette
from contracts.pages.parts.structured_data import SITE_NAME

LANGUAGE = "fr-FR"
_FONT = "Arial"
_PAGE, _MARGIN = (Mm(210), Mm(297)), Mm(21)
_TEXT_WIDTH = 9_525  # of the page without its margins, in twentieths of a point
_LONGEST_PROPERTY = 250  # letters: the format keeps no more
_SHADE, _TO_FILL = "F3EFE6", "FFF1B8"
# The names that Word and LibreOffice show are those of the styles that we add.
_STYLES = {
    TextStyle.BODY: "Normal",
    TextStyle.LEDE: "Chapeau",
    TextStyle.SOFT: "Mention",
    TextStyle.LEAD_IN: "Annonce",
}
_SPANS = {
    SpanStyle.STRONG: "Strong",
    SpanStyle.SOFT: "Discret",
    SpanStyle.TO_FILL: "À compléter",
}
_ABOVE_TITLE, _BELOW_TITLE, _BOX = "Surtitre", "Sous-titre", "Encadré"
_CELL, _CELL_HEAD, _CELL_GROUP = "Cellule", "Cellule de titre", "Cellule de groupe"
_LINK, _TABLE = "Lien", "Tableau"
_SOURCE_LINK = "Appel de source"
# The properties of a paragraph that stand after its edges and its shade, in the order of the format.
_AFTER_EDGES = ("w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl")
_KEPT_TABLE_STYLES = {"Normal Table", _TABLE}


def as_docx(paper: Paper, day: dt.date | None) -> bytes:
    """`day` is the date of the file."""
    return _Docx(paper, day).content()


class _Docx:
    def __init__(self, paper: Paper, day: dt.date | None) -> None:
        self._paper = paper
        self._document = Document()
        self._body = self._document.element.body
        self._end = self._body[-1]  # the properties of the section stay last
        self._links: dict[str, str] = {}
        self._bookmarks = count(1)
        _set_styles(self._document)
        self._ids = {style.name: style.style_id for style in self._document.styles}
        self._set_page()
        self._set_properties(day)

    def content(self) -> bytes:
        paper = self._paper
        self._add(self._paragraph((Span(f"{SITE_NAME} · {paper.type}"),), _ABOVE_TITLE))
        self._add(self._paragraph((Span(paper.title),), "Title"))
        for line in paper.lines:
            self._add(self._paragraph(line, _BELOW_TITLE))
        if paper.summarised:
            self._add(self._paragraph((Span("Sommaire"),), "TOC Heading"))
            for heading in paper.summarised:
                style = f"List {'Bullet 2' if heading.level > 1 else 'Bullet'}"
                self._add(self._paragraph((Span(heading.text, anchor=heading.anchor),), style))
        for block in paper.blocks:
            for element in self._elements(block):
                self._add(element)
        out = io.BytesIO()
        self._document.save(out)
        return out.getvalue()

    def _add(self, element: Any) -> None:
        self._end.addprevious(element)

    def _elements(self, block: Block) -> Iterator[Any]:
        match block:
            case HeadingBlock():
                style = f"Heading {block.level}"
                yield self._paragraph((Span(block.text),), style, block.anchor)
            case TextBlock():
                yield self._paragraph(block.line, _STYLES[block.style])
            case BoxBlock():
                yield self._paragraph(block.line, _BOX)
            case ListBlock():
                yield from self._list(block)
            case GridBlock():
                yield self._paragraph((Span(block.caption),), "Caption")
                yield self._table(block)

    def _list(self, block: ListBlock) -> Iterator[Any]:
        """Numbers that do not follow one another begin a list anew."""
        last, numbering = 0, 0
        for item in block.items:
            paragraph = self._paragraph(
                item.line, "List Number" if item.number else "List Bullet", item.anchor
            )
            if item.number:
                if item.number != last + 1 or not numbering:
                    numbering = self._numbering_from(item.number)
                last = item.number
                properties = _within(paragraph.pPr, "w:numPr")
                _within(properties, "w:ilvl", val="0")
                _within(properties, "w:numId", val=str(numbering))
            yield paragraph

    def _numbering_from(self, number: int) -> int:
        numbering = self._document.part.numbering_part.element
        style = self._document.styles["List Number"].element
        of_style = numbering.num_having_numId(style.pPr.numPr.numId.val)
        made = numbering.add_num(of_style.abstractNumId.val)
        made.add_lvlOverride(0).add_startOverride(number)
        return int(made.numId)

    def _table(self, block: GridBlock) -> Any:
        table = OxmlElement("w:tbl")
        properties = _within(table, "w:tblPr")
        _within(properties, "w:tblStyle", val=self._ids[_TABLE])
        _within(properties, "w:tblW", w=str(_TEXT_WIDTH), type="dxa")
        _within(properties, "w:tblLayout", type="fixed")
        _within(properties, "w:tblLook", val="0020", firstRow="1", firstColumn="0", noVBand="1")
        _within(properties, "w:tblCaption", val=block.caption)
        widths = [_TEXT_WIDTH * share // sum(block.widths) for share in block.widths]
        grid = _within(table, "w:tblGrid")
        for width in widths:
            _within(grid, "w:gridCol", w=str(width))
        self._row(table, block.head, widths, repeated=True)
        for row in block.rows:
            self._row(table, row, widths)
        return table

    def _row(self, table: Any, row: GridRow, widths: list[int], *, repeated: bool = False) -> None:
        made = _within(table, "w:tr")
        properties = _within(made, "w:trPr")
        if not row.is_long:
            _within(properties, "w:cantSplit")
        if repeated:
            _within(properties, "w:tblHeader")
        first = _CELL_GROUP if len(row.cells) == 1 else _CELL_HEAD
        at = 0
        for rank, cell in enumerate(row.cells):
            width = sum(widths[at : at + cell.span])
            at += cell.span
            made.append(self._cell(cell, width, first if repeated or rank == 0 else _CELL))

    def _cell(self, cell: GridCell, width: int, style: str) -> Any:
        made = OxmlElement("w:tc")
        properties = _within(made, "w:tcPr")
        _within(properties, "w:tcW", w=str(width), type="dxa")
        if cell.span > 1:
            _within(properties, "w:gridSpan", val=str(cell.span))
        for line in cell.lines or ((),):
            made.append(self._paragraph(line, style))
        return made

    def _paragraph(self, line: Line, style: str, anchor: str = "") -> Any:
        paragraph = OxmlElement("w:p")
        _within(_within(paragraph, "w:pPr"), "w:pStyle", val=self._ids[style])
        if anchor:
            number = str(next(self._bookmarks))
            _within(paragraph, "w:bookmarkStart", id=number, name=anchor)
            _within(paragraph, "w:bookmarkEnd", id=number)
        for span in line:
            paragraph.append(self._span(span))
        return paragraph

    def _span(self, span: Span) -> Any:
        if span.address:
            link = OxmlElement("w:hyperlink")
            link.set(qn("r:id"), self._link(span.address))
        elif span.anchor:
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), span.anchor)
        else:
            return self._run(span.text, _SPANS.get(span.style, ""))
        link.append(self._run(span.text, _LINK if span.address else _SOURCE_LINK))
        return link

    def _run(self, text: str, style: str) -> Any:
        run = OxmlElement("w:r")
        if style:
            _within(_within(run, "w:rPr"), "w:rStyle", val=self._ids[style])
        words = _within(run, "w:t")
        words.text = text
        words.set(qn("xml:space"), "preserve")
        return run

    def _link(self, address: str) -> str:
        if address not in self._links:
            self._links[address] = self._document.part.relate_to(
                iri_to_uri(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            )
        return self._links[address]

    def _set_page(self) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = _PAGE
        section.left_margin = section.right_margin = _MARGIN
        section.top_margin = section.bottom_margin = _MARGIN
        section.header_distance = section.footer_distance = Mm(10)
        paper = self._paper
        section.header.paragraphs[0].text = paper.running_head
        foot = section.footer.paragraphs[0]
        named = f"{SITE_NAME} · {paper.marking}" if paper.marking else SITE_NAME
        foot.add_run(f"{named} · page\u00a0")
        foot._p.append(_field("PAGE"))
        foot.add_run(" / ")
        foot._p.append(_field("NUMPAGES"))

    def _set_properties(self, day: dt.date | None) -> None:
        told = self._document.core_properties
        told.title = Truncator(self._paper.document_title).chars(_LONGEST_PROPERTY)
        told.subject = Truncator(self._paper.subject).chars(_LONGEST_PROPERTY)
        told.author = told.last_modified_by = SITE_NAME
        told.language = LANGUAGE
        told.comments = self._paper.marking
        told.revision = 1
        if day:
            told.created = told.modified = dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001


def _within(parent: Any, tag: str, **attributes: str) -> Any:
    child = OxmlElement(tag)
    for name, value in attributes.items():
        child.set(qn(f"w:{name}"), value)
    parent.append(child)
    return child


def _field(code: str) -> Any:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    words = _within(_within(field, "w:r"), "w:t")
    words.text = "1"
    return field


def _set_styles(document: Any) -> None:
    """Those of the template are made ours; those that nothing uses are taken out."""
    styles = document.styles
    defaults = styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    for style in list(styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in _KEPT_TABLE_STYLES:
            style.delete()
    ink, soft, city = palette.INK, palette.INK_SOFT, palette.CITY
    _shape(styles["Normal"], size=10.5, colour=ink, after=6, line=1.15)
    _shape(styles["Title"], size=24, bold=True, colour=ink, after=8)
    _shape(styles["TOC Heading"], size=16, bold=True, colour=ink, before=18, after=6, kept=True)
    _shape(styles["Heading 1"], size=16, bold=True, colour=ink, before=24, after=8, kept=True)
    _shape(styles["Heading 2"], size=13, bold=True, colour=city, before=18, after=4, kept=True)
    _shape(styles["Heading 3"], size=11, bold=True, colour=ink, before=12, after=4, kept=True)
    _shape(styles["Caption"], size=9, bold=False, colour=soft, before=6, after=4, kept=True)
    for name in ("List Bullet", "List Bullet 2", "List Number"):
        _shape(styles[name], after=4)
        close = styles[name].element.pPr.find(qn("w:contextualSpacing"))
        if close is not None:
            close.getparent().remove(close)
    for name in ("Header", "Footer"):
        _shape(styles[name], size=8.5, colour=soft)
    for name, shape in (
        (_ABOVE_TITLE, {"size": 9.5, "colour": soft, "after": 4}),
        (_BELOW_TITLE, {"size": 10, "after": 3}),
        ("Chapeau", {"size": 11.5, "after": 8}),
        ("Mention", {"size": 9.5, "colour": soft, "after": 4, "kept": True}),
        ("Annonce", {"before": 8, "after": 4, "kept": True}),
        (_BOX, {"before": 10, "after": 10}),
        (_CELL, {"size": 9, "after": 3, "line": 1.1}),
        (_CELL_HEAD, {"size": 9, "bold": True, "after": 3, "line": 1.1}),
        (_CELL_GROUP, {"size": 9, "bold": True, "after": 3, "line": 1.1, "kept": True}),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _shape(style, **shape)
    for name, colour in (("Discret", soft), (_LINK, palette.COUNTRYSIDE), (_SOURCE_LINK, soft)):
        style = styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.font.color.rgb = _rgb(colour)
    styles[_LINK].font.underline = True
    to_fill = styles.add_style(_SPANS[SpanStyle.TO_FILL], WD_STYLE_TYPE.CHARACTER)
    # A style that highlights is not read by Word: one that shades is.
    _within(to_fill.element.get_or_add_rPr(), "w:shd", val="clear", fill=_TO_FILL)
    _edge(styles["Heading 1"], "top", colour=ink, size=10, space=6)
    _edge(styles["Title"], "bottom")
    _edge(styles[_BOX], "left", colour=ink, size=24, space=8)
    for name in (_BOX, _CELL_GROUP):
        shading = OxmlElement("w:shd")
        shading.set(qn("w:val"), "clear")
        shading.set(qn("w:fill"), _SHADE)
        _in_order(styles[name], shading)
    _add_table_style(styles)


def _shape(
    style: Any,
    *,
    size: float = 0,
    bold: bool | None = None,
    colour: str = "",
    before: float = 0,
    after: float | None = None,
    line: float = 0,
    kept: bool = False,
) -> None:
    """Sizes and spaces are points; `kept` is with what follows."""
    font, spaces = style.font, style.paragraph_format
    font.name, font.italic = _FONT, False
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:cs"), _FONT)
    if size:
        font.size = Pt(size)
    if bold is not None:
        font.bold = bold
    if colour:
        font.color.rgb = _rgb(colour)
    spaces.space_before = Pt(before)
    if after is not None:
        spaces.space_after = Pt(after)
    if line:
        spaces.line_spacing = line
    if kept:
        spaces.keep_with_next = True


def _edge(style: Any, side: str, *, colour: str = "", size: int = 0, space: int = 0) -> None:
    """A rule beside a paragraph, `size` in eighths of a point; without any, none is left."""
    properties = style.element.get_or_add_pPr()
    for known in properties.findall(qn("w:pBdr")):
        properties.remove(known)
    if not size:
        return
    edges = OxmlElement("w:pBdr")
    _within(
        edges,
        f"w:{side}",
        val="single",
        sz=str(size),
        space=str(space),
        color=colour.removeprefix("#"),
    )
    _in_order(style, edges)


def _in_order(style: Any, element: Any) -> None:
    """Word reads no property of a paragraph that stands after its spaces and should not."""
    style.element.get_or_add_pPr().insert_element_before(element, *_AFTER_EDGES)


def _add_table_style(styles: Any) -> None:
    style = styles.add_style(_TABLE, WD_STYLE_TYPE.TABLE)
    element = style.element
    properties = _within(element, "w:tblPr")
    edges = _within(properties, "w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        _within(edges, f"w:{side}", val="single", sz="4", space="0", color="9A9486")
    margins = _within(properties, "w:tblCellMar")
    for side, width in (("top", 60), ("left", 90), ("bottom", 60), ("right", 90)):
        _within(margins, f"w:{side}", w=str(width), type="dxa")
    head = _within(element, "w:tblStylePr", type="firstRow")
    _within(_within(head, "w:tcPr"), "w:shd", val="clear", fill=_SHADE)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.removeprefix("#"))
