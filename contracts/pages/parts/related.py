"""The pages that have to do with a fiche: how, why, and which of them anyone may read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, Subquery

from contracts import kinds
from contracts.index.keys import page_key
from contracts.models.rows.link import PageLink
from contracts.pages.parts.session_notes import return_url
from search.index.prepared import prepared
from search.models import IndexState, SearchDocument


class Relation(NamedTuple):
    """How a page has to do with this one, and why; the date of a `dated` one is told with it."""

    label: str
    reason: str = ""
    dated: bool = False


@dataclass(frozen=True)
class RelatedFiche:
    """A public page that has to do with this one: how, and why."""

    title: str
    url: str
    relation: str
    reason: str
    # Of a session: where its page tells what it left.
    return_url: str = ""


@dataclass(frozen=True)
class RelatedGroup:
    heading: str
    pages: tuple[RelatedFiche, ...]


def relations_of(
    pk: int,
    links: Iterable[PageLink],
    following: Iterable[tuple[int, str]],
    sessions: Iterable[tuple[int, str]],
) -> dict[int, Relation]:
    """How pages have to do with the page `pk`, by their pk. `links` have it at one end; `following`
    from its content and `sessions` that present it are each (pk, how). A link that an editor explained wins over what
    follows from the content, but a session is always told as such, with its date."""
    found: dict[int, Relation] = {}
    for link in links:
        if link.page_id == pk:
            found.setdefault(link.target_id, Relation(link.get_type_display(), link.reason))
        else:
            found.setdefault(link.page_id, Relation(link.reverse_label, link.reason))
    for other, label in following:
        found.setdefault(other, Relation(label))
    for session, label in sessions:
        explained = found.get(session)
        found[session] = Relation(label, explained.reason if explained else "", dated=True)
    return found


def links_of(pk: int | None) -> QuerySet[PageLink]:
    """Those that have the page at one end; not read yet."""
    return PageLink.objects.filter(Q(page=pk) | Q(target=pk)).order_by("sort_order", "pk")


def public_documents(wanted: set[int]) -> dict[int, Any]:
    """Those of these pages that anyone may read: the search index knows no other. Each bears the
    token of the state of the index, which spares the links to the glossary a query."""
    keys = {page_key(pk): pk for pk in wanted}
    if not keys:
        return {}
    (documents,) = _documents(keys)
    return {keys[document.key]: document for document in documents}


@prepared
def _documents(keys: Collection[str]) -> tuple[QuerySet[SearchDocument]]:
    return (
        SearchDocument.objects.filter(key__in=keys)
        .only("key", "kind", "title", "url", "card", "facets")
        .annotate(index_token=Subquery(IndexState.objects.values("token")[:1])),
    )


def related_groups(
    relations: Mapping[int, Relation], documents: Mapping[int, SearchDocument]
) -> Iterator[RelatedGroup]:
    """By kind, in the order of the kinds; without those that `documents` does not have."""
    found: dict[str, list[RelatedFiche]] = {}
    for pk, relation in relations.items():
        if document := documents.get(pk):
            found.setdefault(document.kind, []).append(_related(relation, document))
    for kind in kinds.registered():
        if kind.code in found:
            yield RelatedGroup(kind.plural, tuple(found[kind.code]))


def _related(relation: Relation, document: SearchDocument) -> RelatedFiche:
    date_label = document.card.get("date_label", "") if relation.dated else ""
    return RelatedFiche(
        title=document.title,
        url=document.url,
        relation=f"{relation.label} le {date_label}" if date_label else relation.label,
        reason=relation.reason,
        return_url=return_url(document),
    )
