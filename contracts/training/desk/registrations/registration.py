"""One registration: everything known, what can be done, its log, its mails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from contracts.admin.signature import signature
from contracts.mail import sending
from contracts.training.desk.frame import DeskFrame, add_refusal
from contracts.training.desk.registrations.actions import ACTIONS, ATTENDANCE, Action, ActionForm
from contracts.training.desk.registrations.filters import ATTENDANCE_OF
from contracts.training.models import Registration, RegistrationMail
from contracts.training.values.refusal import Refusal


@dataclass(frozen=True)
class OfferedAction:
    """An action and its form, as the page shows them."""

    action: Action
    form: ActionForm
    url: str


class RegistrationFrame(DeskFrame):
    """A page about one registration, whose key `pk` is in the address."""

    registration: Registration

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Registration.objects.select_related("session__state", "territory")
        self.registration = get_object_or_404(
            rows.prefetch_related("session__dates"), pk=kwargs["pk"]
        )

    def registration_url(self) -> str:
        return reverse("desk:registration", args=[self.registration.pk])

    def trail(self) -> list[tuple[str, str]]:
        session = self.registration.session
        return [
            (reverse("desk:session", args=[session.pk]), session.title),
            (self.registration_url(), str(self.registration)),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, registration=self.registration)


class RegistrationView(RegistrationFrame, TemplateView):
    template_name = "training/desk/registration.html"

    def get_page_title(self) -> str:
        return str(self.registration)

    def trail(self) -> list[tuple[str, str]]:
        return super().trail()[:-1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        registration = self.registration
        return super().get_context_data(
            **kwargs,
            rank=registration.waiting_rank(),
            attendance=ATTENDANCE_OF[registration.attended],
            attendance_url=ATTENDANCE.url(registration)
            if ATTENDANCE.is_offered(registration)
            else "",
            actions=[
                OfferedAction(action, self.form_of(action), action.url(registration))
                for action in ACTIONS
                if action is not ATTENDANCE and action.is_offered(registration)
            ],
            events=registration.events.all(),
            mails=registration.mails.all(),
        )

    def form_of(self, action: Action) -> ActionForm:
        return action.form(self.registration)


class ActView(RegistrationView):
    """Does one action. What was typed wrong is shown again; a refusal that is about no field is
    told on the page as it now is, since somebody else may have acted."""

    http_method_names = ["post"]
    action: Action = ATTENDANCE
    sent: ActionForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.sent = self.action.form(self.registration, request.POST)
        if not self.sent.is_valid():
            return self.refused()
        try:
            with transaction.atomic():
                told = self.action.perform(
                    self.registration, self.sent.cleaned_data, signature(request.user)
                )
        except Refusal as refusal:
            if refusal.field in self.sent.fields:
                add_refusal(self.sent, refusal)
                return self.refused()
            messages.error(request, refusal.message)
        else:
            messages.success(request, told)
        return redirect(get_valid_next_url_from_request(request) or self.registration_url())

    def refused(self) -> HttpResponse:
        messages.validation_error(
            self.request, "Rien n’a changé : corrigez ce qui est signalé.", self.sent
        )
        return self.render_to_response(self.get_context_data())

    def form_of(self, action: Action) -> ActionForm:
        return self.sent if action is self.action else super().form_of(action)


class ResendView(View):
    """Put a mail that the server refused back among those to send."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(RegistrationMail.objects.select_related("registration"), pk=pk)
        if row.state == RegistrationMail.State.REFUSED:
            sending.resend(row)
            messages.success(request, f"« {row.label} » va être envoyé de nouveau.")
        else:
            messages.error(request, "Ce courriel n’est pas refusé : il n’y a rien à renvoyer.")
        return redirect("desk:registration", row.registration_id)
