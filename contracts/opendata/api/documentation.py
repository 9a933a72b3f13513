"""The page that explains the API, made from the document that describes it (OpenAPI)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from contracts.models.base import LICENCE
from contracts.opendata.api import parameters, problems
from contracts.opendata.api.examples import EXAMPLES
from contracts.opendata.api.operations import ALL_TABLES, DOCUMENTATION
from contracts.opendata.api.parameters import MOST
from contracts.opendata.archive.page import OPEN_DATA
from contracts.opendata.archive.page import TITLE as WHOLE_BASE
from contracts.pages.parts import structured_data
from contracts.pages.parts.breadcrumbs import Step, structured_trail
from contracts.pages.parts.structured_data import LICENCE_URL
from search.query.page_head import PageHead

TITLE = "API : lire les données par programme"
_OF_EVERY_LIST = (parameters.LIMIT, parameters.CURSOR, parameters.FIELDS)
_OF_EVERY_FORM = (parameters.WORDS.name, "tri", "exact")

Document = Mapping[str, Any]


@dataclass(frozen=True)
class ParameterShown:
    """`values` are those that it may take, in words; empty for any text. `of` names the lists that
    have it, where another list has another one of this name."""

    name: str
    description: str
    values: str
    of: str = ""


@dataclass(frozen=True)
class OperationShown:
    """`own` are the parameters that only such operations have, by their names."""

    path: str
    summary: str
    description: str
    own: tuple[str, ...]


class DocumentationContext:
    licence = LICENCE
    licence_url = LICENCE_URL
    examples = EXAMPLES
    problems = problems.ALL
    most = MOST

    def __init__(self, request: HttpRequest, document: Document) -> None:
        operations = [(path, methods["get"]) for path, methods in document["paths"].items()]
        lists = [
            (path, one)
            for path, one in operations
            if ALL_TABLES not in one["tags"] and "{" not in path and "/facettes/" not in path
        ]
        others = [(path, one) for path, one in operations if ALL_TABLES in one["tags"]]
        self.lists = tuple(_shown(path, one) for path, one in lists)
        self.others = tuple(_shown(path, one) for path, one in others)
        self.common = tuple(_common((*lists, *others)))
        self.document_url = reverse("api:openapi-json")
        self.root_url = reverse("api:racine")
        self.trail = (OPEN_DATA, Step(WHOLE_BASE, reverse("data")))
        self.head = PageHead(TITLE, reverse(DOCUMENTATION))
        self.structured_data = structured_data.graph(structured_trail(request, self.trail, TITLE))


@require_safe
def documentation(request: HttpRequest, document: Callable[[], Document]) -> HttpResponse:
    """`document` gives that of OpenAPI."""
    view = DocumentationContext(request, document())
    return TemplateResponse(request, "opendata/api.html", {"view": view, "head": view.head})


def _shown(path: str, operation: Mapping[str, Any]) -> OperationShown:
    common = {*_OF_EVERY_FORM, *(one.name for one in _OF_EVERY_LIST)}
    names = (one["name"] for one in operation["parameters"] if one["in"] == "query")
    return OperationShown(
        path,
        operation["summary"],
        operation.get("description", ""),
        tuple(name for name in names if name not in common),
    )


def _common(operations: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[ParameterShown]:
    """Every parameter once, as the operations that have it explain it."""
    having: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for path, operation in operations:
        for one in operation["parameters"]:
            if one["in"] == "query":
                told = (one["name"], one["description"], _values(one["schema"]))
                having[told].append(path.rstrip("/").rpartition("/")[2])
    names = Counter(name for name, _, _ in having)
    for (name, description, values), lists in having.items():
        of = ", ".join(lists) if names[name] > 1 else ""
        yield ParameterShown(name, description, values, of)


def _values(schema: Mapping[str, Any]) -> str:
    item = schema.get("items", schema)
    if "enum" in item:
        return " · ".join(item["enum"])
    return "plusieurs fois" if "items" in schema else ""
