"""Without the code that is asked, nothing of the admin stands but its screens of log-in; and a session
that nobody uses ends after `SESSION_COOKIE_AGE`."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

import django_otp
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts import events, remembered, second_factor

ADMIN_PATH = "/admin/"
# What somebody who has given a password alone may open. Everything else asks for the code.
OPEN_VIEWS = frozenset(
    {
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_password_reset",
        "wagtailadmin_password_reset_done",
        "wagtailadmin_password_reset_confirm",
        "wagtailadmin_password_reset_complete",
        "wagtailadmin_sprite",
        "wagtailadmin_javascript_catalog",
        "accounts:code",
        "accounts:enrolment",
    }
)
# Asked every few seconds by a page that is open, whether anybody looks at it or not.
ASKED_BY_ITSELF = "wagtailadmin_editing_sessions"
_USED_AT = "used_at"
_USED_EVERY = 300  # seconds: a session is written again at most so often


class SecondFactorMiddleware:
    """Outside of the admin, whoever owes a code is nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        in_admin = request.path.startswith(ADMIN_PATH)
        if settings.SECOND_FACTOR and not in_admin:
            request.user = SimpleLazyObject(partial(_whoever_owes_nothing, request.user))  # type: ignore[assignment]
        response = self.get_response(request)
        if in_admin and settings.SESSION_COOKIE_NAME in request.COOKIES:
            _keep_session(request)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not request.path.startswith(ADMIN_PATH) or _view_name(request) in OPEN_VIEWS:
            return None
        user: Any = request.user
        if not _owes_a_code(user):
            return None
        application = remembered.application_of(request, user)
        if application is not None:
            django_otp.login(request, application)
            events.record(events.SIGNED_IN, user, request, by=user)
            return None
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            raise PermissionDenied
        back = request.get_full_path() if request.method in {"GET", "HEAD"} else ADMIN_PATH
        return HttpResponseRedirect(f"{reverse('accounts:code')}?{urlencode({'next': back})}")


def _owes_a_code(user: Any) -> bool:
    return (
        bool(settings.SECOND_FACTOR)
        and user.is_authenticated
        and not user.is_verified()
        and second_factor.is_asked(user)
    )


def _whoever_owes_nothing(user: Any) -> Any:
    return AnonymousUser() if _owes_a_code(user) else user


def _view_name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _keep_session(request: HttpRequest) -> None:
    match = request.resolver_match
    if match is None or ASKED_BY_ITSELF in match.namespaces:
        return
    now = int(time.time())
    if "_auth_user_id" in request.session and now - request.session.get(_USED_AT, 0) >= _USED_EVERY:
        request.session[_USED_AT] = now
