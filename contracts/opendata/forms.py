"""The only reader of what an address of an export says besides the list: how its CSV is written."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from contracts.tables.csv_file import FRENCH, INTERNATIONAL, Dialect

_PARAMETER = "csv"
_ELSEWHERE = "international"
# What is added to the address of a CSV that programs read everywhere.
ELSEWHERE = f"{_PARAMETER}={_ELSEWHERE}"


@dataclass(frozen=True)
class ExportForm:
    dialect: Dialect

    @classmethod
    def from_querydict(cls, data: QueryDict) -> ExportForm:
        return cls(INTERNATIONAL if data.get(_PARAMETER, "") == _ELSEWHERE else FRENCH)
