"""« Historique » of a page: one line for each version, with what can be done of it."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import cached_property
from wagtail.admin.views.generic.history import ActionColumn
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.models import PageLogEntry

_PUBLISHED = "wagtail.publish"
_WRITTEN = "wagtail.edit"


class _VersionColumn(ActionColumn):
    """Wagtail offers the actions of a version where it was written alone, and nothing where it was
    published, which is what a person looks for."""

    def get_actions(self, instance: PageLogEntry, parent_context: Any) -> list[dict[str, str]]:
        if instance.action == _PUBLISHED:
            instance = copy(instance)
            instance.action, instance.content_changed = _WRITTEN, True
        return list(super().get_actions(instance, parent_context))


class HistoryView(PageHistoryView):
    def get_base_queryset(self) -> QuerySet[PageLogEntry]:
        """A draft that keeps itself writes one version many times: its last state is told."""
        entries = super().get_base_queryset()
        later = PageLogEntry.objects.filter(
            page=OuterRef("page"),
            revision=OuterRef("revision"),
            user=OuterRef("user"),
            action=_WRITTEN,
            pk__gt=OuterRef("pk"),
        )
        return entries.exclude(Exists(later), action=_WRITTEN)

    @cached_property
    def columns(self) -> list[Any]:
        first, *others = super().columns
        told = _VersionColumn(
            first.name,
            label=first.label,
            object=first.object,
            url_names=first.url_names,
            user_can_unschedule=first.user_can_unschedule,
        )
        return [told, *others]
