"""What stands at an address below that of a page, for whoever may read the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from wagtail import hooks
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

AnyResponse = TypeVar("AnyResponse", bound=HttpResponseBase)


def below_page(
    request: HttpRequest, path: str, answer: Callable[..., AnyResponse], *, tail: str = ""
) -> AnyResponse | HttpResponse:
    """What `answer` gives for the page at this path: Wagtail finds the page and lets readers in, as
    it does for the page itself. What stands at `tail` has moved with a page which has moved."""
    found = Page.route_for_request(request, path)
    if found is None:
        moved = get_redirect(request, Redirect.normalise_path(f"/{path}", decode_unicode=False))
        if not tail or moved is None or moved.redirect_page is None:
            raise Http404
        return HttpResponsePermanentRedirect(f"{moved.link}{tail}")
    for around in reversed(hooks.get_hooks("on_serve_page")):
        answer = around(answer)
    for before in hooks.get_hooks("before_serve_page"):
        refusal = before(found.page, request, found.args, found.kwargs)
        if isinstance(refusal, HttpResponse):
            return refusal
    return answer(found.page, request, found.args, found.kwargs)
