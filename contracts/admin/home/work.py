"""What a person makes, has begun, has sent to be read again, or is asked to read again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail.permissions import policy_registry
from wagtail.utils.timestamps import render_timestamp

from contracts import kinds
from contracts.admin.home.panel import Listed, ListPanel, WorkLine
from contracts.models import Source, Tag, Term, Territory
from contracts.values.dates.elapsed import elapsed


class CreatePanel(Component):
    """One button for each thing that the person may make."""

    name = "create"
    order = 10
    template_name = "contracts/admin/create_panel.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        return {"lines": [*_pages_to_make(user), *_rows_to_make(user)]}


def _pages_to_make(user: Any) -> list[WorkLine]:
    listings = {kind.listing: kind for kind in kinds.registered() if kind.listing}
    found = []
    for page in Page.objects.type(*listings).select_related("content_type"):
        kind = listings.get(page.specific_class)
        if kind is not None and page.permissions_for_user(user).can_add_subpage():
            meta = kind.model._meta
            address = reverse(
                "wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, page.pk]
            )
            found.append((kind.rank, WorkLine(kind.label, address)))
    return [line for _, line in sorted(found, key=lambda one: one[0])]


def _rows_to_make(user: Any) -> list[WorkLine]:
    models: tuple[Any, ...] = (Source, Territory, Term, Tag)  # Wagtail gives each its viewset
    return [
        WorkLine(
            str(model._meta.verbose_name).capitalize(),
            reverse(model.snippet_viewset.get_url_name("add")),
        )
        for model in models
        if policy_registry.get_by_type(model).user_has_permission(user, "add")
    ]


class DraftsPanel(ListPanel):
    """Pages of the person, or that they changed last, of which readers do not see all. One that they
    sent back is in the hands of whoever asked for the review."""

    name = "my-drafts"
    title = "Mes brouillons"
    order = 20

    def listed(self, request: HttpRequest) -> Listed:
        sent_back = WorkflowState.objects.filter(
            object_id=Cast(OuterRef("pk"), CharField()),
            status=WorkflowState.STATUS_NEEDS_CHANGES,
            current_task_state__finished_by=request.user,
            current_task_state__finished_at__gte=OuterRef("latest_revision_created_at"),
        ).exclude(requested_by=request.user)
        changed_last = Q(latest_revision__user=request.user) & ~Exists(sent_back)
        mine = Q(owner=request.user) | changed_last
        pages = Page.objects.filter(mine, has_unpublished_changes=True).order_by(
            F("latest_revision_created_at").desc(nulls_last=True), "pk"
        )
        shown = list(pages[:100])
        scheduled = _scheduled(shown)
        return Listed.first(WorkLine.of_page(page, _state(page, scheduled)) for page in shown)


def _scheduled(pages: list[Page]) -> dict[int, dt.datetime]:
    """When those that wait for their hour will be published, by their pk."""
    waiting = Revision.objects.page_revisions().filter(
        object_id__in=[str(page.pk) for page in pages], approved_go_live_at__isnull=False
    )
    return {int(pk): at for pk, at in waiting.values_list("object_id", "approved_go_live_at")}


def _state(page: Page, scheduled: dict[int, dt.datetime]) -> str:
    if page.pk in scheduled:
        return f"programmée pour le {render_timestamp(scheduled[page.pk])}"
    return "en ligne, modifiée depuis" if page.live else ""


class WaitingPanel(ListPanel):
    """What others have sent, and that the person may approve."""

    name = "waiting-for-me"
    title = "À relire et approuver"
    order = 15

    def listed(self, request: HttpRequest) -> Listed:
        # Reviews of this site are all by groups: one query, where Wagtail asks each task.
        states = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).order_by(
            "started_at"
        )
        if not request.user.is_superuser:
            groups = request.user.groups.values("pk")
            states = states.filter(task__groupapprovaltask__groups__in=groups).distinct()
        rows = states.values_list("workflow_state__object_id", "started_at")
        sent = {int(pk): moment for pk, moment in rows[:100]}
        pages = Page.objects.in_bulk(sent)
        return Listed.first(
            WorkLine.of_page(pages[pk], f"attend depuis {elapsed(moment)}")
            for pk, moment in sent.items()
            if pk in pages
        )


class SentPanel(ListPanel):
    """What the person has sent, and that waits for others."""

    name = "sent-by-me"
    title = "Envoyés en relecture"
    order = 40

    def listed(self, request: HttpRequest) -> Listed:
        states = WorkflowState.objects.active().filter(requested_by=request.user)
        rows = states.order_by("created_at").values_list("object_id", "status")
        sent = {int(pk): status for pk, status in rows[:100]}
        pages = Page.objects.in_bulk(sent)
        asked = WorkflowState.STATUS_NEEDS_CHANGES
        return Listed.first(
            WorkLine.of_page(
                pages[pk], "des changements vous sont demandés" if told == asked else ""
            )
            for pk, told in sent.items()
            if pk in pages
        )
