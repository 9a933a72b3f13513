"""The addresses of exports, of the dictionary of columns and of schemas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from contracts import kinds
from contracts.kinds import Kind
from contracts.opendata import selection
from contracts.opendata.datasets import (
    ALL,
    COMMITMENTS,
    RESULTS,
    VERSION,
    Dataset,
    of_code,
    of_kind,
)
from contracts.opendata.feed import atom
from contracts.opendata.formats import format_of
from contracts.opendata.forms import ExportForm
from contracts.opendata.schema import schema_of
from contracts.opendata.selection import Extract
from contracts.pages.parts import structured_data
from contracts.pages.parts.below import below_page
from contracts.pages.parts.breadcrumbs import Step, structured_trail
from search.engines.base import SearchUnavailable
from search.query.page_head import PageHead

_UNAVAILABLE = "La recherche est momentanément indisponible : réessayez dans quelques minutes."
TITLE = "Dictionnaire des données"
_LICENCE = Step("Données ouvertes et licence", "/donnees-ouvertes/")


@require_safe
def listing_export(request: HttpRequest, path: str, ending: str) -> HttpResponseBase:
    """The fiches that the listing at this path shows, for whoever may read it."""

    def answer(kind: Kind, address: str) -> HttpResponseBase:
        dataset = of_kind(kind.code)
        if dataset is None:
            raise Http404
        return _export(
            request,
            ending,
            dataset,
            lambda: selection.of_listing(request, kind, dataset, address),
        )

    return _below_listing(request, path, answer)


@require_safe
def listing_feed(request: HttpRequest, path: str) -> HttpResponseBase:
    """What is new in the listing at this path, for whoever may read it."""
    return _below_listing(
        request,
        path,
        lambda kind, address: _written(
            lambda: selection.of_listing(request, kind, RESULTS, address), atom
        ),
    )


@require_safe
def results_feed(request: HttpRequest) -> HttpResponseBase:
    return _written(lambda: selection.of_results(request), atom)


def _below_listing(
    request: HttpRequest, path: str, answer: Callable[[Kind, str], HttpResponseBase]
) -> HttpResponseBase:
    """What `answer` gives for the kind that the page at this path lists, and its address."""

    def serve(page: Page, request: HttpRequest, _args: Any, _kwargs: Any) -> HttpResponseBase:
        kind = next((one for one in kinds.registered() if one.listing is type(page)), None)
        if kind is None:
            raise Http404
        return answer(kind, page.get_url(request) or "")

    return below_page(request, path, serve)


@require_safe
def results_export(request: HttpRequest, ending: str) -> HttpResponseBase:
    return _export(request, ending, RESULTS, lambda: selection.of_results(request))


@require_safe
def commitments_export(request: HttpRequest, ending: str) -> HttpResponseBase:
    return _export(request, ending, COMMITMENTS, lambda: selection.of_commitments(request))


def _export(
    request: HttpRequest, ending: str, dataset: Dataset, select: Callable[[], Extract]
) -> HttpResponseBase:
    chosen = format_of(ending, dataset)
    if chosen is None:
        raise Http404
    form = ExportForm.from_querydict(request.GET)
    return _written(select, lambda selected: chosen.write(selected, form))


def _written(
    select: Callable[[], Extract], write: Callable[[Extract], HttpResponseBase]
) -> HttpResponseBase:
    try:
        selected = select()
    except SearchUnavailable:
        return HttpResponse(_UNAVAILABLE, status=503, content_type="text/plain; charset=utf-8")
    return write(selected)


@require_safe
def dictionary(request: HttpRequest) -> HttpResponse:
    return _explained(request, "opendata/dictionary.html", TITLE, (_LICENCE,), datasets=ALL)


@require_safe
def dictionary_of(request: HttpRequest, code: str) -> HttpResponse:
    """The columns of one table: a page of all would be heavy."""
    dataset = of_code(code)
    if dataset is None:
        raise Http404
    return _explained(
        request,
        "opendata/columns.html",
        f"Colonnes : {dataset.title}",
        (_LICENCE, Step(TITLE, reverse("dictionary"))),
        dataset=dataset,
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
