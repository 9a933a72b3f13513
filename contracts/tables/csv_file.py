"""Lines of values as a CSV file that a French Excel opens by a double click."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

from contracts.tables.cells import as_csv


def csv_response(lines: Iterable[Sequence[Any]], name: str) -> StreamingHttpResponse:
    """The file `<name>.csv`, streamed: the first of the lines is the heading."""
    return StreamingHttpResponse(
        encoded(lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def encoded(lines: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, semicolons between cells."""
    yield codecs.BOM_UTF8
    for line in lines:
        buffer = io.StringIO()
        csv.writer(buffer, delimiter=";").writerow([as_csv(value) for value in line])
        yield buffer.getvalue().encode()


def csv_lines(content: bytes) -> Iterator[list[str]]:
    """The lines of a file: those written here, and those that a French spreadsheet saves; one
    without a cell where it has a blank line.

    Cells are parted by what its first line holds most of: semicolon, comma or tab. The encoding is
    UTF-8, else that of Windows; UnicodeDecodeError when it is neither.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    first = text.lstrip().partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def read_csv(content: bytes) -> list[list[str]]:
    """The lines of a file that say something, as `csv_lines` reads them."""
    return [line for line in csv_lines(content) if any(line)]
