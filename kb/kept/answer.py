"""An answer as it is kept and sent: its bytes, compressed or not, with the tag of these very bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import (
    get_conditional_response,
    has_vary_header,
    patch_cache_control,
    patch_vary_headers,
)
from django.utils.text import compress_string

from kb.kept.asked import Parameters
from kb.kept.revision import Revision

# Whoever keeps it asks each time whether it is still the same; who cannot ask may show it for a day.
A_DAY = 24 * 3600
# For nginx alone, which would not store at all what holds for no time: it holds until 1970. Before
# Cache-Control, of which it believes the first that it reads.
_NGINX = ("X-Accel-Expires", "@1")
# What an answer may vary by, as `Address` tells its ways apart: of « Accept », Markdown or not.
_VARIES = frozenset(
    {
        "accept",
        "accept-encoding",
        "cookie",
        "hx-request",
        "hx-target",
        "hx-history-restore-request",
    }
)
_COMPRESSED = ("text/", "application/json", "application/xml", "application/ld+json")
_TOO_SHORT = 200  # bytes, which gzip would make longer
_BESIDES = 1_000  # bytes of objects around each page, at most


@dataclass(frozen=True)
class KeptAnswer:
    """`revision` and `until` say of when it is and how long it holds, `read` which parameters it
    hangs on (None for all, whatever their names) with their values, `on_each_reading` what is to be done whenever it is sent."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    revision: Revision
    until: datetime
    read: frozenset[str] | None
    values: Parameters
    on_each_reading: Callable[[HttpRequest], None] | None

    @cached_property
    def size(self) -> int:
        """In bytes: what is kept of it and what names it."""
        texts = [text for header in self.headers for text in header]
        named = [text for name, values in self.values for text in (name, *values)]
        return len(self.body) + 2 * sum(map(len, (*texts, *named, *(self.read or ())))) + _BESIDES

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """The page, or that it is still the one that the browser has."""
        if self.on_each_reading is not None:
            self.on_each_reading(request)
        return answered(request, HttpResponse(self.body, headers=dict(self.headers)))


def may_be_shared(response: HttpResponseBase) -> bool:
    """Whether an answer to nobody in particular is the same for everybody: what sets a cookie, says
    how it may be kept, is an error or comes in pieces is not."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("Cache-Control")
        and not has_vary_header(response, "*")
    )


def may_be_kept(response: HttpResponseBase) -> bool:
    """Whether what is shared is a page, of which all that it depends on is known; what has a tag of
    its own, such as a PDF, has its own memory too."""
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",")}
    known = varies <= _VARIES and response.get("Content-Type", "").startswith(_COMPRESSED)
    return known and not response.has_header("ETag")


def share(response: HttpResponse, *, gzip: bool) -> None:
    """Have everybody keep an answer and ask for it again each time; compress it and give it the tag
    of what is sent, unless it has one already."""
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    if not response.has_header("ETag"):
        tag = hashlib.blake2b(response.content, digest_size=16).hexdigest()
        if gzip and is_compressible(response):
            # Always the same bytes for the same page. Nothing secret is in it that its length
            # could betray, as in those that GZipMiddleware compresses.
            response.content = compress_string(response.content)
            response.headers["Content-Encoding"] = "gzip"
            tag += "-gzip"
        response.headers["ETag"] = f'"{tag}"'
    response.headers["Content-Length"] = str(len(response.content))
    response.headers[_NGINX[0]] = _NGINX[1]
    patch_cache_control(
        response, public=True, max_age=0, must_revalidate=True, stale_if_error=A_DAY
    )


def is_compressible(response: HttpResponse) -> bool:
    return (
        len(response.content) >= _TOO_SHORT
        and not response.has_header("Content-Encoding")
        and response.get("Content-Type", "").startswith(_COMPRESSED)
    )


def answered(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """The response, or 304 when the one who asks has it."""
    if not request.META.keys() & {"HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH"}:
        return response
    conditional = get_conditional_response(request, etag=response["ETag"], response=response)
    if conditional is None or conditional.status_code != 304:
        return conditional or response
    # nginx believes the 304 of what holds for no time as little as the page.
    return HttpResponseNotModified(headers={**dict([_NGINX]), **conditional.headers})
