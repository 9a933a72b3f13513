"""What a page depends on besides the content: its address, as far as its form reads it, and how it
is to be sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import get_bytes_from_wsgi
from django.http import HttpRequest, QueryDict
from django.utils.regex_helper import _lazy_re_compile
from django_htmx.middleware import HtmxDetails

from contracts.opendata.markdown.negotiation import wants_markdown
from search.views import asks_for_results

# Longer addresses are answered, but not kept.
LONGEST = 2_000
_ACCEPTS_GZIP = _lazy_re_compile(r"\bgzip\b")

Parameters = tuple[tuple[str, tuple[str, ...]], ...]


class NotedParameters(QueryDict):
    """The parameters of a request, which note those that are read. What reads them all together is
    not told from a page that depends on each of them."""

    def __init__(self, query: bytes, encoding: str | None = None) -> None:
        self.read: set[str] = set()
        self.all_read = False
        super().__init__(query, encoding=encoding)
        # What QueryDict itself read to fill itself does not count.
        self.read, self.all_read = set(), False

    def __getitem__(self, key: str) -> Any:
        self.read.add(key)
        return super().__getitem__(key)

    def getlist(self, key: str, default: Any = None) -> Any:
        self.read.add(key)
        return super().getlist(key, default)

    def __contains__(self, key: object) -> bool:
        self.read.add(str(key))
        return super().__contains__(key)

    def __iter__(self) -> Iterator[str]:
        self.all_read = True
        return super().__iter__()

    def __len__(self) -> int:
        self.all_read = True
        return super().__len__()

    def keys(self) -> Any:
        self.all_read = True
        return super().keys()

    def values(self) -> Any:
        self.all_read = True
        return super().values()

    def items(self) -> Any:
        self.all_read = True
        return super().items()

    def lists(self) -> Any:
        self.all_read = True
        return super().lists()


@dataclass(frozen=True)
class Address:
    """Where a page stands, and in which form it is wanted; not yet its parameters."""

    scheme: str
    host: str
    path: str
    results_only: bool
    markdown: bool
    gzip: bool

    @classmethod
    def of(cls, request: HttpRequest) -> Address | None:
        """None for what is never kept: what changes something, what a person who may log in asks,
        previews, the admin, refused hosts and very long addresses."""
        if request.method not in {"GET", "HEAD"} or _is_personal(request):
            return None
        if len(request.path) + len(request.META.get("QUERY_STRING", "")) > LONGEST:
            return None
        try:
            host = request.get_host()
        except DisallowedHost:
            return None
        return cls(
            scheme=request.scheme or "",
            host=host,
            path=request.path,
            results_only="HTTP_HX_REQUEST" in request.META
            and asks_for_results(HtmxDetails(request)),
            markdown=wants_markdown(request),
            gzip=_ACCEPTS_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")) is not None,
        )


def _is_personal(request: HttpRequest) -> bool:
    cookies = request.COOKIES
    return bool(
        getattr(request, "is_preview", False)
        or "HTTP_AUTHORIZATION" in request.META
        or (cookies and not cookies.keys().isdisjoint(_personal_cookies()))
    )


def _personal_cookies() -> tuple[str, ...]:
    return (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages")


def query_of(request: HttpRequest) -> bytes:
    """What follows the question mark, as Django reads it."""
    return get_bytes_from_wsgi(request.META, "QUERY_STRING", "")


def values_of(parameters: QueryDict, names: Iterable[str] | None) -> Parameters:
    """The values of these parameters, by alphabet; those that are absent are left out. None stands
    for every parameter, whatever its name."""
    present = dict.keys(parameters)
    wanted = present if names is None else present & set(names)
    return tuple((name, tuple(parameters.getlist(name))) for name in sorted(wanted))
