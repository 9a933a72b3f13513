"""One person across all sessions and alerts, by e-mail address: what is held on them, a copy of it,
its end.

The address is never in an address of the site: it would stay in the logs of the server.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin import messages

from contracts.admin.signature import signature
from contracts.opendata.alerts import following
from contracts.opendata.alerts.models import Subscriber
from contracts.training import personal_data
from contracts.training.desk.frame import DeskFrame
from contracts.training.models import Registration

_MOST_LISTS = 20  # followed lists that are counted on the page


class AddressForm(forms.Form):
    email = forms.EmailField(label="Courriel de la personne", max_length=254)


class ChosenForm(forms.Form):
    """Several people may share a mailbox: the organiser chooses whose data are meant."""

    chosen = forms.ModelMultipleChoiceField(
        queryset=Registration.objects.filter(anonymised_at__isnull=True).select_related("session"),
        error_messages={"required": "Choisissez au moins une inscription."},
    )
    sure = forms.BooleanField(required=False)


class PeopleView(DeskFrame, TemplateView):
    page_title = "Chercher une personne"
    template_name = "training/desk/people.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AddressForm(request.POST)
        found, subscriber = None, None
        if form.is_valid():
            rows = personal_data.registrations_of(form.cleaned_data["email"])
            found = list(rows.select_related("session").order_by("-created_at"))
            subscriber = following.of_address(form.cleaned_data["email"])
        context = self.get_context_data(form=form, found=found, subscriber=subscriber)
        return self.render_to_response(context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lists = following.most_followed(_MOST_LISTS)
        return super().get_context_data(**{"form": AddressForm(), "lists": lists, **kwargs})


class AlertsView(DeskFrame, TemplateView, ABC):
    """Something is done with the alerts of the address that is posted."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AddressForm(request.POST)
        subscriber = following.of_address(form.cleaned_data["email"]) if form.is_valid() else None
        if subscriber is None:
            messages.error(request, "Cette adresse n’a plus d’alerte.")
            return redirect("desk:people")
        return self.act(subscriber)

    @abstractmethod
    def act(self, subscriber: Subscriber) -> HttpResponse:
        """The answer, once it is done."""


class AlertsExport(AlertsView):
    """Everything held for the alerts of the address, as a file to give to its owner."""

    def act(self, subscriber: Subscriber) -> HttpResponse:
        return JsonResponse(
            following.export(subscriber),
            json_dumps_params={"ensure_ascii": False, "indent": 2},
            headers={"Content-Disposition": 'attachment; filename="alertes.json"'},
        )


class AlertsErase(AlertsView):
    def act(self, subscriber: Subscriber) -> HttpResponse:
        following.erase(subscriber.key)
        messages.success(self.request, "Les alertes de cette adresse sont effacées, et elle aussi.")
        return redirect("desk:people")


class ChosenView(DeskFrame, TemplateView):
    """Something is done with the registrations that were chosen; without any, one is sent back."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ChosenForm(request.POST)
        if not form.is_valid():
            messages.error(request, "Choisissez au moins une inscription, parmi celles d’ici.")
            return redirect("desk:people")
        return self.act(list(form.cleaned_data["chosen"]), form.cleaned_data["sure"])

    def act(self, chosen: list[Registration], sure: bool) -> HttpResponse:
        raise NotImplementedError


class PersonExport(ChosenView):
    """Everything held on the person, as a file to give them."""

    def act(self, chosen: list[Registration], sure: bool) -> HttpResponse:
        return JsonResponse(
            personal_data.export(chosen),
            json_dumps_params={"ensure_ascii": False, "indent": 2},
            headers={"Content-Disposition": 'attachment; filename="donnees-personnelles.json"'},
        )


class PersonErase(ChosenView):
    """Asks once more, then forgets."""

    page_title = "Effacer les données"
    template_name = "training/desk/erase.html"

    def trail(self) -> list[tuple[str, str]]:
        return [(reverse("desk:people"), "Chercher une personne")]

    def act(self, chosen: list[Registration], sure: bool) -> HttpResponse:
        if not sure:
            return self.render_to_response(self.get_context_data(chosen=chosen))
        personal_data.erase(chosen, by=signature(self.request.user))
        told = "1 inscription ne nomme plus personne."
        if len(chosen) > 1:
            told = f"{len(chosen)} inscriptions ne nomment plus personne."
        messages.success(self.request, told)
        return redirect("desk:people")
