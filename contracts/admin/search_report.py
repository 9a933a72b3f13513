"""Reports > Recherches: what readers search for, how often in vain, and the term that is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import path, reverse
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from contracts.models import Term
from search import log
from search.models import LoggedQuery


@dataclass(frozen=True)
class ProposedTerm:
    """The term with which the form of a new one starts: in the address that opens it."""

    text: str = ""

    @classmethod
    def from_querydict(cls, data: QueryDict) -> ProposedTerm:
        """What is no text of a term proposes nothing."""
        text = " ".join(data.get("terme", "").replace("\x00", "").split())
        field: Any = Term._meta.get_field("term")
        return cls(text if len(text) <= field.max_length else "")

    def url(self) -> str:
        return (
            f"{reverse(Term.snippet_viewset.get_url_name('add'))}?{urlencode({'terme': self.text})}"
        )


class MissingTermColumn(Column):
    """A button that opens a new term, for what was searched for in vain."""

    cell_template_name = "contracts/admin/missing_term_cell.html"

    def get_cell_context_data(
        self, instance: dict[str, Any], parent_context: Any
    ) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        context["proposed"] = ProposedTerm(instance["spelling"]) if instance["in_vain"] else None
        return context

    def get_value(self, instance: dict[str, Any]) -> None:
        return None


class SearchFilterSet(WagtailFilterSet):
    day = django_filters.DateFromToRangeFilter(label="Période", widget=DateRangePickerWidget)

    class Meta:
        model = LoggedQuery
        fields = ["day"]


class SearchReportView(ReportView):
    """Open to those who may write the glossary."""

    page_title = "Recherches"
    header_icon = "search"
    index_url_name = "search_report"
    index_results_url_name = "search_report_results"
    results_template_name = "contracts/admin/search_report_results.html"
    queryset = LoggedQuery.objects.all()
    filterset_class = SearchFilterSet
    permission_required = "add"
    verbose_name_plural = "recherches"
    columns = [
        Column("spelling", label="Recherche", width="45%"),
        Column("times", label="Fois", sort_key="times"),
        Column("in_vain", label="Sans résultat", sort_key="in_vain"),
        DateColumn("last_day", label="Dernière fois", sort_key="last_day"),
        MissingTermColumn("missing_term", label="Glossaire"),
    ]
    list_export = ["spelling", "times", "in_vain", "last_day"]
    export_headings = {
        "spelling": "Recherche",
        "times": "Fois",
        "in_vain": "Sans résultat",
        "last_day": "Dernière fois",
    }

    @property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(Term)

    def get_filtered_queryset(self) -> QuerySet[LoggedQuery, dict[str, Any]]:
        rows = log.totals(self.filter_queryset(self.get_base_queryset()))
        return rows.order_by(self.ordering, "folded") if self.ordering else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(shown_from=log.SHOWN_FROM, **kwargs)


class SearchReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return policy_registry.get_by_type(Term).user_has_permission(request.user, "add")


def menu_item() -> MenuItem:
    """Hook `register_reports_menu_item`."""
    return SearchReportMenuItem(
        "Recherches", reverse("search_report"), name="search-report", icon_name="search", order=600
    )


def urls() -> list[Any]:
    """Hook `register_admin_urls`."""
    return [
        path("reports/recherches/", SearchReportView.as_view(), name="search_report"),
        path(
            "reports/recherches/resultats/",
            SearchReportView.as_view(results_only=True),
            name="search_report_results",
        ),
    ]
