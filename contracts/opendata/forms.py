"""The only reader of what an address of an export says besides the list: how its CSV is written."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from contracts.tables.csv_file import FRENCH, INTERNATIONAL, Dialect

PARAMETER = "csv"
ELSEWHERE = "international"


@dataclass(frozen=True)
class ExportForm:
    dialect: Dialect

    @classmethod
    def from_querydict(cls, data: QueryDict) -> ExportForm:
        return cls(INTERNATIONAL if data.get(PARAMETER, "") == ELSEWHERE else FRENCH)
