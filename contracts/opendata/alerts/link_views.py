"""What the signed links of alerts open. A link that is forwarded, or fetched before it is asked for,
changes nothing: every change is a button, and a POST.

As for registrations, no cookie says who asks: without anything ambient that authorises, there is
nothing for Django's CSRF token to protect.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from contracts.opendata.alerts import following, links
from contracts.opendata.alerts.followed import FollowedList, ListGone
from contracts.opendata.alerts.forms import ChangeForm, DoneForm, done_address
from contracts.opendata.alerts.links import Opened
from contracts.opendata.alerts.models import Alert, Subscriber
from contracts.opendata.alerts.views import kept_for, title_of
from contracts.opendata.selection import Extract
from contracts.public_forms.answers import kept_secret, see
from search.engines.base import SearchUnavailable

_methods = require_http_methods(["GET", "HEAD", "POST"])
_ONE = "Cette liste est déjà parmi celles que vous suivez : arrêtez plutôt cette alerte."
_NOT_NOW = "La recherche est momentanément indisponible : réessayez dans quelques minutes."
_UNKNOWN = "Un des filtres gardés n’existe plus sur le site : décochez-le."

# Each takes (request, subscriber) and what the address names below.
View = Callable[..., HttpResponse]


def _opened(view: View) -> View:
    """A view of the alerts that a token opens; a token that is too old opens the sending of a new
    one, and whatever opens nothing gets one page."""

    @csrf_exempt
    @_methods
    @wraps(view)
    def opened(request: HttpRequest, token: str, **named: Any) -> HttpResponse:
        request.encoding = "utf-8"  # whatever the sender says
        found = links.read_own(token)
        if found is None:
            return kept_secret(_page(request, "unknown_link", {}, status=404))
        if found.is_old:
            return kept_secret(_old(request, found))
        return kept_secret(view(request, found.subscriber, **named))

    return opened


def _old(request: HttpRequest, found: Opened) -> HttpResponse:
    if request.method == "POST":
        with suppress(following.TooMany):
            following.send_link(found.subscriber.email)
        return see(reverse("alerts_link_sent"))
    return _page(request, "old_link", {}, status=410)


@csrf_exempt
@_methods
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    alert = links.read_confirm(token)
    if alert is None:
        return kept_secret(_page(request, "old_demand", kept_for(), status=404))
    if request.method == "POST":
        following.confirm(alert)
        return kept_secret(see(done_address(links.own_address(alert.subscriber), "confirmation")))
    return kept_secret(_page(request, "confirm", {"alert": alert, **kept_for()}))


@_opened
def own(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """All the alerts of an address. The POST keeps them for as long again."""
    if request.method == "POST":
        following.renew(subscriber)
        return see(done_address(request.path, "garde"))
    context = {
        "subscriber": subscriber,
        "alerts": subscriber.alerts.confirmed(),
        "token": _token(request),
        "done": DoneForm.from_querydict(request.GET).told_to(subscriber),
        **kept_for(),
    }
    return _page(request, "own", context)


@_opened
def pause(request: HttpRequest, subscriber: Subscriber, key: uuid.UUID) -> HttpResponse:
    return _done(request, subscriber, key, following.pause, "pause")


@_opened
def resume(request: HttpRequest, subscriber: Subscriber, key: uuid.UUID) -> HttpResponse:
    return _done(request, subscriber, key, following.resume, "reprise")


@_opened
def stop_one(request: HttpRequest, subscriber: Subscriber, key: uuid.UUID) -> HttpResponse:
    return _done(request, subscriber, key, following.stop, "arret")


@_opened
def change(request: HttpRequest, subscriber: Subscriber, key: uuid.UUID) -> HttpResponse:
    alert = subscriber.alerts.confirmed().filter(key=key).first()
    if alert is None:
        return _page(request, "unknown_link", {}, status=404)
    status = 200
    try:
        selected = _selected(FollowedList(alert.dataset, alert.query).today())
        typed = request.POST if request.method == "POST" else None
        form = ChangeForm(alert, selected, typed)
    except SearchUnavailable:
        return HttpResponse(_NOT_NOW, status=503, content_type="text/plain; charset=utf-8")
    if request.method == "POST":
        if form.is_valid() and _changed(alert, form):
            return see(done_address(_back(request), "changement"))
        status = 422
    context = {
        "alert": alert,
        "form": form,
        "list_url": selected.address.page if selected else "",
        "back": _back(request),
    }
    return _page(request, "change", context, status=status)


@_opened
def erase(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    if request.method == "POST":
        following.erase(subscriber.key)
        return see(reverse("alerts_erased"))
    context = {"subscriber": subscriber, "back": links.own_address(subscriber)}
    return _page(request, "erase", context)


@_opened
def data(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    return JsonResponse(
        following.export(subscriber),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": 'attachment; filename="mes-alertes.json"'},
    )


@csrf_exempt
@_methods
def stop_all(request: HttpRequest, token: str) -> HttpResponse:
    """The one click of mail programs, and the page of whoever follows the link. RFC 8058: the POST
    is answered here, not elsewhere; again, and for who is gone already, it is answered the same."""
    key = links.read_stop(token)
    if key is None:
        return kept_secret(_page(request, "unknown_link", {}, status=404))
    if request.method == "POST":
        following.erase(key)
        return kept_secret(_page(request, "erased", {}))
    return kept_secret(_page(request, "stop_all", {}))


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Where an erasure ends: it names nobody."""
    return kept_secret(_page(request, "erased", {}))


def _done(
    request: HttpRequest,
    subscriber: Subscriber,
    key: uuid.UUID,
    act: Callable[[Alert], None],
    done: str,
) -> HttpResponse:
    """By its button alone; an alert that is gone meanwhile is no fault."""
    own = links.own_address(subscriber)
    if request.method == "POST":
        alert = subscriber.alerts.confirmed().filter(key=key).first()
        if alert is not None:
            act(alert)
        if not Subscriber.objects.filter(pk=subscriber.pk).exists():
            return see(reverse("alerts_erased"))
        return see(done_address(own, done))
    return see(own)


def _changed(alert: Alert, form: ChangeForm) -> bool:
    """Whether it was; else the form tells why not."""
    asked = form.asked()
    try:
        selected = _selected(asked)
    except SearchUnavailable:
        form.add_error(None, _NOT_NOW)
        return False
    if selected is None or not asked.is_whole(selected):
        form.add_error("kept" if form.choices else None, _UNKNOWN)
        return False
    followed = FollowedList.of(selected)
    if following.change(alert, followed, title_of(selected), form.cleaned_data["rhythm"]):
        return True
    form.add_error(None, _ONE)
    return False


def _selected(followed: FollowedList) -> Extract | None:
    """None when the site shows this list no more. Raises SearchUnavailable."""
    try:
        return followed.select()
    except ListGone:
        return None


def _token(request: HttpRequest) -> str:
    match = request.resolver_match
    return str(match.kwargs["token"]) if match else ""


def _back(request: HttpRequest) -> str:
    return reverse("alerts", args=[_token(request)])


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return TemplateResponse(request, f"alerts/{name}.html", context, status=status)
