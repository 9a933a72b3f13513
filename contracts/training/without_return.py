"""Past sessions that tell nothing yet of what was said there: a report, and the admin's home."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from wagtail.admin.auth import permission_denied
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies.pages import PagePermissionPolicy

from contracts.training.models import TrainingSessionPage
from contracts.training.values.zones import first_today, last_today

SHOWN = 10
TITLE = "Sessions sans retour"


def sessions_without_return(user: Any) -> QuerySet[TrainingSessionPage]:
    """Those that took place and that this person may edit, the latest first. A return that is
    still a draft is none yet."""
    editable = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    held = (
        TrainingSessionPage.with_state()
        .live()
        .filter(state__cancelled_at__isnull=True, return_notes__isnull=True, materials__isnull=True)
        .annotate(last_day=Max("dates__day"))
        .filter(last_day__lte=last_today())
    )
    # Those of today, here or overseas, are over or not by their hour, which the page knows.
    today = held.filter(last_day__gte=first_today()).prefetch_related("dates")
    to_come = [page.pk for page in today if not page.is_past()]
    return (
        held.filter(pk__in=editable.values("pk"))
        .exclude(pk__in=to_come)
        .order_by("-last_day", "pk")
    )


class WithoutReturnPanel(Component):
    """On the admin's home; nothing when no session waits for its return."""

    name = "sessions_without_return"
    order = 160
    template_name = "training/admin/without_return_panel.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        found = sessions_without_return(parent_context["request"].user)
        return {"sessions": found[:SHOWN], "title": TITLE}


def add_panel(request: Any, panels: list[Any]) -> None:
    """Hook `construct_homepage_panels`."""
    panels.append(WithoutReturnPanel())


class WithoutReturnView(ReportView):
    """Reports > Sessions sans retour, for those who may edit a session."""

    page_title = TITLE
    header_icon = "calendar-alt"
    index_url_name = "sessions_without_return"
    index_results_url_name = "sessions_without_return_results"
    results_template_name = "training/admin/without_return_results.html"
    verbose_name_plural = "sessions"
    columns = [
        TitleColumn("title", label="Session", url_name="wagtailadmin_pages:edit", sort_key="title"),
        Column("last_day", label="A eu lieu le", sort_key="last_day"),
        Column("place", label="Lieu"),
    ]
    list_export = ["title", "last_day", "place"]
    export_headings = {
        "title": "Session",
        "last_day": "A eu lieu le",
        "place": "Lieu",
    }

    def get_base_queryset(self) -> QuerySet[TrainingSessionPage]:
        return sessions_without_return(self.request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_edit_a_session(request.user):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)


def may_edit_a_session(user: Any) -> bool:
    editable = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    return editable.filter(pk__in=TrainingSessionPage.objects.values("pk")).exists()


class WithoutReturnMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_edit_a_session(request.user)


def menu_item() -> MenuItem:
    """Hook `register_reports_menu_item`."""
    return WithoutReturnMenuItem(
        TITLE,
        reverse("sessions_without_return"),
        name="sessions-without-return",
        icon_name="calendar-alt",
        order=610,
    )


def urls() -> list[Any]:
    """Hook `register_admin_urls`."""
    return [
        path(
            "reports/sessions-sans-retour/",
            WithoutReturnView.as_view(),
            name="sessions_without_return",
        ),
        path(
            "reports/sessions-sans-retour/resultats/",
            WithoutReturnView.as_view(results_only=True),
            name="sessions_without_return_results",
        ),
    ]
