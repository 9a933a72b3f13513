"""Screens of the second factor: the code, the enrolment, what a person changes, what an administrator
resets. The middleware leads to the first."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_otp
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, logout
from django.contrib.auth.views import RedirectURLMixin, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as said
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from wagtail.admin.views.account import PasswordResetView
from wagtail.permissions import policy_registry

from accounts import events, passwords, remembered, second_factor
from accounts.forms import CodeForm, FirstCodeForm
from accounts.second_factor import Answer

# A session that was left open, or stolen, registers no application: the password is asked again.
PASSWORD_IS_FRESH_FOR = 15 * 60  # seconds
_WRONG = "Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant, puis tapez-le."


class _Destination(RedirectURLMixin):
    """Where the person was going, on this site: the home of the admin if it is not told."""

    next_page = "wagtailadmin_home"

    def __init__(self, request: HttpRequest):
        self.request = request


def code(request: HttpRequest) -> HttpResponse:
    """Ask for a code, and lead to where the person was going."""
    user: Any = request.user
    if user.is_verified() or not second_factor.is_asked(user):
        return redirect(_next(request))
    application = second_factor.application_of(user)
    if application is None:
        return redirect(_with_next("accounts:enrolment", request))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = second_factor.verify(user, form.cleaned_data["code"])
        if answer.device is not None:
            response = redirect(_next(request))
            _let_in(request, answer)
            if answer.device != application:
                _told_of_recovery_code(request)
            if form.cleaned_data["remember"]:
                remembered.remember(response, user, application)
                events.record(events.DEVICE_REMEMBERED, user, request, by=user)
            return response
        _refuse(request, form, answer)
    context = {"form": form, "next": _next(request)}
    return render(request, "accounts/code.html", context)


def enrolment(request: HttpRequest) -> HttpResponse:
    """Register an application by its first code, then show the recovery codes, once."""
    user: Any = request.user
    if not settings.SECOND_FACTOR or second_factor.application_of(user) is not None:
        return redirect(_with_next("accounts:code", request))
    if not _password_is_fresh(request):
        back = _with_next("accounts:enrolment", request)
        logout(request)
        messages.info(request, "Redonnez votre mot de passe, puis enregistrez une application.")
        return redirect_to_login(back, reverse("wagtailadmin_login"))
    application = second_factor.application_to_register(user)
    form = FirstCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = second_factor.register(user, form.cleaned_data["code"])
        if answer.device is not None:
            events.record(events.ENROLLED, user, request, by=user)
            _let_in(request, answer)
            response = _show_recovery_codes(request)
            if form.cleaned_data["remember"]:
                remembered.remember(response, user, application)
                events.record(events.DEVICE_REMEMBERED, user, request, by=user)
            return response
        _refuse(request, form, answer)
    context = {
        "form": form,
        "next": _next(request),
        "drawing": second_factor.drawing(application),
        "key": second_factor.key_in_text(application),
        "address": application.config_url,
    }
    return render(request, "accounts/enrolment.html", context)


def mine(request: HttpRequest) -> HttpResponse:
    """What a person sees and changes of their own second factor."""
    user: Any = request.user
    if request.method == "POST" and second_factor.has_one(user):
        match request.POST.get("action"):
            case "forget":
                remembered.of(user).delete()
                events.record(events.DEVICES_FORGOTTEN, user, request, by=user)
                messages.success(request, "Le code sera demandé sur tous vos appareils.")
            case "codes":
                return _show_recovery_codes(request)
            case "change":
                second_factor.reset(user)
                events.record(events.SECOND_FACTOR_RESET, user, request, by=user)
                return redirect("accounts:enrolment")
        return redirect("accounts:mine")
    context = {
        "page_title": "Second facteur",
        "header_icon": "key",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Accueil"},
            {"url": reverse("wagtailadmin_account"), "label": "Compte"},
            {"url": "", "label": "Second facteur"},
        ],
        "application": second_factor.application_of(user),
        "devices": remembered.of(user),
        "codes_left": second_factor.recovery_codes_left(user),
        "is_bound": second_factor.is_bound(user),
        "is_on": settings.SECOND_FACTOR,
    }
    return render(request, "accounts/mine.html", context)


def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the second factor of a person away, who lost it; by whoever may change accounts."""
    policy = policy_registry.get_by_type(get_user_model())
    person: Any = get_object_or_404(get_user_model(), pk=pk)
    by: Any = request.user
    if not policy.user_has_permission(by, "change") or (person.is_superuser > by.is_superuser):
        raise PermissionDenied
    back = reverse("wagtailusers_users:edit", args=[person.pk])
    if request.method == "POST":
        second_factor.reset(person)
        events.record(events.SECOND_FACTOR_RESET, person, request, by=by)
        messages.success(
            request,
            f"Le second facteur de « {person.get_username()} » est réinitialisé : une application "
            "sera enregistrée à la prochaine connexion.",
        )
        return redirect(back)
    context = {
        "page_title": "Réinitialiser le second facteur",
        "header_icon": "key",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Accueil"},
            {"url": back, "label": person.get_username()},
            {"url": "", "label": "Réinitialiser le second facteur"},
        ],
        "person": person,
        "application": second_factor.application_of(person),
        "back": back,
    }
    return render(request, "accounts/reset.html", context)


