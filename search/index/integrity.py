"""Compare the index with the content. Nothing is repaired here: see indexing.rebuild."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import DatabaseError, connection, transaction

from search.index import fulltext
from search.index.documents import Document, sources
from search.index.indexing import BATCH, lock, row_of
from search.models import IndexRevision, IndexState, SearchDocument
from search.text.analysis import ANALYSIS_VERSION

_COMPARED = [
    field.name
    for field in SearchDocument._meta.concrete_fields
    if field.name not in {"id", "revision"}
]


@dataclass(frozen=True)
class Difference:
    """One fault, said in French to whoever keeps the site. A `warning` needs no rebuild."""

    message: str
    warning: bool = False


@dataclass(frozen=True)
class IndexHealth:
    """What the health address tells of the index, at the cost of three short queries."""

    readable: bool
    documents: int = 0
    analysis_current: bool = False

    @property
    def ok(self) -> bool:
        return self.readable and self.analysis_current


def index_health() -> IndexHealth:
    rows = SearchDocument.objects
    try:
        with connection.cursor() as cursor:
            cursor.execute(fulltext.READABLE[connection.vendor])
        return IndexHealth(
            readable=True,
            documents=rows.count(),
            analysis_current=not rows.exclude(analysis_version=ANALYSIS_VERSION).exists(),
        )
    except DatabaseError:
        return IndexHealth(readable=False)


def differences() -> Iterator[Difference]:
    """Everything in which the index differs from what the sources offer, and from itself.

    Writers of the index wait meanwhile: what is compared is one state of the content.
    """
    with transaction.atomic():
        state = lock()
        yield from _revision_differences(state)
        owners: dict[str, str] = {}
        for source in sources():
            documents = source.documents()
            while batch := list(islice(documents, BATCH)):
                yield from _batch_differences(batch)
                for document in batch:
                    if document.key in owners:
                        yield Difference(
                            f"{document.key} est donné deux fois, par « {owners[document.key]} » "
                            f"et par « {source.name} »."
                        )
                    owners[document.key] = source.name
        rows = SearchDocument.objects
        for key, title in rows.order_by("key").values_list("key", "title").iterator():
            if key not in owners:
                yield Difference(f"{key} (« {title} ») est dans l’index mais n’est plus publié.")
        yield from _fulltext_differences()


def _revision_differences(state: IndexState) -> Iterator[Difference]:
    newest = IndexRevision.objects.order_by("-number").values_list("number", "token").first()
    if newest is not None and newest != (state.revision, state.token):
        yield Difference(
            f"L’index est à la révision {state.revision}, son histoire à la révision {newest[0]}."
        )


def _batch_differences(documents: Iterable[Document]) -> Iterator[Difference]:
    expected = {document.key: row_of(document) for document in documents}
    found = SearchDocument.objects.in_bulk(list(expected), field_name="key")
    for key, row in expected.items():
        name = f"{key} (« {row.title} »)"
        indexed = found.get(key)
        if indexed is None:
            yield Difference(f"{name} manque à l’index.")
            continue
        if indexed.analysis_version != ANALYSIS_VERSION:
            yield Difference(
                f"{name} est indexé par la version {indexed.analysis_version} de l’analyse, "
                f"et non {ANALYSIS_VERSION}."
            )
            continue
        stale = [field for field in _COMPARED if getattr(indexed, field) != getattr(row, field)]
        if stale:
            yield Difference(f"{name} n’est pas à jour dans l’index : {', '.join(stale)}.")
        elif indexed.truncated:
            yield Difference(
                f"{name} est trop long : seul son début est trouvé par la recherche.",
                warning=True,
            )


def _fulltext_differences() -> Iterator[Difference]:
    differing = fulltext.differing(connection)
    if differing is None:
        return
    if not differing:
        yield Difference("L’index du texte intégral est illisible.")
    rows = SearchDocument.objects
    known = dict(rows.filter(id__in=differing).values_list("id", "key"))
    for row_id in sorted(differing):
        key = known.get(row_id)
        yield Difference(
            f"Le texte intégral de {key} diffère de sa fiche."
            if key
            else f"Le texte intégral connaît un document qui n’existe plus (n° {row_id})."
        )
