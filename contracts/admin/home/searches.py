"""What readers search for in vain, for those who may write the glossary."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from wagtail.permissions import policy_registry

from contracts.admin.home.panel import SHOWN, Listed, ListPanel, WorkLine
from contracts.admin.search_report import ProposedTerm
from contracts.models import Term
from search import log
from search.models import LoggedQuery


class VainSearchesPanel(ListPanel):
    name = "searches-in-vain"
    title = "Recherches sans résultat"
    order = 350

    def listed(self, request: HttpRequest) -> Listed:
        if not policy_registry.get_by_type(Term).user_has_permission(request.user, "add"):
            return Listed((), 0)
        rows = log.totals(LoggedQuery.objects.all())[: SHOWN + 1]  # those most in vain first
        return Listed.first(
            (
                WorkLine(
                    row["spelling"], ProposedTerm(row["spelling"]).url(), f"{row['in_vain']} fois"
                )
                for row in rows
                if row["in_vain"]
            ),
            reverse("search_report"),
        )
