"""What stands beside a list (files, feed, the page that offers them), the dictionary of columns and
schemas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from contracts import kinds
from contracts.opendata import selection
from contracts.opendata.alerts.views import asked_for
from contracts.opendata.archive.page import OPEN_DATA
from contracts.opendata.archive.tables import tables
from contracts.opendata.datasets import ALL, API_ONLY, VERSION, column_lines, of_code, of_kind
from contracts.opendata.formats import formats_of, of_ending
from contracts.opendata.forms import ExportForm
from contracts.opendata.lists.feed import atom
from contracts.opendata.lists.offer import OfferContext
from contracts.opendata.schema import schema_of
from contracts.opendata.selection import Extract, ListAsked
from contracts.pages.parts import structured_data
from contracts.pages.parts.below import below_page
from contracts.pages.parts.breadcrumbs import Step, structured_trail
from contracts.tables.csv_file import csv_response
from search.engines.base import SearchUnavailable
from search.query.page_head import PageHead

# What the address of a list asks for. Raises SearchUnavailable.
Select = Callable[[ListAsked], Extract]

_UNAVAILABLE = "La recherche est momentanément indisponible : réessayez dans quelques minutes."
_TITLE = "Dictionnaire des données"


@require_safe
def export(request: HttpRequest, select: Select, ending: str) -> HttpResponseBase:
    def write(selected: Extract) -> HttpResponseBase:
        chosen = of_ending(ending, formats_of(selected.dataset))
        if chosen is None:
            raise Http404
        return chosen.write(selected, ExportForm.from_querydict(request.GET))

    return _written(request, select, write)


@require_safe
def feed(request: HttpRequest, select: Select) -> HttpResponseBase:
    return _written(request, select, lambda selected: atom(selected, request))


@require_safe
def offer(request: HttpRequest, select: Select) -> HttpResponseBase:
    """The page that offers a list: its files and its feed."""

    def show(selected: Extract) -> HttpResponseBase:
        view = OfferContext(selected)
        return TemplateResponse(request, "opendata/offer.html", {"view": view, "head": view.head})

    return _written(request, select, show)


# As every form of the public: no cookie, and a stamp that ties it to a page of this site.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def alert(request: HttpRequest, select: Select) -> HttpResponseBase:
    """The page where an alert on a list is asked for."""
    return _written(request, select, lambda selected: asked_for(request, selected))


@require_safe
def listing_export(request: HttpRequest, path: str, ending: str) -> HttpResponseBase:
    """The fiches that the listing at this path shows, for whoever may read it."""
    return _below_listing(request, path, lambda select: export(request, select, ending))


@require_safe
def listing_feed(request: HttpRequest, path: str) -> HttpResponseBase:
    return _below_listing(request, path, lambda select: feed(request, select))


@require_safe
def listing_offer(request: HttpRequest, path: str) -> HttpResponseBase:
    return _below_listing(request, path, lambda select: offer(request, select))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def listing_alert(request: HttpRequest, path: str) -> HttpResponseBase:
    return _below_listing(request, path, lambda select: alert(request, select))


def _below_listing(
    request: HttpRequest, path: str, answer: Callable[[Select], HttpResponseBase]
) -> HttpResponseBase:
    """What `answer` gives for the kind that the page at this path lists."""

    def serve(page: Page, request: HttpRequest, _args: Any, _kwargs: Any) -> HttpResponseBase:
        kind = next((one for one in kinds.registered() if one.listing is type(page)), None)
        dataset = of_kind(kind.code) if kind else None
        if kind is None or dataset is None:
            raise Http404
        address = page.get_url(request) or ""
        return answer(lambda asked: selection.of_listing(asked, kind, dataset, address))

    return below_page(request, path, serve)


def _written(
    request: HttpRequest, select: Select, write: Callable[[Extract], HttpResponseBase]
) -> HttpResponseBase:
    try:
        selected = select(ListAsked.from_querydict(request.GET, request))
    except SearchUnavailable:
        return HttpResponse(_UNAVAILABLE, status=503, content_type="text/plain; charset=utf-8")
    return write(selected)


@require_safe
def dictionary(request: HttpRequest) -> HttpResponse:
    archived = [one.dataset for one in tables() if one.dataset not in ALL]
    return _explained(
        request,
        "opendata/dictionary.html",
        _TITLE,
        (OPEN_DATA,),
        datasets=ALL,
        archived=archived,
        api_only=API_ONLY,
    )


@require_safe
def dictionary_file(_request: HttpRequest) -> HttpResponseBase:
    """Every column of every table, those of the archive or the API alone among them, in one file."""
    archived = (one.dataset for one in tables() if one.dataset not in ALL)
    response = csv_response(column_lines([*ALL, *archived, *API_ONLY]), "dictionnaire-des-donnees")
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def dictionary_of(request: HttpRequest, code: str) -> HttpResponse:
    """The columns of one table: a page of all would be heavy."""
    archived = (one.dataset for one in tables() if one.dataset.code == code)
    dataset = of_code(code) or next(archived, None)
    if dataset is None:
        raise Http404
    return _explained(
        request,
        "opendata/columns.html",
        f"Colonnes : {dataset.title}",
        (OPEN_DATA, Step(_TITLE, reverse("dictionary"))),
        dataset=dataset,
        has_schema=dataset in ALL,
    )


def _explained(
    request: HttpRequest, template: str, title: str, trail: tuple[Step, ...], **shown: Any
) -> HttpResponse:
    structured = structured_data.graph(structured_trail(request, trail, title))
    context = {
        "head": PageHead(title, request.path),
        "trail": trail,
        "structured": structured,
        "version": VERSION,
        **shown,
    }
    return TemplateResponse(request, template, context)


@require_safe
def schema(request: HttpRequest, code: str) -> HttpResponse:
    dataset = of_code(code)
    if dataset is None:
        raise Http404
    return JsonResponse(
        schema_of(dataset, request.build_absolute_uri(request.path)),
        content_type="application/schema+json",
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"X-Robots-Tag": "noindex"},
    )
