"""On the home of the admin: the fiches whose day to be read again has come."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.permission_policies.pages import PagePermissionPolicy

from contracts.index.projections import searchable_models
from contracts.models.base import FichePage

SHOWN = 10


class ReviewPanel(Component):
    """The oldest first, among the pages that the person may edit; nothing when none is due."""

    name = "review"
    order = 150
    template_name = "contracts/admin/review_panel.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        editable = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
        due = fiches_due_for_review()
        pages = {page.pk: page for page in editable.filter(pk__in=[pk for pk, _ in due])}
        return {
            "due": [(pages[pk], review_on) for pk, review_on in due if pk in pages][:SHOWN],
        }


def fiches_due_for_review() -> list[tuple[int, Any]]:
    """(pk, date) of the live fiches whose review date is today or past, the oldest first."""
    due: list[tuple[int, Any]] = []
    for model in searchable_models():
        if issubclass(model, FichePage):
            rows = model.objects.live().filter(
                alias_of__isnull=True, review_on__lte=timezone.localdate()
            )
            due += rows.values_list("pk", "review_on")
    return sorted(due, key=lambda row: (row[1], row[0]))


def add_review_panel(request: Any, panels: list[Any]) -> None:
    """Hook `construct_homepage_panels`."""
    panels.append(ReviewPanel())
