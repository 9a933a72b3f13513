"""Check that the index of the server is a projection of this very database, as it is now.

`_meta` of the index says which database it projects and which analysis made its terms. That does
not tell a database that was restored from a backup: it bears the same identity, and the server
would quietly refuse its changes as older than what it holds. So the revision of the database is
written, as a marker, before the documents of that revision are; a marker that is no revision of
this database's past was written by a future that it does not have any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from elasticsearch import ConflictError, Elasticsearch, NotFoundError

from search.engines.elastic import mapping
from search.engines.elastic.errors import Stale, nonsense, outages
from search.index import outbox
from search.index.snapshot import NOTHING_INDEXED, Revision
from search.models import IndexRevision, IndexState, ProjectionState
from search.text.analysis import ANALYSIS_VERSION

_OF_ANOTHER_PAST = "son index contient des changements que cette base n’a pas faits, ou n’a plus"


@dataclass(frozen=True)
class Seen:
    """What the server says of the index in service: the index behind the alias (empty when there
    is none), its `_meta`, and its marker (None when there is none)."""

    index: str
    database: str = ""
    analysis: int = 0
    marker: Revision | None = None


def markers() -> str:
    """The index of the markers, one document for each index. No search reads it."""
    return f"{mapping.alias()}.marker"


def look(client: Elasticsearch) -> Seen:
    """Two short requests, and nothing asked of the database."""
    with outages():
        try:
            found = client.indices.get_mapping(index=mapping.alias()).body
        except NotFoundError:
            return Seen("")
    with nonsense():
        if mapping.alias() in found or len(found) != 1:
            return Seen("")
        ((index, body),) = found.items()
        meta = body["mappings"].get("_meta", {})
    return Seen(
        index=index,
        database=str(meta.get(mapping.META_DATABASE, "")),
        analysis=meta.get(mapping.META_ANALYSIS, 0),
        marker=_marker(client, index),
    )


def fault(seen: Seen) -> str | None:
    """Why this index cannot be believed, in French; None when it can."""
    if not seen.index:
        return "le serveur n’a pas l’index"
    if seen.database != outbox.identity():
        return "son index est celui d’une autre base, ou n’a pas suivi tous les changements de celle-ci"
    if seen.analysis != ANALYSIS_VERSION:
        return (
            f"son index est fait par la version {seen.analysis} de l’analyse, "
            f"et non {ANALYSIS_VERSION}"
        )
    if seen.marker is None:
        return "son index n’a plus de marque"
    if not _is_of_the_past(seen.marker):
        return _OF_ANOTHER_PAST
    return None


def served(client: Elasticsearch) -> str:
    """The name of the index in service. Raises Stale when it cannot be believed."""
    seen = look(client)
    if reason := fault(seen):
        raise Stale(reason)
    return seen.index


def current() -> Revision:
    """The revision of the database."""
    rows = IndexState.objects.filter(pk=IndexState.ONLY_ID)
    row = rows.values_list("revision", "token").first()
    return NOTHING_INDEXED if row is None else Revision(*row)


def mark(client: Elasticsearch, index: str, revision: Revision) -> None:
    """Write in advance that `index` receives the documents of this revision. Raises Stale when it
    has received some that are not of this database."""
    with outages():
        try:
            client.index(
                index=markers(),
                id=index,
                document={"number": revision.number, "token": revision.token},
                version=revision.number,
                version_type="external",
            )
        except ConflictError:
            # Marked already, with this revision or a later one: of this database? Without any
            # marker, a rebuild has just replaced the index, and nothing goes into it any more.
            marker = _marker(client, index)
            if marker is not None and not _is_of_the_past(marker):
                raise Stale(_OF_ANOTHER_PAST) from None
            return
    states = ProjectionState.objects
    states.get_or_create(pk=ProjectionState.ONLY_ID)
    # Revisions are forgotten after a while, this one is not: whatever happens between two drains.
    states.filter(marked_number__lt=revision.number).update(
        marked_number=revision.number, marked_token=revision.token
    )


def prepare_markers(client: Elasticsearch) -> None:
    """Make the index of the markers, if it is not there."""
    with outages():
        if not client.indices.exists(index=markers()):
            settings: dict[str, Any] = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
            client.indices.create(index=markers(), settings=settings, mappings={"dynamic": False})


def forget(client: Elasticsearch, index: str) -> None:
    """Drop the marker of an index that goes."""
    with outages():
        client.options(ignore_status=404).delete(index=markers(), id=index)


def _marker(client: Elasticsearch, index: str) -> Revision | None:
    with outages():
        try:
            found = client.get(index=markers(), id=index).body
        except NotFoundError:
            return None
    with nonsense():
        return Revision(int(found["_source"]["number"]), str(found["_source"]["token"]))


def _is_of_the_past(marker: Revision) -> bool:
    if marker == NOTHING_INDEXED or marker == current():
        return True
    revisions = IndexRevision.objects
    states = ProjectionState.objects
    return (
        revisions.filter(number=marker.number, token=marker.token).exists()
        or states.filter(marked_number=marker.number, marked_token=marker.token).exists()
    )
