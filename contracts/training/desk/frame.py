"""What every page of the desk has: who may open it, its frame, and how a refusal is told."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from contracts.training.models import TrainingSessionPage
from contracts.training.values.refusal import Refusal

PERMISSION = "training.manage_registrations"


def may_manage(user: Any) -> bool:
    return bool(user.has_perm(PERMISSION))


def session_or_404(pk: int) -> TrainingSessionPage:
    pages = TrainingSessionPage.with_state().prefetch_related("dates")
    return get_object_or_404(pages, pk=pk)


class DeskFrame(WagtailAdminTemplateMixin):
    """A page under « Sessions ». `trail` are the (address, label) between that and the page."""

    header_icon = "calendar-alt"

    def trail(self) -> list[tuple[str, str]]:
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        steps = [(reverse("desk:sessions"), "Sessions"), *self.trail()]
        return [
            *self.breadcrumbs_items,
            *({"url": address, "label": label} for address, label in steps),
            {"url": "", "label": self.get_page_title()},
        ]


class SessionFrame(DeskFrame):
    """A page about one session, whose key `session` is in the address."""

    session: TrainingSessionPage

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.session = session_or_404(kwargs["session"])

    def trail(self) -> list[tuple[str, str]]:
        return [(self.desk_url(), self.session.title)]

    def get_page_subtitle(self) -> str:
        return self.session.title

    def desk_url(self) -> str:
        return reverse("desk:session", args=[self.session.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, session=self.session)


class DeskFormView(FormView):
    """A form that does one thing, or tells on its fields why it cannot. It comes before the page
    among the bases: its template is the one that shows the form."""

    template_name = "training/desk/form.html"
    submit_label = "Enregistrer"
    serious = False
    introduction = ""

    def perform(self, form: Any) -> str:
        """Do it; the sentence that tells the result."""
        raise NotImplementedError

    def get_introduction(self) -> str:
        return self.introduction

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            with transaction.atomic():
                told = self.perform(form)
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, told)
        return redirect(self.get_success_url())

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        messages.validation_error(
            self.request, "Rien n’a été enregistré : corrigez ce qui est signalé.", form
        )
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            submit_label=self.submit_label,
            serious=self.serious,
            introduction=self.get_introduction(),
            back_url=self.get_success_url(),
        )


def add_refusal(form: BaseForm, refusal: Refusal) -> None:
    """On the field at fault when the form has it, at the head of the form otherwise."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
