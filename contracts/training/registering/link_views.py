"""Pages behind signed links: see, correct, cancel, answer an offer, read what comes after.

No cookie says who asks: the address does. So that it stays with whom it was given to, the pages
are kept by nobody, send no referrer, and are in no index. Whatever opens nothing (forged, cut, made
for another purpose, of somebody whose data are erased) is answered by one page, always the same.
Without anything ambient that authorises, there is nothing for Django's CSRF token to protect.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    JsonResponse,
)
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from contracts.public_forms.answers import kept_secret, see
from contracts.training import calendar, personal_data
from contracts.training.access import links
from contracts.training.access.links import Purpose
from contracts.training.models import Registration, Status
from contracts.training.papers import attendance
from contracts.training.registering.forms import AnswerForm, CorrectionForm
from contracts.training.registering.registration_pages import (
    FollowUpContext,
    RegistrationContext,
    details_of,
    own_address,
    status_of,
)
from contracts.training.seats import registrations
from contracts.training.values.refusal import Refusal

View = Callable[[HttpRequest, Registration, str], HttpResponse]


def opened_by(purpose: Purpose, *, changes: bool = False) -> Callable[[View], Callable]:
    """A view of the registration that a token of this purpose names. Only those that say that they
    change something take a POST."""
    methods = ["GET", "HEAD", "POST"] if changes else ["GET", "HEAD"]

    def decorate(view: View) -> Callable[..., HttpResponse]:
        @wraps(view)
        def opened(request: HttpRequest, token: str) -> HttpResponse:
            request.encoding = "utf-8"  # whatever the sender says
            return kept_secret(_answer(request, token))

        def _answer(request: HttpRequest, token: str) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            registration, nonce = links.read(token, purpose)
            if registration is None:
                return _page(request, "unknown_link", {}, status=404)
            over = registration.session.is_past()
            if purpose == Purpose.OWN and over:
                context = {"session": details_of(registration.session)}
                return _page(request, "link_over", context, status=410)
            if purpose == Purpose.FOLLOW_UP and not over:
                return see(own_address(registration))
            return view(request, registration, nonce)

        return csrf_exempt(opened)

    return decorate


@opened_by(Purpose.OWN)
def own(request: HttpRequest, registration: Registration, nonce: str) -> HttpResponse:
    return _page(request, "own", {"view": RegistrationContext(registration)})


@opened_by(Purpose.OWN)
def own_calendar(request: HttpRequest, registration: Registration, nonce: str) -> HttpResponse:
    return _download(
        calendar.registration_ics(registration), "text/calendar; charset=utf-8", "session.ics"
    )


@opened_by(Purpose.OWN, changes=True)
def correct(request: HttpRequest, registration: Registration, nonce: str) -> HttpResponse:
    view = RegistrationContext(registration)
    if not view.may_change:
        return see(own_address(registration))
    form = CorrectionForm(registration, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            registrations.correct(registration, form.person())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return see(f"{own_address(registration)}#reponses")
    status = 422 if form.is_bound else 200
    return _page(request, "correct", {"view": view, "form": form}, status=status)


@opened_by(Purpose.OWN, changes=True)
def cancel(request: HttpRequest, registration: Registration, nonce: str) -> HttpResponse:
    view = RegistrationContext(registration)
    if request.method == "POST":
        # Sent twice, or ended meanwhile: the page of the registration says how it stands.
        with suppress(Refusal):
            registrations.cancel(registration)
        return see(own_address(registration))
    if not view.may_change:
        return see(own_address(registration))
    return _page(request, "cancel", {"view": view})


@opened_by(Purpose.OFFER, changes=True)
def offer(request: HttpRequest, registration: Registration, nonce: str) -> HttpResponse:
    session = details_of(registration.session)
    if status_of(registration) != Status.OFFERED or registration.offer_nonce != nonce:
        return _page(request, "offer_over", {"session": session}, status=410)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        answer = registrations.accept if form.accepts else registrations.decline
        try:
            answer(registration, nonce)
        except Refusal:  # answered or expired since it was read
            return _page(request, "offer_over", {"session": session}, status=410)
        return see(own_address(registration))
    context = {"registration": registration, "session": session, "form": form}
    return _page(request, "offer", context, status=422 if form.is_bound else 200)


@opened_by(Purpose.FOLLOW_UP)
def follow_up(request: HttpRequest, registration: Registration, nonce: str) -> HttpResponse:
    return _page(request, "follow_up", {"view": FollowUpContext(registration)})


@opened_by(Purpose.FOLLOW_UP)
def attestation(request: HttpRequest, registration: Registration, nonce: str) -> HttpResponse:
    """For those who were there; the others are told so, on the page that they came from."""
    context = {"view": FollowUpContext(registration)}
    try:
        content = attendance.attestation(registration)
    except Refusal as refusal:
        return _page(request, "follow_up", {**context, "refused": refusal.message}, status=409)
    except attendance.PaperFailed:
        refused = "L’attestation n’a pas pu être faite. Réessayez plus tard, ou écrivez au contact."
        return _page(request, "follow_up", {**context, "refused": refused}, status=503)
    return _download(content, "application/pdf", "attestation.pdf")


def _data(request: HttpRequest, registration: Registration, nonce: str) -> HttpResponse:
    """Of this registration, moves included, and of no other one."""
    response = JsonResponse(
        personal_data.export([registration]),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    return response


def _erase(request: HttpRequest, registration: Registration, nonce: str) -> HttpResponse:
    if request.method == "POST":
        personal_data.erase([registration])
        return see(reverse("registration_erased"))
    context = {
        "registration": registration,
        "session": details_of(registration.session),
        "frees_a_seat": registration.is_live and not registration.session.is_past(),
        "back": request.path.removesuffix("effacer/"),
    }
    return _page(request, "erase", context)


own_data = opened_by(Purpose.OWN)(_data)
own_erase = opened_by(Purpose.OWN, changes=True)(_erase)
follow_up_data = opened_by(Purpose.FOLLOW_UP)(_data)
follow_up_erase = opened_by(Purpose.FOLLOW_UP, changes=True)(_erase)


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Where an erasure ends: it names nobody."""
    return kept_secret(_page(request, "erased", {}))


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return TemplateResponse(request, f"training/registration/{name}.html", context, status=status)


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
