"""The address of what is new."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from contracts.opendata.news.context import NewsContext, NewsForm


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    view = NewsContext(NewsForm.from_querydict(request.GET), request)
    return TemplateResponse(request, "opendata/news.html", {"view": view, "head": view.head})
