"""Lines of values as a CSV file: the one that a French Excel opens by a double click, or the one
that programs read everywhere."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import StreamingHttpResponse

from contracts.tables.cells import as_csv, as_plain_text, as_text


@dataclass(frozen=True)
class Dialect:
    """How a file begins, what parts its cells, and how a value is written in one."""

    mark: bytes
    delimiter: str
    write: Callable[[Any], str]


FRENCH = Dialect(codecs.BOM_UTF8, ";", as_text)
INTERNATIONAL = Dialect(b"", ",", as_plain_text)


def csv_response(
    lines: Iterable[Sequence[Any]], name: str, dialect: Dialect = FRENCH
) -> StreamingHttpResponse:
    """The file `<name>.csv`, streamed: the first of the lines is the heading."""
    return StreamingHttpResponse(
        encoded(lines, dialect),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


class _LastLine:
    """What a writer of CSV takes for a file: it keeps the last line alone."""

    def __init__(self) -> None:
        self.line = ""

    def write(self, line: str) -> None:
        self.line = line


def encoded(lines: Iterable[Sequence[Any]], dialect: Dialect = FRENCH) -> Iterator[bytes]:
    """UTF-8, a line at a time."""
    if dialect.mark:
        yield dialect.mark
    write = dialect.write
    written = _LastLine()
    writer = csv.writer(written, delimiter=dialect.delimiter)
    for line in lines:
        writer.writerow([value if value is None else as_csv(value, write) for value in line])
        yield written.line.encode()


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
