"""The views that create and change a page: what is wrong is told by the form itself, once."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.http import HttpResponse
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page

from contracts.admin.versions.values import said
from contracts.admin.writing import examples
from contracts.admin.writing.guide import guide_of
from contracts.admin.writing.review import review_of
from contracts.admin.writing.told_errors import told_errors
from contracts.models.base import FichePage
from contracts.models.events import commented


class _Written:
    """Shows the form below what is told of it; Wagtail's own message says less, and elsewhere."""

    def get_header_title(self) -> str:
        return f"{self.page_class.get_verbose_name()} : {self.heading}"  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        panel = context["edit_handler"]
        panel.template_name = "contracts/admin/writing/form.html"
        form = context["form"]
        if isinstance(form.instance, FichePage):
            panel.guide = guide_of(form.instance)
            examples.put_on(panel, form.instance)
        panel.is_publishing = "action-publish" in self.request.POST  # type: ignore[attr-defined]
        panel.errors = told_errors(form, panel) if form.is_bound else []
        context["media"] += _media_within(panel)
        return context


def _media_within(panel: Any) -> Media:
    """What the panels of rows need, at every depth: Wagtail asks for that of the others alone."""
    empty_row = getattr(panel, "empty_child", None)
    below = getattr(panel, "children", ()) if empty_row is None else [empty_row]
    media = Media()
    for child in below:
        media += child.media + _media_within(child)
    return media


class WriteNewView(_Written, CreateView):
    heading = "nouvelle page"

    def form_invalid(self, form: Any) -> HttpResponse:
        if self.expects_json_response:
            return super().form_invalid(form)
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data())


class WriteView(_Written, EditView):
    # What is told of the page is shown anew each time the draft is kept by itself.
    partials_template_name = "contracts/admin/writing/kept.html"

    @property
    def heading(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if not self.locked_for_user:
            context["edit_handler"].review = review_of(self.page, self.request.user)
        return context

    def add_save_confirmation_message(self) -> None:
        """After a review, what became of the page: Wagtail says that it was updated."""
        if self.action_name != "perform_workflow_action":
            super().add_save_confirmation_message()
            return
        title = self.page.get_admin_display_title()
        if self.workflow_action != "approve":
            told = f"« {title} » est renvoyée à la personne qui l’a envoyée en relecture."
        elif self.page.go_live_at and self.page.go_live_at > timezone.now():
            told = f"« {title} » est approuvée : elle sera publiée le {said(self.page.go_live_at)}."
        elif Page.objects.get(pk=self.page.pk).current_workflow_state is None:
            told = f"« {title} » est approuvée et publiée."
        else:
            told = f"« {title} » est approuvée : elle passe à l’étape suivante de la relecture."
        messages.success(self.request, told)

    def send_commenting_notifications(self, changes: dict[str, Any]) -> None:
        """Wagtail would send mail in the request; whoever listens writes it in the outbox."""
        commented.send(type(self.page), page=self.page, user=self.request.user, changes=changes)

    def publish_action(self) -> HttpResponse:
        response = super().publish_action()
        if isinstance(self.page, FichePage):
            for advice in self.page.advice():
                messages.warning(self.request, advice.message)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        if self.expects_json_response or self.is_cancelling_workflow or self.locked_for_user:
            return super().form_invalid(form)
        self.errors_debug = None
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data())
