"""« Annuler la publication programmée » takes the hour out of the draft too.

Wagtail leaves it there: the form would show it still, and publishing would schedule the page again.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Page, Revision

_HOUR = "approved_go_live_at"


def connect() -> None:
    post_save.connect(_on_saved, sender=Revision, dispatch_uid="unscheduled")


def _on_saved(
    instance: Revision, update_fields: Collection[str] | None = None, **kwargs: Any
) -> None:
    """The admin saves this field alone, emptied, when a person gives up the hour, and nothing else
    does so."""
    if instance.approved_go_live_at is not None or set(update_fields or ()) != {_HOUR}:
        return
    if instance.content.get("go_live_at"):
        instance.content["go_live_at"] = None
        Revision.objects.filter(pk=instance.pk).update(content=instance.content)
    if issubclass(instance.content_type.model_class() or object, Page):
        Page.objects.filter(pk=instance.object_id, live=False).update(go_live_at=None)
