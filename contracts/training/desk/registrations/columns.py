"""Columns of the list of registrations, where each person can be marked present at once."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from wagtail.admin.ui.tables import BaseColumn, Table

from contracts.training.models import Registration


class PersonColumn(BaseColumn):
    cell_template_name = "training/desk/person_cell.html"


class StatusColumn(BaseColumn):
    """The state; with it the rank of who waits, the end of an offer, a mail that was refused."""

    cell_template_name = "training/desk/status_cell.html"

    def __init__(self, name: str, ranks: dict[int, int], **kwargs: Any):
        super().__init__(name, **kwargs)
        self.ranks = ranks

    def get_cell_context_data(self, instance: Registration, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "rank": self.ranks.get(instance.pk)}


class AttendanceColumn(BaseColumn):
    """Buttons that submit the one form of the page, each to the address of its registration."""

    cell_template_name = "training/desk/attendance_cell.html"

    def __init__(self, name: str, back: str, **kwargs: Any):
        super().__init__(name, **kwargs)
        self.back = back

    def get_cell_context_data(self, instance: Registration, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        back = f"{self.back}#{row_id(instance)}"
        address = reverse("desk:attendance", args=[instance.pk])
        return {**context, "action_url": f"{address}?{urlencode({'next': back})}"}


def row_id(registration: Registration) -> str:
    return f"inscription-{registration.pk}"


class RegistrationTable(Table):
    def get_row_attrs(self, instance: Registration) -> dict[str, str]:
        return {**super().get_row_attrs(instance), "id": row_id(instance)}
