"""« Fusionner » for two ticked rows of a list."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from contracts.editing.merging.merge import MERGEABLE
from contracts.editing.merging.views import address_of, may_merge


class MergeTicked(SnippetBulkAction):
    """Leads to the preview of the merge, where the other one may be kept instead."""

    display_name = "Fusionner"
    aria_label = "Fusionner les deux lignes cochées"
    action_type = "fusionner"
    action_priority = 20
    models = list(MERGEABLE.values())

    @staticmethod
    def list_hint(model: Any, user: Any) -> str:
        """What the list of these rows says of it, to who may merge them."""
        if not may_merge(user, model):
            return ""
        return f"Cochez deux {model._meta.verbose_name}s pour les fusionner."

    def check_perm(self, obj: Any) -> bool:
        return may_merge(self.request.user, self.model)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows, _ = self.get_actionable_objects()
        if not may_merge(request.user, self.model):
            return permission_denied(request)
        if len(rows) != 2:
            messages.warning(request, "Cochez deux lignes : une fusion en fait une seule.")
            return redirect(self.next_url)
        kept, gone = sorted(rows, key=lambda row: row.pk)  # the older one is the better known
        return redirect(f"{address_of(gone)}?garder={kept.pk}")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.get(request)  # nothing is merged before its preview is read
