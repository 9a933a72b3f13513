"""A column that follows a title: the key by which lists of rows are in alphabetical order."""

from typing import Any

from contracts.values.derived_key import DerivedKeyField
from search.text.collation import title_key

# Keys are compared by code point; a database would otherwise order them by its own language.
_COLLATIONS = {"postgresql": "C", "sqlite": "BINARY"}


class SortKeyField(DerivedKeyField):
    def derived(self, text: str) -> str:
        return title_key(text)

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        collation = _COLLATIONS[connection.vendor]
        return {**super().db_parameters(connection), "collation": collation}
