"""The result page. htmx asks for the results alone; the same address serves both."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from search.engines.base import SearchUnavailable
from search.forms import SearchForm
from search.service import answer

RESULTS_ID = "resultats"


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    form = SearchForm.from_querydict(request.GET, path=request.path)
    partial = (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-Target") == RESULTS_ID
        # htmx rebuilds the whole page when it goes back in history.
        and request.headers.get("HX-History-Restore-Request") != "true"
    )
    context: dict[str, object] = {"form": form, "response": None}
    status = 200
    try:
        context["response"] = answer(form)
    except SearchUnavailable:
        status = 503
    template = "search/_results.html" if partial else "search/results.html"
    response = TemplateResponse(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target", "HX-History-Restore-Request"])
    return response


@require_safe
def filters(request: HttpRequest) -> HttpResponse:
    """Every value of every facet for a search: the panel beside its results shows the first ones."""
    form = SearchForm.from_querydict(request.GET, path=reverse("search:results"), page_size=1)
    context: dict[str, object] = {"form": form, "response": None}
    try:
        context["response"] = answer(form)
    except SearchUnavailable:
        return TemplateResponse(request, "search/filters.html", context, status=503)
    return TemplateResponse(request, "search/filters.html", context)
