"""Where the pages of each kind are listed: at the slug that editors gave, or at a fixed address."""

from __future__ import annotations

from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

from contracts import kinds
from contracts.kinds import Kind
from contracts.pages.parts.breadcrumbs import Step


class Listings:
    """The listings of the site, read with one query when the first of them is asked for."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def _pages(self) -> dict[str, Page]:
        """The page of the tree that lists a kind, by the code of the kind."""
        listed = {kind.listing: kind for kind in kinds.registered() if kind.listing}
        types = ContentType.objects.get_for_models(*listed)
        codes = {types[model].pk: kind.code for model, kind in listed.items()}
        rows = Page.objects.filter(content_type__in=codes).only("url_path", "content_type_id")
        return {codes[row.content_type_id]: row for row in rows}

    def __getitem__(self, code: str) -> str:
        """The address at which a kind is listed: `{{ frame.listings.contrat }}`. That of the home
        page when nothing lists it. Raises KeyError when there is no such kind."""
        kind = kinds.get(code)
        if kind is None:
            raise KeyError(code)
        if kind.route:
            return reverse(kind.route)
        page = self._pages.get(code)
        return (page.get_url(self._request) if page else None) or "/"

    def step(self, model: type) -> Step:
        """The listing of the kind of this model, on the way to a page below it."""
        kind = kinds.of(model)
        return Step(kind.plural, self[kind.code])

    def kind_at(self, url_path: str) -> Kind | None:
        """The kind whose listing is the page of this path in the tree."""
        for code, page in self._pages.items():
            if page.url_path == url_path:
                return kinds.get(code)
        return None


def listings_of(request: HttpRequest) -> Listings:
    """Those of a request, read once for all that its page shows."""
    found: Listings | None = getattr(request, "listings", None)
    if found is None:
        found = Listings(request)
        request.listings = found  # type: ignore[attr-defined]  # kept as long as the request
    return found
