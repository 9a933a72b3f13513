"""What proposals add to the admin: their addresses, their menu, their right, their panel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.utils.urlpatterns import decorate_urlpatterns

from contracts.editing.proposing import desk
from contracts.editing.proposing.models import Proposal
from contracts.models import CaseStudyPage


class ProposalsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(desk.PERMISSION))


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return ProposalsMenuItem(
        "Propositions",
        reverse("proposals:proposals"),
        name="proposals",
        icon_name="edit",
        order=155,
    )


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    """The right is asked here, of every address at once."""
    patterns = [
        path("", desk.ProposalsView.as_view(), name="proposals"),
        path("liste/", desk.ProposalsView.as_view(results_only=True), name="proposals_results"),
        path("<int:proposal>/", desk.ProposalView.as_view(), name="proposal"),
        path("<int:proposal>/brouillon/", desk.MakeDraftView.as_view(), name="make_draft"),
        path("<int:proposal>/refuser/", desk.RefuseView.as_view(), name="refuse"),
        path("<int:proposal>/effacer/", desk.EraseView.as_view(), name="erase"),
        path("<int:proposal>/fichier/", desk.FileView.as_view(), name="file"),
    ]
    guarded = decorate_urlpatterns(patterns, permission_required(desk.PERMISSION))
    return [path("propositions/", include((guarded, "proposals")))]


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Administrators give the right in the form of a group."""
    app_label, codename = desk.PERMISSION.split(".")
    return Permission.objects.filter(content_type__app_label=app_label, codename=codename)


@hooks.register("register_page_header_buttons")
def proposal_button(page: Page, user: Any, **_others: Any) -> Iterator[Button]:
    """From a draft to the proposal of which it was made: its source and its file are there."""
    if page.specific_class is not CaseStudyPage or not user.has_perm(desk.PERMISSION):
        return
    pk = Proposal.objects.filter(page=page.pk).values_list("pk", flat=True).first()
    if pk is not None:
        yield Button(
            "Voir la proposition",
            reverse("proposals:proposal", args=[pk]),
            icon_name="edit",
            priority=12,
        )


@hooks.register("before_edit_page")
def tell_source(request: HttpRequest, page: Page) -> None:
    """At the head of the draft, until it is published: the source as it was typed, and the way back
    to the proposal."""
    if request.method != "GET" or page.live or not request.user.has_perm(desk.PERMISSION):
        return
    row = Proposal.objects.filter(page=page.pk).first()
    if row is not None:
        back = reverse("proposals:proposal", args=[row.pk])
        messages.info(
            request,
            f"Ce brouillon vient d’une proposition. Source donnée par la personne : « {row.source} ».",
            buttons=[messages.button(back, "Voir la proposition")],
        )


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(desk.ProposalsPanel())
