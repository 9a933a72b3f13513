"""Whether who writes is still logged in, asked by the form before it sends what was typed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.views.decorators.cache import never_cache


@never_cache
def still_logged_in(request: HttpRequest) -> JsonResponse:
    """`token` replaces that of the form, which a new log-in made worthless. Wagtail leads who is
    logged out to the form of log-in instead."""
    return JsonResponse({"token": get_token(request)})


def urls() -> list[Any]:
    """Hook `register_admin_urls`."""
    return [path("ecrire/session/", still_logged_in, name="still_logged_in")]
