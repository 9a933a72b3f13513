"""How many wrong passwords are answered, for one account and from one network address.

django-axes counts them. What it lacks is here: attempts made at the same moment are taken one after
the other, a log-in forgives the account alone, and whoever waits is told until when.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from axes.backends import AxesStandaloneBackend
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateformat import format as said
from wagtail.admin.views.account import get_user_login_form

from contracts.public_forms import throttle


def address_of(request: HttpRequest) -> str | None:
    """The network address of who asks, as the public forms find it; of an IPv6 network, the first
    one, since the column of django-axes holds an address."""
    address = throttle.address_of(request)
    return address and address.partition("/")[0]


def counted_by(request: HttpRequest, credentials: Any) -> list[str]:
    """What wrong passwords are counted by. Those whose address is unknown are not one person."""
    return ["username", "ip_address"] if address_of(request) else ["username"]


class OneAtATimeBackend(AxesStandaloneBackend):
    """Refuses whoever tried too often, and has the others wait for one another.

    Each attempt holds two rows, of its account and of its address, until its transaction ends
    (`kb.middleware` makes one of each POST of the admin): its failure is counted before the next
    one is allowed.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> None:
        if request is not None:
            throttle.attempt("connexion à un compte", username or "")
            if address := address_of(request):
                throttle.attempt("connexion d’une adresse", address)
        super().authenticate(request, username=username, password=password, **kwargs)


def suspended(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """The page of log-in that says when to try again, in the place of any answer (429)."""
    until = _ends_at(request, credentials)
    messages.error(
        request,
        "Trop de mots de passe erronés, pour ce compte ou depuis votre réseau. "
        f"Réessayez à partir de {_clock(until)}.",
    )
    username = get_client_username(request, credentials)
    context = {
        "form": get_user_login_form()(request, initial={"username": username}),
        "next": request.POST.get("next", ""),
        "show_password_reset": True,
    }
    wait = int((until - timezone.now()).total_seconds()) + 1
    page = render(request, "wagtailadmin/login.html", context, status=429)
    page["Retry-After"] = str(wait)
    return page


def _ends_at(request: HttpRequest, credentials: dict[str, Any] | None) -> dt.datetime:
    """When the failures that are young enough to count are few enough again."""
    pause = settings.AXES_COOLOFF_TIME
    ends = [timezone.now()]
    for attempts in AxesProxyHandler.get_implementation().get_user_attempts(request, credentials):
        failures = 0
        for attempt in attempts.order_by("-attempt_time"):
            failures += attempt.failures_since_start
            if failures >= settings.AXES_FAILURE_LIMIT:
                ends.append(attempt.attempt_time + pause)
                break
    return max(ends)


def _clock(moment: dt.datetime) -> str:
    """« 14 h 32 »: the first whole minute that is not before this moment."""
    whole = moment + dt.timedelta(minutes=1, microseconds=-1)
    return said(timezone.localtime(whole), "G\xa0\\h\xa0i")


def _forgive(sender: Any, user: Any, **kwargs: Any) -> None:
    """Of the account alone: whoever has one could else guess the password of another for ever, and
    log in to their own before the address is refused."""
    AccessAttempt.objects.filter(username=user.get_username()).delete()


def connect() -> None:
    user_logged_in.connect(_forgive, dispatch_uid="accounts.throttle")


def forget() -> int:
    """Erase what counts no more: how many rows."""
    before = timezone.now() - settings.AXES_COOLOFF_TIME
    return AccessAttempt.objects.filter(attempt_time__lt=before).delete()[0]
