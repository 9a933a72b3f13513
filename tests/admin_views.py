"""The views of the admin, as its addresses name them, and the files that they export."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

from django.urls import URLPattern, get_resolver
from django.urls.resolvers import URLResolver
from openpyxl import load_workbook


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


def table_of_csv(response: Any) -> list[list[str]]:
    """The cells of a CSV file, read as a French Excel reads it."""
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")  # without it Excel reads « Ã© »
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def cells_of_xlsx(response: Any) -> list[tuple[Any, ...]]:
    content = b"".join(response.streaming_content)
    return list(load_workbook(io.BytesIO(content)).active.iter_rows())


def admin_addresses(values: Callable[[str, str], Any]) -> Iterator[tuple[str, str]]:
    """(name, address) of every address below /admin/ that has a name. `values` gives, for a name and
    one of the parts of its address (« pk »), what stands there."""
    for name, _ in admin_patterns():
        if name.rpartition(":")[2] == "None":
            continue
        resolver, prefix = get_resolver(), ""
        for namespace in name.split(":")[:-1]:
            before, resolver = resolver.namespace_dict[namespace]
            prefix += before
        for [(form, parts)], *_ in resolver.reverse_dict.getlist(name.rpartition(":")[2]):
            address = form % {part: values(name, part) for part in parts}
            yield name, f"/{prefix}{address}"


def texts_seen(html: str, attributes: bool = True) -> list[str]:
    """What is read on a page, one text at a time; labels told aloud or on hovering with `attributes`."""
    seen = _Seen(attributes)
    seen.feed(html)
    return seen.texts


_NOT_READ = {"script", "style", "template", "textarea", "pre", "code", "kbd", "samp", "del", "ins"}


class _Seen(HTMLParser):
    def __init__(self, attributes: bool) -> None:
        super().__init__()
        self._attributes = attributes
        self.texts: list[str] = []
        self._hidden = 0
        self._is_counter = False

    def handle_starttag(self, tag, attrs):
        if tag in _NOT_READ:
            self._hidden += 1
        told = dict(attrs)
        # Hidden as long as there is nothing to count, and « None » until then.
        self._is_counter = "data-side-panel-toggle-counter" in told
        if not self._attributes:
            return
        self.texts += [
            told[name] for name in ("placeholder", "aria-label", "title") if told.get(name)
        ]

    def handle_endtag(self, tag):
        self._is_counter = False
        if tag in _NOT_READ:
            self._hidden -= 1

    def handle_data(self, data):
        if not self._hidden and not self._is_counter:
            self.texts.append(data)