@method_decorator(never_cache, name="dispatch")
class ResetPasswordView(PasswordResetView):
    """« Mot de passe oublié », so many times a day."""

    def get_form_class(self) -> type[passwords.ResetForm]:
        return passwords.ResetForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if passwords.allows(request, request.POST.get("email", "")):
            return super().post(request, *args, **kwargs)
        form = self.get_form()
        form.full_clean()
        form.add_error(
            None,
            "Trop de demandes aujourd’hui pour cette adresse ou depuis votre réseau. Réessayez "
            "demain à partir de 0\xa0h\xa000, ou écrivez à un administrateur.",
        )
        return self.render_to_response(self.get_context_data(form=form), status=429)


def _let_in(request: HttpRequest, answer: Answer) -> None:
    """The session changes its name: whoever knew it before the code does not know it any more."""
    request.session.cycle_key()
    django_otp.login(request, answer.device)
    events.record(events.SIGNED_IN, request.user, request, by=request.user)


def _refuse(request: HttpRequest, form: CodeForm, answer: Answer) -> None:
    if answer.wait_until is None:
        events.record(events.CODE_REFUSED, request.user, request)
        form.add_error("code", _WRONG)
    else:
        # To the second: after a first wrong code, the wait is of one.
        whole = timezone.localtime(answer.wait_until + dt.timedelta(seconds=1, microseconds=-1))
        when = said(whole, "G\xa0\\h\xa0i\xa0\\m\\i\\n\xa0s\xa0\\s")
        form.add_error("code", f"Trop de codes erronés. Réessayez à partir de {when}.")


def _told_of_recovery_code(request: HttpRequest) -> None:
    user: Any = request.user
    events.record(events.RECOVERY_CODE_USED, user, request, by=user)
    left = second_factor.recovery_codes_left(user)
    messages.warning(
        request,
        f"Ce code de secours ne sert plus. Il vous en reste {left} : Compte › Second facteur en "
        "donne de nouveaux.",
    )


def _show_recovery_codes(request: HttpRequest) -> HttpResponse:
    codes = second_factor.new_recovery_codes(request.user)
    events.record(events.RECOVERY_CODES_MADE, request.user, request, by=request.user)
    context = {"codes": codes, "next": _next(request), "today": timezone.localdate()}
    return render(request, "accounts/recovery_codes.html", context)


def _password_is_fresh(request: HttpRequest) -> bool:
    given_at = request.session.get(events.PASSWORD_GIVEN_AT, 0)
    return timezone.now().timestamp() - given_at < PASSWORD_IS_FRESH_FOR


def _next(request: HttpRequest) -> str:
    return _Destination(request).get_success_url()


def _with_next(name: str, request: HttpRequest) -> str:
    return reverse(name, query={"next": _next(request)})
