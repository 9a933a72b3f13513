"""Every export of the admin, Wagtail's own included, is written as those of the desk are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from contracts.tables.csv_file import csv_response
from contracts.tables.workbook import xlsx_response
from contracts.values.slugs import folded_slug

_set_up = SpreadsheetExportMixin.setup


def install() -> None:
    """Called once, at start. The mixin is changed itself: listings, reports and submissions of
    Wagtail and of other packages inherit from it, and know of no setting."""
    SpreadsheetExportMixin.setup = _set_up_export
    SpreadsheetExportMixin.as_spreadsheet = _as_spreadsheet


def _set_up_export(view: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
    """A listing that names no column to export shows its page, not a file of blank lines."""
    _set_up(view, request, *args, **kwargs)
    view.is_export = view.is_export and view.show_export_buttons


def _as_spreadsheet(view: Any, rows: Iterable[Any], spreadsheet_format: str) -> HttpResponseBase:
    title, lines = str(view.get_page_title()), _lines(view, rows)
    name = f"{folded_slug(title)}-{timezone.localdate()}"
    if spreadsheet_format == view.FORMAT_XLSX:
        return xlsx_response(lines, name, sheet=title)
    return csv_response(lines, name)


def _lines(view: Any, rows: Any) -> Iterator[list[Any]]:
    # Reports hand over lists, which know no model to name their columns after.
    queryset = rows if hasattr(rows, "model") else view.object_list
    yield [view.get_heading(queryset, field) for field in view.list_export]
    for item in rows:
        row = view.to_row_dict(item)
        # The preparation for CSV leaves moments and numbers typed; that for XLSX tells them in UTC.
        yield [
            view.preprocess_field_value(field, value, view.FORMAT_CSV)
            for field, value in row.items()
        ]
