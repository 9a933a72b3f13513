"""Reports > Lectures des fiches: how often each was read in a year, those that nobody reads first."""

from __future__ import annotations

from typing import Any

import django_filters
from dateutil.relativedelta import relativedelta
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.models import Page

from contracts.editing.upkeep.frame import UpkeepReport
from contracts.editing.upkeep.readings import counted_models
from contracts.models import Source
from contracts.models.upkeep.reading import PageReading

MONTHS = 12


class ReadingFilterSet(WagtailFilterSet):
    never = django_filters.BooleanFilter(
        label="Jamais lues depuis douze mois", method="filter_never"
    )

    class Meta:
        model = Page
        fields: list[str] = []

    def filter_never(self, rows: QuerySet[Any], _name: str, value: bool | None) -> QuerySet[Any]:
        if value is None:
            return rows
        return rows.filter(readings=0) if value else rows.filter(readings__gt=0)


def _edit(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _kind(page: Any) -> str:
    return str(page.cached_content_type.model_class()._meta.verbose_name).capitalize()


class ReadingsReport(UpkeepReport):
    page_title = "Lectures des fiches"
    header_icon = "view"
    part = "lectures"
    governed = Source
    menu_order = 680
    index_url_name = "readings_report"
    index_results_url_name = "readings_report_results"
    filterset_class = ReadingFilterSet
    verbose_name_plural = "fiches"
    default_ordering = "readings"
    help_text = (
        "Combien de fois chaque fiche publique a été ouverte par des lecteurs depuis douze mois : ni les "
        "robots qui se nomment, ni les personnes connectées ne sont comptés, et rien n’est gardé de qui "
        "lit. Une fiche que personne n’ouvre manque peut-être de liens, ou d’un titre qui dise ce qu’elle "
        "apporte."
    )
    nothing = "Aucune fiche n’est publiée."
    columns = [
        TitleColumn("title", label="Fiche", get_url=_edit, sort_key="title"),
        Column("kind", label="Nature", accessor=_kind),
        DateColumn("first_published_at", label="Publication", sort_key="first_published_at"),
        Column("readings", label="Lectures en douze mois", sort_key="readings"),
    ]
    list_export = ["title", "kind", "first_published_at", "readings"]
    export_headings = {
        "title": "Fiche",
        "kind": "Nature",
        "first_published_at": "Publiée le",
        "readings": "Lectures en douze mois",
    }

    def get_base_queryset(self) -> QuerySet[Any]:
        since = timezone.localdate().replace(day=1) - relativedelta(months=MONTHS)
        counted = (
            PageReading.objects.filter(page=OuterRef("pk"), month__gte=since)
            .order_by()
            .values("page")
            .annotate(total=Sum("readings"))
            .values("total")
        )
        return (
            Page.objects.live()
            .public()
            .type(*counted_models())
            .annotate(readings=Coalesce(Subquery(counted), 0))
        )

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {
            "title": item.title,
            "kind": _kind(item),
            "first_published_at": item.first_published_at,
            "readings": item.readings,
        }
