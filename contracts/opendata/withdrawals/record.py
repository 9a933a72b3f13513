"""Writes what leaves the index of the search, and what comes back: the index holds exactly what is
public, and changes in the transaction of the content. Nothing else writes withdrawals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models.signals import post_delete
from django.utils import timezone

from contracts.opendata.withdrawals.models import Withdrawal
from search.index.indexing import documents_written
from search.models import SearchDocument

_WRITTEN = ("kind", "url", "at", "back_at")


def connect() -> None:
    post_delete.connect(on_document_removed, sender=SearchDocument)
    documents_written.connect(on_documents_written)


def on_document_removed(
    sender: type[SearchDocument], instance: SearchDocument, **_kwargs: Any
) -> None:
    row = Withdrawal(
        key=instance.key, kind=instance.kind, url=instance.url, at=timezone.now(), back_at=None
    )
    Withdrawal.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["key"], update_fields=_WRITTEN
    )


def on_documents_written(sender: type[SearchDocument], keys: Sequence[str], **_kwargs: Any) -> None:
    gone = Withdrawal.objects.filter(key__in=keys, back_at=None)
    gone.update(back_at=timezone.now())
