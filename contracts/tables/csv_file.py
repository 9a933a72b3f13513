"""Lines of texts as a CSV file that a French Excel opens by a double click."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse

from contracts.tables.cells import harmless


def csv_response(lines: Iterable[list[str]], name: str) -> StreamingHttpResponse:
    """The file `<name>.csv`, streamed: the first of the lines is the heading."""
    return StreamingHttpResponse(
        encoded(lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def encoded(lines: Iterable[list[str]]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, semicolons between cells."""
    yield codecs.BOM_UTF8
    for line in lines:
        buffer = io.StringIO()
        csv.writer(buffer, delimiter=";").writerow([harmless(text) for text in line])
        yield buffer.getvalue().encode()
