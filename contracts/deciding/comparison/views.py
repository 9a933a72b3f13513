"""The addresses of a comparison: its page, and its table as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from contracts.deciding.comparison.context import ComparisonContext
from contracts.deciding.comparison.paper import ComparisonPaper
from contracts.opendata.formats import SPREADSHEETS, of_ending
from contracts.opendata.forms import ExportForm
from contracts.pages.forms import ComparisonForm
from contracts.papers.answers import answer
from contracts.public_forms import throttle

_PAPER = "pdf"
_MOST_PAPERS_A_DAY = 200


@require_safe
def comparison(request: HttpRequest) -> HttpResponseBase:
    """At its own address, without what a list where fiches were ticked sent besides."""
    form = ComparisonForm.from_querydict(request.GET)
    if form.is_mixed:
        return redirect(form.url)
    view = ComparisonContext(form, request)
    context = {"view": view, "head": view.head}
    return TemplateResponse(request, "contracts/comparison.html", context)


@require_safe
def table(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The cells of the page; without two fiches, the page says what to do."""
    form = ComparisonForm.from_querydict(request.GET)
    view = ComparisonContext(form, request)
    chosen = of_ending(ending, SPREADSHEETS)
    if chosen is None and ending != _PAPER:
        raise Http404
    if not view.is_compared:
        return redirect(form.url)
    if chosen is None:
        return answer(
            request,
            ComparisonPaper(view),
            lambda: throttle.allows(request, "comparison", _MOST_PAPERS_A_DAY),
        )
    return chosen.write(view, ExportForm.from_querydict(request.GET))
