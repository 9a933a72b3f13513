"""The files of open data, opened by libraries that did not write them."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from django.test import Client
from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook


def content(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return response.getvalue()


def french_csv(client: Client, address: str) -> list[dict[str, str]]:
    """The lines by their headings, as a French spreadsheet opens them."""
    text = content(client, address).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def json_of(client: Client, address: str) -> dict[str, Any]:
    return json.loads(content(client, address))


def xlsx_of(client: Client, address: str) -> Workbook:
    return load_workbook(io.BytesIO(content(client, address)))


def ods_sheets(client: Client, address: str) -> dict[str, list[list[Any]]]:
    """The cells of each sheet by its name."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content(client, address)))
    return {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}
