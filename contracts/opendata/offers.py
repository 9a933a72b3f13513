"""The files that are offered beside a list, each at an address that keeps what the list asks."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest
from django.urls import reverse

from contracts.opendata.datasets import COMMITMENTS, RESULTS, Dataset, of_kind
from contracts.opendata.formats import formats_of
from contracts.pages.commitments.form import CommitmentForm
from contracts.pages.parts.listings import listings_of
from search.query import downloads
from search.query import facets as facet_register
from search.query.address import with_query
from search.query.downloads import Download, Downloads
from search.query.form import SearchForm

# The end of the address of a feed, beside its list.
FEED = "flux.atom"


def register() -> None:
    """Called once, at start."""
    downloads.register(SearchForm, of_search)
    downloads.register(CommitmentForm, of_commitments)


def of_search(form: SearchForm, request: HttpRequest) -> Downloads | None:
    """The files of a list of the search. What belongs to its page, such as the theme of the page of
    a theme, is one more filter of the listing of its kind, or of the whole search."""
    fixed = dict(form.request.fixed)
    if not fixed.keys() <= {facet.name for facet in facet_register.registered()}:
        return None
    dataset, path = RESULTS, reverse("search:results")
    match fixed.get("type", ()):
        case (code,) if (own := of_kind(code)) is not None:
            dataset, path = own, listings_of(request)[code]
            del fixed["type"]
    asked = replace(form.request, filters={**form.request.filters, **fixed}, fixed={}, page=1)
    # The order that goes without saying in a list goes without saying in its file.
    query = replace(form, request=asked, path="").url().removeprefix("?")
    return _downloads(dataset, path, query, with_query(f"{path}{FEED}", query))


def of_commitments(form: CommitmentForm, _request: HttpRequest) -> Downloads:
    query = form.at_page(1).url().removeprefix("?")
    return _downloads(COMMITMENTS, reverse("commitments"), query)


def _downloads(dataset: Dataset, path: str, query: str, feed_url: str = "") -> Downloads:
    return Downloads(
        tuple(
            Download(one.label, one.use, with_query(f"{path}export.{one.ending}", query))
            for one in formats_of(dataset)
        ),
        reverse("dictionary_of", args=[dataset.code]),
        feed_url,
    )
