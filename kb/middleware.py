"""Response headers that depend on whether a page is public: CSP of the admin, cache of the site."""

from collections.abc import Callable

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

ADMIN_PATH = "/admin/"


class PublicCacheMiddleware:
    """Let proxies keep anonymous pages for five minutes; relax the CSP under the admin only.

    Every public page varies with the cookies, so that an editor who logs in is not shown the page
    that the browser kept from before.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self.get_admin_response = csp_replace(settings.ADMIN_CONTENT_SECURITY_POLICY)(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
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
