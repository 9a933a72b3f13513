"""Serve what is kept as long as nothing has changed, make it otherwise; tell proxies and browsers to
ask each time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from wagtail.models import Site

from kb.kept import revision
from kb.kept.answer import KeptAnswer, answered, may_be_kept, may_be_shared, share
from kb.kept.asked import Address, NotedParameters, query_of, values_of
from kb.kept.clock import Clock
from kb.kept.revision import Revision
from kb.kept.store import Memory
from kb.middleware import ADMIN_PATH
from search.engines import asked_a_server
from search.index.cache import TokenCache, made_of

# What is asked with parameters, of which anybody can think up any number, has its own part of the
# memory: it drives out no page of the tree.
_PART_FOR_PARAMETERS = 0.25
_A_NAME = 200  # bytes, more or less, of a path and the names of its parameters


@dataclass(frozen=True)
class Names:
    """The parameters that the pages of an address have read so far; None when one hangs on all of
    them, whatever their names."""

    names: frozenset[str] | None

    @property
    def size(self) -> int:
        return _A_NAME + sum(map(len, self.names or ()))


class KeptPages:
    """The pages that a process keeps, of at most `limit` bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        with_parameters = int(limit * _PART_FOR_PARAMETERS)
        self._names: Memory[Names] = Memory(limit // 50)
        self._pages: tuple[Memory[KeptAnswer], Memory[KeptAnswer]] = (
            Memory(limit - with_parameters - self._names.limit),
            Memory(with_parameters),
        )

    @property
    def size(self) -> int:
        """In bytes."""
        return self._names.size + sum(pages.size for pages in self._pages)

    def __len__(self) -> int:
        return sum(map(len, self._pages))

    def find(self, address: Address, query: bytes, now: Revision) -> KeptAnswer | None:
        """The page kept for this address, if it is of this revision and of this time."""
        known = self._names.get(address.path)
        if known is None:
            return None
        reads = known.names is None or known.names
        asked = QueryDict(query) if query and reads else QueryDict()
        values = values_of(asked, known.names)
        page = self._pages[bool(values)].get((address, values))
        if page is None or page.revision != now or page.until <= timezone.now():
            return None
        # The names may have been forgotten and learnt again, in part, since it was kept.
        return page if values_of(QueryDict(query), page.read) == page.values else None

    def put(self, address: Address, query: bytes, page: KeptAnswer) -> None:
        known = self._names.get(address.path)
        names = page.read
        if names is not None and known:
            names = None if known.names is None else names | known.names
        self._names.put(address.path, Names(names))
        values = values_of(QueryDict(query), names)
        self._pages[bool(values)].put((address, values), page)

    def clear(self) -> None:
        for memory in (self._names, *self._pages):
            memory.clear()


class KeptPagesMiddleware:
    """Answer whoever is nobody in particular from memory, under the revision of the content.

    The revision is read before a page is made, and again before it is kept: a page made while
    something changed is sent, as it always was, but never kept. Every other public page says that
    it varies with the cookies, so that an editor who logs in is not shown the one from before.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response
        self.pages = KeptPages(settings.KEPT_PAGES_MB * 1_000_000)
        self._clock = Clock()
        self._last: Revision | None = None  # of which a page was made

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(ADMIN_PATH):
            return self.get_response(request)
        address = Address.of(request)
        if address is None:
            response = self.get_response(request)
            patch_vary_headers(response, ["Cookie"])
            return response
        before = _revision() if self.pages.limit else None
        if before:
            kept = self.pages.find(address, query_of(request), before)
            if kept is not None:
                return kept.answer(request)
        return self._made(request, address, before)

    def _made(
        self, request: HttpRequest, address: Address, before: Revision | None
    ) -> HttpResponseBase:
        if before and before != self._last:
            self._forget_what_the_process_holds()
            self._last = before
        parameters = NotedParameters(query_of(request), request.encoding)
        request.GET = parameters  # type: ignore[assignment]
        until = self._clock.holds_until(before) if before else None
        asked_a_server.set(False)
        with made_of(before or None):
            response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        if not may_be_shared(response) or not isinstance(response, HttpResponse):
            return response
        keeps = may_be_kept(response)
        # What is refused for a parameter that nobody knows, as the API does, hangs on all of them.
        hangs_on_all = getattr(response, "hangs_on_every_parameter", False)
        share(response, gzip=address.gzip)
        if (
            keeps
            and before
            and until is not None
            and (hangs_on_all or not parameters.all_read)
            and not asked_a_server.get()
            and timezone.now() < until
            and _revision() == before
        ):
            query = query_of(request)
            read = None if hangs_on_all else frozenset(parameters.read)
            page = KeptAnswer(
                body=response.content,
                headers=tuple(response.items()),
                revision=before,
                until=until,
                read=read,
                values=values_of(QueryDict(query), read),
                on_each_reading=getattr(response, "on_each_reading", None),
            )
            self.pages.put(address, query, page)
        return answered(request, response)

    @staticmethod
    def _forget_what_the_process_holds() -> None:
        """What pages are made of beside the database, which the process that made the change has
        brought up to date for itself alone, if it has."""
        Site.clear_site_root_paths_cache()
        TokenCache.forget_all()


def _revision() -> Revision | None:
    """None when the database does not answer: what is asked says so by itself."""
    try:
        return revision.current()
    except DatabaseError:
        return None
