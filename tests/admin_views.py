"""The views of the admin, as its addresses name them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, get_resolver
from django.urls.resolvers import URLResolver


def admin_patterns() -> list[tuple[str, Any]]:
    """(name with its namespaces, view) of every address below /admin/."""
    (admin,) = (one for one in get_resolver().url_patterns if str(one.pattern) == "admin/")
    return list(_patterns(admin, ""))


def _patterns(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, Any]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield f"{prefix}{one.name}", one.callback
        else:
            inner = f"{prefix}{one.namespace}:" if one.namespace else prefix
            yield from _patterns(one, inner)
