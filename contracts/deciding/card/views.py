"""The address of the card of a fiche, below that of the fiche."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from csp.decorators import csp_replace
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from contracts import kinds
from contracts.pages.parts.below import below_page
from contracts.pages.parts.carry import EMBEDDED


@require_safe
def card(request: HttpRequest, path: str) -> HttpResponse:
    """The card of the page at this path, for whoever may read the page."""
    return below_page(request, path, _card, tail=EMBEDDED)


def _card(page: Any, request: HttpRequest, _args: Any, _kwargs: Any) -> HttpResponse:
    """What its share image shows, as text. The card alone may be framed: who is sent to a login, or
    asked for a password, is not."""
    kind = kinds.find(type(page))
    if kind is None or kind.share_image is None:
        raise Http404
    prefetch_related_objects([page], *kind.shared_relations)
    context = {
        "shown": kind.share_image(page),
        "kind": kind.code,
        "gist": page.gist,
        "url": request.build_absolute_uri(page.get_url(request) or "/"),
        "home": request.build_absolute_uri("/"),
        "updated": page.last_published_at,
    }
    response = TemplateResponse(request, "contracts/embedded_card.html", context)
    response["X-Robots-Tag"] = "noindex"
    return cast(HttpResponse, _framed(lambda _request: response)(request))


def _framed(view: Callable[[HttpRequest], HttpResponseBase]) -> Any:
    return xframe_options_exempt(csp_replace({"frame-ancestors": ["*"]})(view))
