"""Reports > Connexions: who came in, who was refused, what was changed of a second factor."""

from __future__ import annotations

from typing import Any

import django_filters
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import ModelLogEntry
from wagtail.permissions import policy_registry

from accounts import events


class SignInFilterSet(WagtailFilterSet):
    timestamp = django_filters.DateFromToRangeFilter(label="Période", widget=DateRangePickerWidget)
    label = django_filters.CharFilter(label="Compte", lookup_expr="icontains")
    action = django_filters.ChoiceFilter(label="Événement", choices=list(events.SAID.items()))

    class Meta:
        model = ModelLogEntry
        fields = ["timestamp", "label", "action"]


def _said(entry: ModelLogEntry) -> str:
    return events.SAID[entry.action]


def _address(entry: ModelLogEntry) -> str:
    return entry.data.get("address", "")


def _by(entry: ModelLogEntry) -> str:
    """Nobody is known by a wrong password."""
    return entry.user_display_name if entry.user_id else ""


class SignInReportView(ReportView):
    """Open to those who may change accounts."""

    page_title = "Connexions"
    header_icon = "key"
    index_url_name = "sign_in_report"
    index_results_url_name = "sign_in_report_results"
    results_template_name = "accounts/report_results.html"
    filterset_class = SignInFilterSet
    permission_required = "change"
    verbose_name_plural = "connexions"
    default_ordering = "-timestamp"
    columns = [
        DateColumn("timestamp", label="Quand", sort_key="timestamp"),
        Column("label", label="Compte", sort_key="label"),
        Column("said", label="Événement", accessor=_said),
        Column("address", label="Adresse réseau", accessor=_address),
        Column("by", label="Par", accessor=_by),
    ]
    list_export = ["timestamp", "label", "said", "address", "by"]
    export_headings = {
        "timestamp": "Quand",
        "label": "Compte",
        "said": "Événement",
        "address": "Adresse réseau",
        "by": "Par",
    }

    @property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(get_user_model())

    def get_base_queryset(self) -> QuerySet[ModelLogEntry]:
        return ModelLogEntry.objects.filter(action__in=events.SAID).select_related("user")

    def to_row_dict(self, item: ModelLogEntry) -> dict[str, Any]:
        columns = {
            "timestamp": item.timestamp,
            "label": item.label,
            "said": _said(item),
            "address": _address(item),
            "by": _by(item),
        }
        return {name: columns[name] for name in self.list_export}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(months_kept=settings.SIGN_IN_RETENTION_MONTHS, **kwargs)


class SignInReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        policy = policy_registry.get_by_type(get_user_model())
        return bool(policy.user_has_permission(request.user, "change"))


def menu_item() -> MenuItem:
    """Hook `register_reports_menu_item`."""
    return SignInReportMenuItem(
        "Connexions", reverse("sign_in_report"), name="sign-ins", icon_name="key", order=620
    )


def urls() -> list[Any]:
    return [
        path("reports/connexions/", SignInReportView.as_view(), name="sign_in_report"),
        path(
            "reports/connexions/resultats/",
            SignInReportView.as_view(results_only=True),
            name="sign_in_report_results",
        ),
    ]
