"""Make one row of two, in one transaction: everything that leads to the first leads to the second."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils.text import capfirst
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import LogActionRegistry, LogFormatter, log
from wagtail.models import Page

from contracts.editing.merging import other_names
from contracts.editing.merging.moving import MergeOutcome, move
from contracts.index.saving import write_references
from contracts.index.updates import reindex_pages
from contracts.models import Source, Tag, Term, Territory, Theme
from contracts.models.upkeep.merged import Merged
from search.index import indexing

MERGED, CHANGED_BY_MERGE = "contracts.merged", "contracts.changed_by_merge"

# By the word of their addresses.
MERGEABLE: dict[str, type[Model]] = {
    "etiquette": Tag,
    "theme": Theme,
    "territoire": Territory,
    "source": Source,
    "terme": Term,
}
_KEYS = {Tag: "slug", Theme: "code", Territory: "slug", Source: "key", Term: "slug"}


class MergeRefused(Exception):
    """Nothing was changed; the sentences say why, for the person who asked."""

    def __init__(self, *sentences: str):
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class MergeLine:
    """What one fiche or row holds: « Thèmes ». `address` is that of its form, None where the person
    may not open it; such rows are counted, and not named."""

    name: str
    kind: str
    address: str | None
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    moved: tuple[MergeLine, ...]
    doubled: tuple[MergeLine, ...]
    refusals: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Of all that the person is shown: another one means that the base has changed since."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def preview(kept: Any, gone: Any, user: Any) -> Plan:
    """What a merge would do now. It is done, read, and undone."""
    with transaction.atomic():
        kept, gone = _locked(kept, gone)
        before = transaction.savepoint()
        outcome = move(kept, gone)
        transaction.savepoint_rollback(before)
        return _plan(outcome, user)


def merge(kept: Any, gone: Any, user: Any, shown: str) -> Plan:
    """`shown` is the digest of the plan that the person has confirmed. Raises MergeRefused, nothing
    being changed, when it is no longer what would happen, or when a rule forbids it."""
    with transaction.atomic():
        kept, gone = _locked(kept, gone)
        words = other_names.words_of(gone)
        outcome = move(kept, gone)
        plan = _plan(outcome, user)
        if plan.refusals:
            raise MergeRefused(*plan.refusals)
        if plan.digest != shown:
            raise MergeRefused("La base a changé depuis cet aperçu : relisez-le, puis confirmez.")
        _settle(kept, gone, words, outcome, user)
        return plan


def _locked(kept: Any, gone: Any) -> tuple[Any, Any]:
    """Both as they are now, once whoever writes pages or merges has ended. Saves of pages take the
    lock of the index first too: none waits for a row that this transaction holds."""
    indexing.lock()
    model = type(kept)
    rows = model._default_manager.filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
    if connection.features.has_select_for_update:
        rows = rows.select_for_update()
    found = {row.pk: row for row in rows}
    for row in (gone, kept):
        if row.pk not in found:
            raise MergeRefused(f"« {row} » n’est plus dans la base : quelqu’un vient de l’ôter.")
    if kept.pk == gone.pk:
        raise MergeRefused("Choisissez deux lignes différentes.")
    return found[kept.pk], found[gone.pk]


def _settle(
    kept: Any, gone: Any, words: tuple[str, tuple[str, ...]], outcome: MergeOutcome, user: Any
) -> None:
    model, old_pk = type(kept), gone.pk
    name, others = words
    pages = Page.objects.filter(pk__in=outcome.owners(Page)).specific()
    rows = [
        row
        for owner in outcome.models() - {Page, model}
        for row in owner._base_manager.filter(pk__in=outcome.owners(owner))
    ]
    write_references([*pages, *rows, kept])
    Merged.objects.filter(label=model._meta.label, kept_pk=old_pk).update(kept_pk=kept.pk)
    Merged.objects.create(
        label=model._meta.label,
        old_pk=old_pk,
        kept_pk=kept.pk,
        key=getattr(gone, _KEYS[model]),
        name=name[:300],
    )
    if hasattr(gone, "get_absolute_url"):
        _redirect(gone.get_absolute_url(), kept.get_absolute_url())
    log(gone, "wagtail.delete", user=user)
    model._default_manager.get(pk=old_pk).delete()
    kept.refresh_from_db()
    other_names.give(kept, name, others)
    kept.save()
    reindex_pages(Page.objects.filter(pk__in=outcome.owners(Page)))
    told = {"gone": name, "kept": str(kept)}
    counts = {"moved": outcome.moved.total(), "doubled": outcome.doubled.total()}
    log(kept, MERGED, user=user, data={**told, **counts})
    for page in pages:
        log(page, CHANGED_BY_MERGE, user=user, data=told)


def _redirect(old: str, new: str) -> None:
    """Addresses that led to the row that is gone lead straight to the other one."""
    Redirect.objects.filter(redirect_link=old).update(redirect_link=new)
    Redirect.objects.filter(old_path=Redirect.normalise_path(old)).delete()
    Redirect.add_redirect(old, new, automatically_created=True)


def _plan(outcome: MergeOutcome, user: Any) -> Plan:
    return Plan(
        tuple(_lines(outcome.moved, user)),
        tuple(_lines(outcome.doubled, user)),
        tuple(outcome.refusals),
    )


def _lines(counted: Any, user: Any) -> Iterator[MergeLine]:
    finder = AdminURLFinder(user)
    fields: dict[type[Model], dict[Any, list[str]]] = {}
    for (owner, pk, label), number in counted.items():
        told = f"{label} ({number} fois)" if number > 1 else label
        fields.setdefault(owner, {}).setdefault(pk, []).append(told)
    lines: list[MergeLine] = []
    for owner, of_each in fields.items():
        rows = owner._base_manager.in_bulk(of_each)
        unnamed = 0
        for pk, labels in of_each.items():
            row = rows[pk]
            address = finder.get_edit_url(row)
            unnamed += address is None
            if address is not None:
                lines.append(MergeLine(_name(row), _kind(row), address, tuple(sorted(labels))))
        if unnamed:
            named = str(owner._meta.verbose_name_plural)
            lines.append(MergeLine(f"{unnamed} {named}", "", None, ()))
    yield from sorted(lines, key=lambda line: (line.kind, line.name, line.address or ""))


def _name(row: Model) -> str:
    return row.get_admin_display_title() if isinstance(row, Page) else str(row)


def _kind(row: Model) -> str:
    model = row.specific_class if isinstance(row, Page) else type(row)
    return capfirst(str((model or type(row))._meta.verbose_name))


class _Merged(LogFormatter):
    label = "Fusion"

    def format_message(self, log_entry: Any) -> str:
        return (
            f"Fusion : « {log_entry.data['gone']} » mène désormais à « {log_entry.data['kept']} »"
        )


class _ChangedByMerge(LogFormatter):
    """The journal of the whole site has the merge, and one of these for each page that it changed."""

    label = "Après une fusion"

    def format_message(self, log_entry: Any) -> str:
        return f"« {log_entry.data['kept']} » y remplace « {log_entry.data['gone']} »"


def register_actions(actions: LogActionRegistry) -> None:
    """Hook `register_log_actions`."""
    actions.register_action(MERGED)(_Merged)
    actions.register_action(CHANGED_BY_MERGE)(_ChangedByMerge)
