"""« Abandonner le brouillon »: what is online becomes the draft again. Nothing is destroyed: what is
given up stays in the history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from contracts.admin.versions.changes import changes_between

_LABEL = "Abandonner le brouillon"


def may_discard(page: Page, user: Any) -> bool:
    """Whether the person may give up what of this page readers do not see yet: as who edits it, and
    only while nobody else is asked to read it and it does not wait for its hour."""
    permissions = page.permissions_for_user(user)
    return bool(
        page.live
        and page.alias_of_id is None
        and permissions.can_edit()
        and not permissions.page_locked()
        and not page.workflow_in_progress
        and page.scheduled_revision is None
    )


def discard(page: Page, user: Any) -> None:
    """Make a new version of what is online. `page` is as the database holds it."""
    workflow = page.current_workflow_state
    if workflow is not None:  # changes were asked for: there is nothing left to change
        workflow.cancel(user=user)
    online = page.specific_class.objects.get(pk=page.pk)
    # The rules may have changed since it was published: it is taken back as it was.
    online.save_revision(
        user=user, log_action=True, previous_revision=online.live_revision, clean=False
    )
    Page.objects.filter(pk=page.pk).update(has_unpublished_changes=False)


class DiscardView(WagtailAdminTemplateMixin, TemplateView):
    """Asks first, with all that would be given up."""

    template_name = "contracts/admin/versions/discard.html"
    page_title = _LABEL
    header_icon = "history"
    page: Page

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.page = get_object_or_404(Page, pk=kwargs["page_id"])
        if not self.page.permissions_for_user(request.user).can_edit():
            return permission_denied(request)
        if not self.page.has_unpublished_changes or not may_discard(self.page, request.user):
            messages.warning(request, self._nothing_to_discard())
            return redirect(self.edit_address)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        title = self.page.get_admin_display_title()
        discard(self.page, request.user)
        messages.success(
            request,
            f"Le brouillon de « {title} » est abandonné : le formulaire montre de nouveau la version "
            "en ligne. Ce qui est abandonné reste dans l’historique.",
            buttons=[messages.button(self.history_address, "Historique")],
        )
        return redirect(self.edit_address)

    def _nothing_to_discard(self) -> str:
        if not self.page.live:
            return "Cette page n’est pas en ligne : il n’y a pas de version à laquelle revenir."
        if not self.page.has_unpublished_changes:
            return "Il n’y a rien à abandonner : le formulaire montre la version en ligne."
        return (
            "Le brouillon ne peut pas être abandonné pour l’instant : la page est verrouillée, en "
            "relecture, ou attend l’heure de sa publication."
        )

    @property
    def edit_address(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    @property
    def history_address(self) -> str:
        return reverse("wagtailadmin_pages:history", args=[self.page.pk])

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": self.edit_address, "label": self.get_page_subtitle()},
            {"url": "", "label": _LABEL},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = self.page.get_latest_revision_as_object()
        online = self.page.specific
        return super().get_context_data(
            comparison=changes_between(draft, online, draft, self.request),
            edit_address=self.edit_address,
            history_address=self.history_address,
            **kwargs,
        )


class DiscardMenuItem(ActionMenuItem):
    """Of every page that is online: what is typed in its form makes a draft, which is kept by itself."""

    label = _LABEL
    name = "action-discard"
    icon_name = "history"
    order = 15
    template_name = "contracts/admin/versions/discard_item.html"

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and may_discard(context["page"], context["request"].user)

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return _address(parent_context["page"])


def menu_item() -> DiscardMenuItem:
    """Hook `register_page_action_menu_item`."""
    return DiscardMenuItem()


def buttons(page: Page, user: Any, **kwargs: Any) -> Iterator[Button]:
    """Hook `register_page_header_buttons`."""
    if page.has_unpublished_changes and may_discard(page, user):
        yield Button(_LABEL, url=_address(page), icon_name="history", priority=55)


def _address(page: Page) -> str:
    return reverse("discard_draft", args=[page.pk])


def urls() -> list[Any]:
    """Hook `register_admin_urls`."""
    return [path("pages/<int:page_id>/abandonner/", DiscardView.as_view(), name="discard_draft")]
