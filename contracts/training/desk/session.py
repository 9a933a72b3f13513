"""The desk of one session: how it stands, what can be done, and everybody who registered."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.generic import BaseListingView

from contracts.tables.csv_file import csv_response
from contracts.tables.workbook import xlsx_response
from contracts.training.desk.frame import SessionFrame
from contracts.training.desk.overview import has_come, state_label, when
from contracts.training.desk.registrations import exports
from contracts.training.desk.registrations.columns import (
    AttendanceColumn,
    PersonColumn,
    RegistrationTable,
    StatusColumn,
)
from contracts.training.desk.registrations.filters import RegistrationFilterSet, matching
from contracts.training.models import Registration, RegistrationMail
from contracts.training.seats import counts


class SessionView(SessionFrame, BaseListingView):
    """Wagtail's listing, and above it how the session stands."""

    template_name = "training/desk/session.html"
    results_template_name = "training/desk/session_results.html"
    model = Registration
    table_class = RegistrationTable
    paginate_by = 50
    default_ordering = "ticket"
    is_searchable = True
    filterset_class = RegistrationFilterSet
    verbose_name_plural = "inscriptions"

    def trail(self) -> list[tuple[str, str]]:
        return []

    def get_page_title(self) -> str:
        return self.session.title

    def get_page_subtitle(self) -> str:
        return ""

    def get_index_url(self) -> str:
        return self.desk_url()

    def get_index_results_url(self) -> str:
        return reverse("desk:session_results", args=[self.session.pk])

    def get_base_queryset(self) -> QuerySet[Registration]:
        refused = RegistrationMail.objects.filter(
            registration=OuterRef("pk"), state=RegistrationMail.State.REFUSED
        )
        rows = self.session.registrations.all()
        return rows.select_related("territory").annotate(mail_refused=Exists(refused))

    def order_queryset(self, queryset: QuerySet[Registration]) -> QuerySet[Registration]:
        return queryset.order_by(self.ordering, "ticket")

    def search_queryset(self, queryset: QuerySet[Registration]) -> QuerySet[Registration]:
        return matching(queryset, self.search_query) if self.is_searching else queryset

    @cached_property
    def columns(self) -> list[BaseColumn]:
        waiting = Registration.objects.waiting().filter(session=self.session)
        ranks = {pk: rank for rank, pk in enumerate(waiting.values_list("pk", flat=True), 1)}
        columns: list[BaseColumn] = [
            PersonColumn("person", label="Personne", sort_key="last_name"),
            StatusColumn("status", label="État", ranks=ranks),
            Column("ticket", label="Ordre", sort_key="ticket", classname="desk-order"),
        ]
        if has_come(self.session):
            back = f"{self.index_url}{self.asked}"
            columns.insert(1, AttendanceColumn("attended", label="Présence", back=back))
        return columns

    @property
    def asked(self) -> str:
        """The filters and the order, as the address has them: they go on to the next one."""
        query = self.request.META["QUERY_STRING"]
        return f"?{query}" if query else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seats = counts.seats_of(self.session)
        return super().get_context_data(
            **kwargs,
            seats=seats,
            state=state_label(self.session, seats),
            when=when(self.session),
            has_come=has_come(self.session),
        )


class SessionExport(SessionView):
    """The same rows, with the same filters and order, as a file."""

    export_format = "csv"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with timezone.override(self.session.time_zone.tz):
            lines = list(exports.table(self.get_queryset()))
        name = f"inscriptions-{self.session.slug}"
        if self.export_format == "xlsx":
            return xlsx_response(lines, name, sheet="Inscriptions")
        return csv_response(lines, name)
