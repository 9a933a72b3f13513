"""Where the pages of each kind are listed: at the slug that editors gave, or at a fixed address."""

from __future__ import annotations

from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.db.models import Subquery
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page
from wagtail.query import PageQuerySet

from contracts import kinds
from contracts.kinds import Kind
from contracts.pages.parts.breadcrumbs import Step


class Listings:
    """The listings of the site, read with one query when the first of them is asked for; without a
    request, for what the clock does."""

    def __init__(self, request: HttpRequest | None) -> None:
        self._request = request

    @cached_property
    def _paths(self) -> dict[str, str]:
        """The path in the tree of what lists a kind, by the code of the kind."""
        types = _content_types()
        rows = _pages().filter(content_type__in=types.values())
        paths = dict(rows.values_list("content_type", "url_path"))
        return {code: paths[pk] for code, pk in types.items() if pk in paths}

    def know(self, paths: dict[str, str]) -> None:
        """What `columns()` have read in the query of another row, which spares this one."""
        self._paths = paths

    def __getitem__(self, code: str) -> str:
        """The address at which a kind is listed: `{{ frame.listings.contrat }}`. That of the home
        page when nothing lists it. Raises KeyError when there is no such kind."""
        kind = kinds.get(code)
        if kind is None:
            raise KeyError(code)
        if kind.route:
            return reverse(kind.route)
        path = self._paths.get(code)
        return (Page(url_path=path).get_url(self._request) if path else None) or "/"

    def step(self, model: type) -> Step:
        """The listing of the kind of this model, on the way to a page below it."""
        kind = kinds.of(model)
        return Step(kind.plural, self[kind.code])

    def kind_at(self, url_path: str) -> Kind | None:
        """The kind whose listing is the page of this path in the tree."""
        for code, path in self._paths.items():
            if path == url_path:
                return kinds.get(code)
        return None


def listings_of(request: HttpRequest) -> Listings:
    """Those of a request, read once for all that its page shows."""
    found: Listings | None = getattr(request, "listings", None)
    if found is None:
        found = Listings(request)
        request.listings = found  # type: ignore[attr-defined]  # kept as long as the request
    return found


def columns() -> dict[str, Subquery]:
    """The path of the listing of each kind, by its code, as columns of a query of anything."""
    rows = _pages().order_by("pk").values("url_path")
    return {
        code: Subquery(rows.filter(content_type=pk)[:1]) for code, pk in _content_types().items()
    }


def _pages() -> PageQuerySet:
    """An alias of a listing does not take its place."""
    return Page.objects.filter(alias_of__isnull=True)


def _content_types() -> dict[str, int]:
    listed = {kind.listing: kind for kind in kinds.registered() if kind.listing}
    types = ContentType.objects.get_for_models(*listed)
    return {kind.code: types[model].pk for model, kind in listed.items()}
