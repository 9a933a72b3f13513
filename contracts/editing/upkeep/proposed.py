"""Sources, territories and tags added by who may not change them, until an editor has looked.

The journal of Wagtail says it: what was added so has the action PROPOSED, and is looked at once
somebody else has saved, merged or deleted the row.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.db.models.signals import post_save
from django.http import HttpRequest
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.log_actions import LogActionRegistry, get_active_log_context, log
from wagtail.models import ModelLogEntry
from wagtail.permissions import policy_registry

from contracts.admin.home.panel import SHOWN, Listed, ListPanel, WorkLine
from contracts.editing.upkeep.frame import UpkeepReport
from contracts.models import Source, Tag, Territory

PROPOSED = "contracts.proposed"
MODELS: tuple[type[Model], ...] = (Source, Territory, Tag)


def register_actions(actions: LogActionRegistry) -> None:
    """Hook `register_log_actions`."""
    actions.register_action(PROPOSED, "Ajout à relire", "Ajouté, à relire")


def connect() -> None:
    for model in MODELS:
        post_save.connect(_on_saved, sender=model, dispatch_uid="contracts.proposed")


def _on_saved(
    sender: type[Model], instance: Model, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """Wherever it was added in the admin: its own form, a chooser, the tags of a fiche."""
    user = get_active_log_context().user
    if not created or raw or user is None or not user.is_authenticated:
        return
    if not policy_registry.get_by_type(sender).user_has_permission(user, "change"):
        log(instance, PROPOSED, user=user)


def waiting() -> QuerySet[ModelLogEntry]:
    """The entries of what was added and that nobody else has looked at, the oldest first."""
    looked_at = ModelLogEntry.objects.filter(
        content_type=OuterRef("content_type"),
        object_id=OuterRef("object_id"),
        timestamp__gte=OuterRef("timestamp"),
    ).exclude(user=OuterRef("user"))
    added = ModelLogEntry.objects.filter(action=PROPOSED)
    return (
        added.filter(~Exists(looked_at))
        .select_related("content_type", "user")
        .order_by("timestamp", "pk")
    )


def _row(entry: ModelLogEntry) -> Any:
    model: Any = entry.content_type.model_class()
    return model(pk=entry.object_id)


def _kind(entry: ModelLogEntry) -> str:
    return str(_row(entry)._meta.verbose_name).capitalize()


def _edit(entry: ModelLogEntry) -> str | None:
    return AdminURLFinder().get_edit_url(_row(entry))


class ProposedReport(UpkeepReport):
    page_title = "Ajouts à relire"
    header_icon = "view"
    part = "ajouts-a-relire"
    governed = Source
    menu_order = 670
    index_url_name = "proposed_rows"
    index_results_url_name = "proposed_rows_results"
    verbose_name_plural = "ajouts"
    help_text = (
        "Sources, territoires et étiquettes ajoutés par des personnes qui ne peuvent pas les modifier. "
        "Ouvrez, corrigez s’il le faut et enregistrez, fusionnez ou supprimez : la ligne quitte la liste."
    )
    nothing = "Rien n’attend d’être relu."
    columns = [
        TitleColumn("label", label="Ajout", get_url=_edit),
        Column("kind", label="Nature", accessor=_kind),
        Column("user_display_name", label="Par"),
        DateColumn("timestamp", label="Le"),
    ]
    list_export = ["label", "kind", "user_display_name", "timestamp"]
    export_headings = {
        "label": "Ajout",
        "kind": "Nature",
        "user_display_name": "Par",
        "timestamp": "Le",
    }

    def get_base_queryset(self) -> QuerySet[ModelLogEntry]:
        return waiting()

    def to_row_dict(self, item: ModelLogEntry) -> dict[str, Any]:
        return {
            "label": item.label,
            "kind": _kind(item),
            "user_display_name": item.user_display_name,
            "timestamp": item.timestamp,
        }


class ProposedPanel(ListPanel):
    """On the home of who may change sources."""

    name = "proposed"
    title = "Ajouts à relire"
    order = 60

    def listed(self, request: HttpRequest) -> Listed:
        if not policy_registry.get_by_type(Source).user_has_permission(request.user, "change"):
            return Listed((), 0)
        found = list(waiting()[: SHOWN + 1])
        lines = tuple(
            WorkLine(entry.label, _edit(entry) or "", _kind(entry).lower())
            for entry in found[:SHOWN]
        )
        total = len(found) if len(found) <= SHOWN else waiting().count()
        return Listed(lines, total, ProposedReport.menu_item().url)


def add_panel(request: Any, panels: list[Any]) -> None:
    """Hook `construct_homepage_panels`."""
    panels.append(ProposedPanel())
