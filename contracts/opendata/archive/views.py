"""The page of the whole base, its archives, and the catalogue that portals harvest."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from contracts.opendata.archive import dcat, versions
from contracts.opendata.archive.page import DataContext

_CATALOGUES = {
    "jsonld": (dcat.as_json_ld, dcat.JSON_LD),
    "ttl": (dcat.as_turtle, dcat.TURTLE),
}


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    view = DataContext(request)
    return TemplateResponse(request, "opendata/data.html", {"view": view, "head": view.head})


@require_safe
def archive(request: HttpRequest, day: str) -> HttpResponseBase:
    version = versions.of_day(day)
    if version is None:
        raise Http404
    etag = f'"{version.sha256}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    return FileResponse(
        version.open(),
        as_attachment=True,
        filename=version.file_name,
        content_type="application/zip",
        headers={"ETag": etag, "X-Robots-Tag": "noindex"},
    )


@require_safe
def catalogue(request: HttpRequest, ending: str) -> HttpResponse:
    write, content_type = _CATALOGUES[ending]
    content = write(dcat.catalogue(request))
    return HttpResponse(content, content_type=f"{content_type}; charset=utf-8")
