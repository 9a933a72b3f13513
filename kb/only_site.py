"""Which site a request is for, from what all pages share."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from home.models import Publisher
from search.index.cache import is_known


class OnlySiteMiddleware:
    """Spare each page the queries by which Wagtail finds the site, then the root of its tree."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_known():
            Publisher.alone(request)
        return self.get_response(request)
