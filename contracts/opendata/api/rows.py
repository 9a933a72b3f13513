"""The rows of a published table as the API gives them: an object for each, its columns by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from contracts import kinds
from contracts.opendata import datasets
from contracts.opendata.api.resources import Resource, of_kind
from contracts.opendata.columns import Item
from contracts.opendata.files import plain

NAMESPACE = "api"


def address(request: HttpRequest, name: str, *args: Any) -> str:
    """The address in full of an operation of the API."""
    return request.build_absolute_uri(reverse(f"{NAMESPACE}:{name}", args=args))


def detail_address(request: HttpRequest, resource: Resource, ref: str) -> str:
    return address(request, f"{resource.code}-un", ref)


def objects(
    request: HttpRequest, resource: Resource, keys: Iterable[Any], names: Sequence[str] | None
) -> list[dict[str, Any]]:
    """Those of these keys, in their order, with these columns alone; all of them for None. One that
    has just been withdrawn is left out. The number of queries does not grow with them."""
    asked = list(keys)
    found = resource.dataset.read(asked, request)
    return [_object(request, resource, key, found[key], names) for key in asked if key in found]


def _object(
    request: HttpRequest,
    resource: Resource,
    key: Any,
    item: Item,
    names: Sequence[str] | None,
) -> dict[str, Any]:
    columns = {column.name: column for column in resource.dataset.columns}
    return {
        "cle": resource.key(key),
        "adresse_api": _link(request, resource, item),
        **{name: plain(columns[name].read(item)) for name in (columns if names is None else names)},
    }


def _link(request: HttpRequest, resource: Resource, item: Item) -> str | None:
    if resource.ref is not None:
        return detail_address(request, resource, resource.ref(item.row))
    return link_of_document(request, item.row.kind, item.row.url)


def link_of_document(request: HttpRequest, kind: str, url: str) -> str | None:
    """Where the API tells more of a document of the index, found by the end of its address."""
    resource = of_kind(kind)
    if resource is None or kinds.get(kind) is None:
        return None
    slug = url.partition("?")[0].rstrip("/").rpartition("/")[2]
    return detail_address(request, resource, slug) if slug else None


def is_search(resource: Resource) -> bool:
    return resource.dataset is datasets.RESULTS
