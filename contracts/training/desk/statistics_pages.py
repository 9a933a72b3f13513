"""The pages and files of statistics, seen at the desk alone: small numbers may name people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, Table

from contracts.admin.date_fields import DayField
from contracts.tables.csv_file import csv_response
from contracts.training.desk.frame import DeskFrame, SessionFrame
from contracts.training.desk.statistics import (
    HEADINGS,
    Statistics,
    Tally,
    sessions_between,
    statistics_of,
)


class PeriodForm(forms.Form):
    """Without any day, the present year."""

    first = DayField(label="Du", required=False)
    last = DayField(label="Au", required=False)

    @classmethod
    def from_querydict(cls, data: QueryDict) -> PeriodForm:
        year = timezone.localdate().year
        whole_year = {"first": dt.date(year, 1, 1), "last": dt.date(year, 12, 31)}
        return cls(data if "first" in data or "last" in data else whole_year)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = values.get("first"), values.get("last")
        if first and last and last < first:
            self.add_error("last", "La fin de la période vient après son début.")
        return values

    def period(self) -> tuple[dt.date, dt.date] | None:
        """A day left empty does not limit; None when what was typed is no period."""
        if not self.is_valid():
            return None
        values = self.cleaned_data
        return values["first"] or dt.date.min, values["last"] or dt.date.max


class TallyTable(Table):
    """The counts of each public or territory, as an accessible table."""

    def __init__(self, heading: str, tallies: tuple[Tally, ...]):
        counts = [
            Column(f"count-{at}", label=label, accessor=lambda tally, at=at: tally.counts[at])
            for at, label in enumerate(HEADINGS)
        ]
        super().__init__([Column("label", label=heading), *counts], tallies, caption=heading)


class StatisticsView(TemplateView):
    """Shows or exports `get_statistics()`."""

    template_name = "training/desk/statistics.html"
    as_csv = False

    def get_statistics(self) -> Statistics | None:
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        statistics = self.get_statistics()
        if self.as_csv and statistics is not None:
            return csv_response(statistics.lines(), "statistiques-sessions")
        context = self.get_context_data(statistics=statistics)
        if statistics is not None:
            context["tables"] = [
                TallyTable("Ensemble", (statistics.total,)),
                TallyTable("Public", statistics.by_public),
                TallyTable("Territoire", statistics.by_territory),
            ]
        return self.render_to_response(context)


class PeriodStatistics(StatisticsView, DeskFrame):
    page_title = "Statistiques"

    def get_statistics(self) -> Statistics | None:
        self.form = PeriodForm.from_querydict(self.request.GET)
        period = self.form.period()
        if period is None:
            return None
        return statistics_of(sessions_between(*period).values_list("pk", flat=True))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.META["QUERY_STRING"]
        address = reverse("desk:statistics_csv")
        return super().get_context_data(
            **kwargs, form=self.form, csv_url=f"{address}?{query}" if query else address
        )


class SessionStatistics(StatisticsView, SessionFrame):
    page_title = "Statistiques"

    def get_statistics(self) -> Statistics:
        return statistics_of([self.session.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = reverse("desk:session_statistics_csv", args=[self.session.pk])
        return super().get_context_data(**kwargs, csv_url=address)
