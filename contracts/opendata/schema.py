"""The JSON Schema of the JSON of a table, made from its columns."""

from __future__ import annotations

from typing import Any

from contracts.opendata.columns import PublishedColumn, Type
from contracts.opendata.datasets import VERSION, Dataset

_TYPES: dict[Type, dict[str, Any]] = {
    Type.TEXT: {"type": ["string", "null"]},
    Type.TEXTS: {"type": "array", "items": {"type": "string"}},
    Type.ADDRESS: {"type": "string", "format": "uri"},
    Type.WHOLE: {"type": ["integer", "null"]},
    Type.NUMBER: {"type": ["number", "null"]},
    Type.TRUTH: {"type": ["boolean", "null"]},
    Type.DAY: {"type": ["string", "null"], "format": "date"},
    Type.PARTIAL: {
        "type": ["string", "null"],
        "pattern": "^([0-9]{4}|XXXX)(-[0-9]{2}(-[0-9]{2})?)?$",
    },
}
_TEXT = {"type": "string"}


def schema_of(dataset: Dataset, address: str) -> dict[str, Any]:
    """Draft 2020-12. New columns may come: a row is not closed."""
    properties = properties_of(dataset)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": f"{dataset.title} : version {VERSION}",
        "description": dataset.description,
        "type": "object",
        "required": ["titre", "licence", "date", "adresse", "filtres", "total", "lignes"],
        "properties": {
            "titre": _TEXT,
            "licence": _TEXT,
            "date": {"type": "string", "format": "date"},
            "adresse": {"type": "string", "format": "uri"},
            "filtres": {"type": "array", "items": _TEXT},
            "total": {"type": "integer", "minimum": 0},
            "lignes": {
                "type": "array",
                "items": {"type": "object", "required": [*properties], "properties": properties},
            },
        },
    }


def properties_of(dataset: Dataset) -> dict[str, Any]:
    """What each column of a row holds, by its name."""
    return {column.name: _property(column) for column in dataset.columns}


def _property(column: PublishedColumn) -> dict[str, Any]:
    told = {**_TYPES[column.type], "title": column.header, "description": column.description}
    if column.codes and column.type is Type.TEXTS:
        told["items"] = {"enum": list(column.codes)}
    elif column.codes:
        told["enum"] = [*column.codes, None]
    return told
