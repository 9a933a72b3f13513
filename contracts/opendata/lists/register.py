"""What each list of the site offers to take away, by the form that reads its address."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest
from django.urls import reverse

from contracts.opendata.addresses import ListAddress
from contracts.opendata.datasets import of_kind
from contracts.pages.commitments.form import CommitmentForm
from contracts.pages.indicators.form import IndicatorForm
from contracts.pages.parts.listings import listings_of
from search.query import downloads
from search.query import facets as facet_register
from search.query.downloads import Downloads
from search.query.form import SearchForm


def register() -> None:
    """Called once, at start."""
    downloads.register(SearchForm, of_search)
    downloads.register(CommitmentForm, of_commitments)
    downloads.register(IndicatorForm, of_indicators)


def of_search(form: SearchForm, request: HttpRequest) -> Downloads | None:
    """What belongs to the page of a list, such as the theme of the page of a theme, is one more
    filter of the listing of its kind, or of the whole search."""
    fixed = dict(form.request.fixed)
    if not fixed.keys() <= {facet.name for facet in facet_register.registered()}:
        return None
    path = reverse("search:results")
    match fixed.get("type", ()):
        case (code,) if of_kind(code) is not None:
            path = listings_of(request)[code]
            del fixed["type"]
    asked = replace(form.request, filters={**form.request.filters, **fixed}, fixed={}, page=1)
    # The order that goes without saying in a list goes without saying in its file.
    return _beside(form.asking(asked).with_nothing_ticked().standing_at(path).url())


def of_commitments(form: CommitmentForm, _request: HttpRequest) -> Downloads:
    return _beside(form.at_page(1).url(reverse("commitments")))


def of_indicators(form: IndicatorForm, _request: HttpRequest) -> Downloads:
    return _beside(form.at_page(1).url(reverse("indicators")))


def _beside(address: str) -> Downloads:
    found = ListAddress.of(address)
    return Downloads(found.offer, found.feed, found.alert)
