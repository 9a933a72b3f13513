"""On the home of the admin: the fiches whose day to be read again has come."""

from __future__ import annotations

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from contracts.admin.home.panel import Listed, ListPanel, WorkLine
from contracts.index.projections import searchable_models
from contracts.models.base import FichePage


class ReviewPanel(ListPanel):
    """The most overdue first, among the pages that the person may edit."""

    name = "review"
    title = "À relire"
    order = 50

    def listed(self, request: HttpRequest) -> Listed:
        editable = PagePermissionPolicy().instances_user_has_permission_for(request.user, "change")
        today = timezone.localdate()
        return Listed.first(
            WorkLine.of_page(page, _late((today - page.review_on).days))
            for page in fiches_due_for_review().filter(pk__in=editable.values("pk"))
        )


def fiches_due_for_review() -> QuerySet[Page]:
    """The live fiches whose date `review_on`, told on each, is today or past, the oldest first."""
    return (
        Page.objects.live()
        .filter(alias_of__isnull=True)
        .annotate(review_on=Coalesce(*fiche_columns("review_on")))
        .filter(review_on__lte=timezone.localdate())
        .order_by("review_on", "pk")
    )


def fiche_columns(name: str) -> list[str]:
    """The ways from a page to this column of each kind of fiche: one of them at most has a value."""
    return [
        f"{model._meta.model_name}__{name}"
        for model in searchable_models()
        if issubclass(model, FichePage)
    ]


def _late(days: int) -> str:
    if not days:
        return "aujourd’hui"
    return f"depuis {days} jour{'s' if days > 1 else ''}"
