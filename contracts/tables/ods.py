"""Lines of values as the sheets of an ODS workbook, written as they come."""

from __future__ import annotations

import datetime as dt
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.http import FileResponse, HttpResponseBase

from contracts.tables.cells import WebAddress, as_text, local

ODS = "application/vnd.oasis.opendocument.spreadsheet"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MANIFEST = f"""{_HEAD}<manifest:manifest manifest:version="1.3"
 xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{ODS}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
_CONTENT = f"""{_HEAD}<office:document-content office:version="1.3"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink">
<office:automatic-styles>
<style:style style:name="colonne" style:family="table-column">
<style:table-column-properties style:column-width="5.5cm"/></style:style>
<style:style style:name="feuille" style:family="table" style:master-page-name="Large"/>
<style:style style:name="texte" style:family="table-cell">
<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/></style:style>
<style:style style:name="titre" style:family="table-cell">
<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/>
<style:text-properties fo:font-weight="bold"/></style:style>
<number:boolean-style style:name="oui-non"><number:boolean/></number:boolean-style>
<style:style style:name="verite" style:family="table-cell" style:data-style-name="oui-non"/>
<number:date-style style:name="jour"><number:day number:style="long"/><number:text>/</number:text>
<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/>
</number:date-style>
<style:style style:name="date" style:family="table-cell" style:data-style-name="jour"/>
</office:automatic-styles>
<office:body><office:spreadsheet>"""
# A sheet of A4 across is as wide as the table.
_STYLES = f"""{_HEAD}<office:document-styles office:version="1.3"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">
<office:automatic-styles><style:page-layout style:name="travers">
<style:page-layout-properties fo:page-width="297mm" fo:page-height="210mm" fo:margin="12mm"
 style:print-orientation="landscape" style:scale-to-X="1" style:scale-to-Y="0"/>
</style:page-layout></office:automatic-styles>
<office:master-styles>
<style:master-page style:name="Large" style:page-layout-name="travers"/>
</office:master-styles></office:document-styles>"""
_COLUMNS = "table:number-columns-repeated"
_END = "</office:spreadsheet></office:body></office:document-content>"
# Keeps the first line of each sheet, and its first columns, in sight.
_FROZEN = """<config:config-item-map-entry config:name={name}>
<config:config-item config:name="HorizontalSplitMode" config:type="short">2</config:config-item>
<config:config-item config:name="HorizontalSplitPosition" config:type="int">{kept}</config:config-item>
<config:config-item config:name="PositionRight" config:type="int">{kept}</config:config-item>
<config:config-item config:name="VerticalSplitMode" config:type="short">2</config:config-item>
<config:config-item config:name="VerticalSplitPosition" config:type="int">1</config:config-item>
<config:config-item config:name="ActiveSplitRange" config:type="short">3</config:config-item>
<config:config-item config:name="PositionBottom" config:type="int">1</config:config-item>
</config:config-item-map-entry>"""
_SETTINGS = """{head}<office:document-settings office:version="1.3"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0">
<office:settings><config:config-item-set config:name="ooo:view-settings">
<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>
<config:config-item-map-named config:name="Tables">{sheets}</config:config-item-map-named>
</config:config-item-map-entry></config:config-item-map-indexed>
</config:config-item-set></office:settings></office:document-settings>"""


def ods_response(
    sheets: Iterable[tuple[str, Iterable[Sequence[Any]]]], name: str, *, kept: int = 1
) -> HttpResponseBase:
    """The file `<name>.ods` of these sheets, each with its lines, the first of which stays in
    sight with so many columns. Numbers, truths and days are cells of their own type, an address of the web is a link,
    and every other cell is a text: nothing is ever run."""
    # On disk: a long file is never whole in memory. The answer closes it.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    names: list[str] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        # The type of the file is read at a fixed place, hence first and not packed.
        archive.writestr(zipfile.ZipInfo("mimetype"), ODS)
        with archive.open("content.xml", "w") as content:
            content.write(_CONTENT.encode())
            for title, lines in sheets:
                names.append(title)
                content.writelines(piece.encode() for piece in _sheet(title, lines))
            content.write(_END.encode())
        frozen = "".join(_FROZEN.format(name=quoteattr(title), kept=kept) for title in names)
        archive.writestr("styles.xml", _STYLES)
        archive.writestr("settings.xml", _SETTINGS.format(head=_HEAD, sheets=frozen))
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.ods", content_type=ODS)


def _sheet(title: str, lines: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Its first line is in bold, and at the top of each page that is printed."""
    rest = iter(lines)
    headings = next(rest, ())
    yield f'<table:table table:style-name="feuille" table:name={quoteattr(title)}>'
    width = max(len(headings), 1)
    yield f'<table:table-column table:style-name="colonne" {_COLUMNS}="{width}"/>'
    head = "".join(_cell(value, heading=True) for value in headings)
    yield f"<table:table-header-rows>{_row(head)}</table:table-header-rows>"
    for line in rest:
        yield _row("".join(_cell(value) for value in line))
    yield "</table:table>"


def _row(cells: str) -> str:
    return f"<table:table-row>{cells or _cell(None)}</table:table-row>"


def _cell(value: Any, *, heading: bool = False) -> str:
    if isinstance(value, WebAddress) and value:
        address, shown = quoteattr(str(value)), escape(value)
        link = f'<text:a xlink:type="simple" xlink:href={address}>{shown}</text:a>'
        return _typed("string", f"<text:p>{link}</text:p>")
    value = local(value)
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, bool):
        truth = "true" if value else "false"
        return _typed("boolean", _said(value), f'{_style("verite")} office:boolean-value="{truth}"')
    if isinstance(value, int | float | Decimal):
        return _typed("float", _said(value), f' office:value="{Decimal(str(value)):f}"')
    if isinstance(value, dt.date):
        style = "" if isinstance(value, dt.datetime) else _style("date")
        return _typed("date", _said(value), f'{style} office:date-value="{value.isoformat()}"')
    return _typed("string", _said(value), _style("titre" if heading else "texte"))


def _style(name: str) -> str:
    return f' table:style-name="{name}"'


def _typed(kind: str, said: str, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="{kind}"{attributes}>{said}</table:table-cell>'


def _said(value: Any) -> str:
    """Each line of a text is a paragraph; runs of blanks are one, as in the pages of the site."""
    return "".join(f"<text:p>{escape(line)}</text:p>" for line in as_text(value).split("\n"))
