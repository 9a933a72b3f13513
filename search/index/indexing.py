"""Write the index, inside the transaction of the content. No other module writes SearchDocument.

Writers wait for each other from `lock()` to the end of their transaction, so revisions are
committed in the order of their numbers and a search that has seen one has missed none before it.
Take the lock *before* reading what a document is made of: what another writer has just changed is
then seen. `put` and `remove` take it themselves; `put_many` takes it before it reads its iterable.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.db import connection, transaction
from django.dispatch import Signal

from search.index import fulltext, outbox
from search.index.documents import Document, sources
from search.models import IndexRevision, IndexState, SearchDocument
from search.text.analysis import (
    ANALYSIS_VERSION,
    MAX_DOCUMENT_SIZE,
    MAX_DOCUMENT_TERMS,
    field_terms,
)
from search.text.collation import title_key

BATCH = 500
KEPT_REVISIONS = 1_000

# Sent with the `keys` of the documents that were written, in the transaction that writes them.
documents_written = Signal()

_WRITTEN = [
    field.name for field in SearchDocument._meta.concrete_fields if field.name not in {"id", "key"}
]


def lock() -> IndexState:
    """Become the only writer of the index until the transaction ends."""
    if not connection.in_atomic_block:
        raise RuntimeError("the index is written in the transaction of the content: use atomic()")
    states = IndexState.objects.select_for_update()
    state = states.filter(pk=IndexState.ONLY_ID).first()
    if state is None:
        states.bulk_create([IndexState()], ignore_conflicts=True)
        state = states.get(pk=IndexState.ONLY_ID)
    if not state.identity:
        state.identity = outbox.new_identity()
        state.save(update_fields=["identity"])
    return state


def put(document: Document) -> bool:
    """Index this document; whether its row had to be written."""
    return put_many([document]) == 1


def put_many(documents: Iterable[Document]) -> int:
    """Index these documents, given in any number: the count of rows written. A row that says the
    same already costs one comparison. Of two documents with one key, the last one counts."""
    lock()
    return sum(_put_batch(batch) for batch in _batches(documents))


def remove(keys: Iterable[str]) -> int:
    """Take these keys out of the index: the count of rows removed. Unknown keys are ignored."""
    lock()
    removed = 0
    remaining = iter(keys)
    rows = SearchDocument.objects
    while batch := list(islice(remaining, BATCH)):
        found = dict(rows.filter(key__in=batch).values_list("id", "key"))
        if found:
            number = _next_revision(removed=found)
            rows.filter(id__in=found).delete()
            _record(found.values(), number)
            removed += len(found)
    return removed


def announce() -> None:
    """Tell every process that what searches are understood by has changed, though no document did."""
    lock()
    _next_revision()


def rebuild(progress: Callable[[int], object] = lambda _count: None) -> tuple[int, int]:
    """Make the index equal to what the registered sources offer: (rows written, rows removed).

    One transaction: a reader sees the index as it was until all of it is there. `progress` is
    called with the count of documents read.
    """
    with transaction.atomic():
        lock()
        written = 0
        offered: set[str] = set()
        for source in sources():
            for batch in _batches(source.documents()):
                written += _put_batch(batch)
                offered.update(document.key for document in batch)
                progress(len(offered))
        keys = SearchDocument.objects.values_list("key", flat=True)
        removed = remove([key for key in keys.iterator() if key not in offered])
        fulltext.rebuild(connection)
    return written, removed


def row_of(document: Document) -> SearchDocument:
    """The row that a document should have, but for its revision."""
    room, size = MAX_DOCUMENT_TERMS, MAX_DOCUMENT_SIZE
    columns: dict[str, str] = {}
    truncated = False
    texts = {
        "title": document.title,
        "summary": document.summary,
        "body": "\n".join(filter(None, (document.labels, document.body))),
    }
    for name, text in texts.items():
        found = field_terms(text, room=room, size=size)
        columns[f"terms_{name}"] = found.text
        truncated = truncated or found.truncated
        room -= found.count
        size -= found.size
    return SearchDocument(
        key=document.key,
        kind=document.kind,
        title=document.title,
        summary=document.summary,
        body=document.body,
        labels=document.labels,
        url=document.url,
        date=document.date,
        updated=document.updated,
        weight=document.weight,
        facets={name: list(codes) for name, codes in document.facets.items()},
        card=document.card,
        sort_title=title_key(document.title),
        **columns,
        truncated=truncated,
        digest=document.digest(),
        analysis_version=ANALYSIS_VERSION,
        revision=0,
    )


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """The documents by lots; in a lot, the last one of each key."""
    remaining = iter(documents)
    while batch := {document.key: document for document in islice(remaining, BATCH)}:
        yield list(batch.values())


def _put_batch(batch: list[Document]) -> int:
    rows = SearchDocument.objects
    current = set(
        rows.filter(
            key__in=[document.key for document in batch], analysis_version=ANALYSIS_VERSION
        ).values_list("key", "digest")
    )
    changed = [
        row_of(document) for document in batch if (document.key, document.digest()) not in current
    ]
    if changed:
        number = _next_revision()
        for row in changed:
            row.revision = number
        rows.bulk_create(
            changed, update_conflicts=True, unique_fields=["key"], update_fields=_WRITTEN
        )
        keys = [row.key for row in changed]
        _record(keys, number)
        documents_written.send(SearchDocument, keys=keys)
    return len(changed)


def _record(keys: Iterable[str], number: int) -> None:
    """Have Elasticsearch told of these documents once the transaction has committed."""
    if outbox.is_on():
        outbox.record(keys, number)


def _next_revision(removed: Iterable[int] = ()) -> int:
    """Open a revision of the index; searches see it when the transaction commits."""
    state = lock()
    state.revision += 1
    state.token = secrets.token_hex(8)
    if not outbox.is_on():
        # No index of Elasticsearch will hear of this revision: none is a past state of this one.
        state.identity = outbox.new_identity()
    state.save()
    revisions = IndexRevision.objects
    revisions.create(number=state.revision, token=state.token, removed=list(removed))
    revisions.filter(number__lte=state.revision - KEPT_REVISIONS).delete()
    return state.revision
