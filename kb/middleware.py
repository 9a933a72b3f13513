"""What depends on where a page stands: length, codes and policy of addresses; transactions and
typography of the admin."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    JsonResponse,
)
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.template.response import SimpleTemplateResponse
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme

from contracts.index import moved_codes
from contracts.values.french.typography import french_html, french_throughout
from search.query.address import written

ADMIN_PATH = "/admin/"
# Characters of an address with its parameters, percent-encoded. gunicorn is told to let more pass
# (8 190 bytes for the whole line): what it refuses itself, it refuses in bare English.
LONGEST_ADDRESS = 8_000
_STILL_USED = "Rien n’a été supprimé : d’autres contenus s’y rattachent encore."


class AdminChangeMiddleware:
    """Make each change of the admin one transaction, and a refusal a message.

    Wagtail commits a move or a change of privacy before it announces it: the index, written on
    the announcement, could be lost to a crash in between. Reading stays outside of transactions,
    which with SQLite's IMMEDIATE mode would each take the write lock.

    The rules of publication raise ValidationError from save(): a form tells it on its fields, but
    an approval or a bulk action has no form, and Wagtail would answer 500. So would it when what
    is deleted still has something that the database protects.
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
        try:
            with transaction.atomic():
                response: HttpResponse = view(request, *args, **kwargs)
                if isinstance(response, SimpleTemplateResponse):
                    response = response.render()
        except ValidationError as refusal:
            return self._refused(request, refusal)
        except ProtectedError:
            return self._refused(request, ValidationError(_STILL_USED))
        return response

    @staticmethod
    def _refused(request: HttpRequest, refusal: ValidationError) -> HttpResponse:
        for message in refusal.messages:
            messages.error(request, message)
        address = request.headers.get("Referer") or ADMIN_PATH
        if not url_has_allowed_host_and_scheme(address, {request.get_host()}):
            address = ADMIN_PATH
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            # What Wagtail's modal windows expect: they close, and the page shows the messages.
            return JsonResponse({"step": "success", "redirect": address})
        return HttpResponseRedirect(address)


class AddressLengthMiddleware:
    """Tell whoever asks at too long an address so, in words and with the way out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if len(request.get_full_path()) > LONGEST_ADDRESS:
            return HttpResponse(render_to_string("414.html"), status=414)
        return self.get_response(request)


class MovedCodesMiddleware:
    """Lead whoever asks a list by the code of a row that was merged away to the same list, by the
    code of the row that is kept: of pages, files, feeds and the API alike."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        query = request.META.get("QUERY_STRING", "")
        if query and request.method in {"GET", "HEAD"} and not request.path.startswith(ADMIN_PATH):
            asked = parse_qsl(query, keep_blank_values=True)
            now = moved_codes.of_today(asked)
            if now != asked:
                path = escape_leading_slashes(escape_uri_path(request.path))
                return HttpResponsePermanentRedirect(written(path, now))
        return self.get_response(request)


class AdminPolicyMiddleware:
    """Relax the Content-Security-Policy under the admin only, and let the admin frame the previews of
    pages, which have the policy of their readers otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self.get_admin_response = csp_replace(settings.ADMIN_CONTENT_SECURITY_POLICY)(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(ADMIN_PATH):
            return self.get_admin_response(request)
        response = self.get_response(request)
        if getattr(request, "is_preview", False):
            # A preview is asked under the address that the page will have, not under that of the admin.
            framed = csp_replace({"frame-ancestors": [SELF]})
            return framed(lambda _request: response)(request)
        return response


class AdminTypographyMiddleware:
    """Set the texts of the admin as French is: what Wagtail puts together (« Historique: »), our labels
    and helps, the titles of fiches. Attributes, scripts and what forms send back stay as they are.

    Windows that open over a form are HTML within JSON.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(ADMIN_PATH) or response.streaming:
            return response
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if kind == "text/html":
            response.content = french_html(response.text, french_throughout)
        elif kind == "application/json" and b'"html"' in response.content:
            told = json.loads(response.content)
            if isinstance(told, dict) and isinstance(told.get("html"), str):
                told["html"] = french_html(told["html"], french_throughout)
                response.content = json.dumps(told)
        if response.has_header("Content-Length"):
            response.headers["Content-Length"] = str(len(response.content))
        return response
