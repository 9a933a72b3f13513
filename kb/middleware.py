"""What depends on where a page stands: headers of public pages, transactions of the admin."""

from collections.abc import Callable
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

ADMIN_PATH = "/admin/"


class AtomicAdminMiddleware:
    """Make each change of the admin one transaction.

    Wagtail commits a move or a change of privacy before it announces it: the index, written on
    the announcement, could be lost to a crash in between. Reading stays outside of transactions,
    which with SQLite's IMMEDIATE mode would each take the write lock.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.method != "POST" or not request.path.startswith(ADMIN_PATH):
            return None
        with transaction.atomic():
            response: HttpResponse = view(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response = response.render()
        return response


class PublicCacheMiddleware:
    """Let proxies keep anonymous pages for five minutes; relax the CSP under the admin only.

    Every public page varies with the cookies, so that an editor who logs in is not shown the page
    that the browser kept from before.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self.get_admin_response = csp_replace(settings.ADMIN_CONTENT_SECURITY_POLICY)(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(ADMIN_PATH):
            return self.get_admin_response(request)
        response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        anonymous = not request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if (
            request.method in {"GET", "HEAD"}
            and response.status_code == 200
            and anonymous
            and not response.cookies
            and "Cache-Control" not in response
        ):
            patch_cache_control(response, public=True, max_age=300, stale_while_revalidate=300)
        return response
