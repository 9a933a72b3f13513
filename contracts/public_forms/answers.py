"""How a public form, and what is behind a signed link, are answered."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_cache_control


def see(address: str) -> HttpResponse:
    """303: the browser asks for it by GET, and loading it again changes nothing."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def unshared(response: HttpResponse) -> HttpResponse:
    """For a page that has its own stamp. It may stay in the browser, where going back finds again
    what was typed."""
    patch_cache_control(response, private=True, no_cache=True)
    return response


def kept_secret(response: HttpResponse) -> HttpResponse:
    """For a page that its address alone opens: kept by nobody, told to nobody."""
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
