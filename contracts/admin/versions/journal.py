"""The journal of the admin says which fields each change touched: kept with the entry, since old
versions may be deleted, and told in the history of a page and in that of the site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models.signals import pre_save
from django.utils.text import capfirst
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from contracts.admin.versions.changes import changes_between

# Saved with the entry, as words: labels of fields change less often than their names.
FIELDS = "champs"

_WRITING = ("wagtail.edit", "wagtail.revert")


def connect() -> None:
    """Called in `ready()`. The entries are changed themselves: those of pages say « draft saved »
    whatever is registered for their action."""
    pre_save.connect(_note_fields, sender=PageLogEntry, dispatch_uid="journal_of_fields")
    for model in (PageLogEntry, ModelLogEntry):
        model.message = _with_fields(model.message.func)


def _note_fields(instance: PageLogEntry, **kwargs: Any) -> None:
    revision = instance.revision
    if instance.pk or instance.action not in _WRITING or revision is None:
        return
    page = revision.content_object
    if not isinstance(page, Page):
        return
    try:
        before = revision.get_previous()
    except ObjectDoesNotExist:
        told = ["première version"]
    else:
        changes = changes_between(page.specific, before.as_object(), revision.as_object())
        told = [change.in_words for change in changes] or ["rien n’a changé"]
    instance.data = {**(instance.data or {}), FIELDS: told}


def note_form(instance: Any, form: Any) -> None:
    """Add to the last entry of a row, which has no versions, the fields that its form changed."""
    labels = [str(capfirst(form.fields[name].label or name)) for name in form.changed_data]
    labels += [
        str(capfirst(formset.model._meta.verbose_name_plural))
        for formset in getattr(form, "formsets", {}).values()
        if formset.has_changed()
    ]
    entry = ModelLogEntry.objects.for_instance(instance).filter(action="wagtail.edit").first()
    if labels and entry is not None:
        entry.data = {**(entry.data or {}), FIELDS: labels}
        entry.save()


def _with_fields(said: Callable[[Any], Any]) -> property:
    """What Wagtail says of an entry, then the fields."""

    def message(entry: Any) -> str:
        fields = (entry.data or {}).get(FIELDS)
        return f"{said(entry)} : {' ; '.join(fields)}" if fields else str(said(entry))

    return property(message)
