"""« Historique » of a page offers what can be done with each version, whoever made it."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.views.generic.history import ActionColumn
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.models import PageLogEntry

_PUBLISHED = "wagtail.publish"


class _VersionColumn(ActionColumn):
    """Wagtail offers the actions of a version where it was written; one that a program wrote was not
    noted then, and has them where it was published."""

    def get_actions(self, instance: PageLogEntry, parent_context: Any) -> list[dict[str, str]]:
        if instance.action == _PUBLISHED and instance.revision_id not in self._written:
            instance = copy(instance)
            instance.action, instance.content_changed = "wagtail.edit", True
        return list(super().get_actions(instance, parent_context))

    @cached_property
    def _written(self) -> set[int]:
        entries = PageLogEntry.objects.filter(
            page=self.object.pk, content_changed=True, revision__isnull=False
        )
        return set(entries.exclude(action=_PUBLISHED).values_list("revision_id", flat=True))


class HistoryView(PageHistoryView):
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
