"""Keeps the index equal to the content, inside the transaction that changes the content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import local
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model, Q, QuerySet
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction, ReferenceIndex
from wagtail.signals import post_page_move

from contracts.index.documents.term import TERM_LOOKUPS, term_document
from contracts.index.documents.territory import TERRITORY_LOOKUPS, counts, territory_document
from contracts.index.keys import PAGES, TERRITORIES, page_key, pk_of, term_key, territory_key
from contracts.index.projections import document_of, is_searchable, rows_of, searchable_models
from contracts.index.saving import as_written, rows_read_once
from contracts.models import (
    CaseStudyPage,
    Fact,
    PageLink,
    Source,
    Tag,
    Term,
    Territory,
    Theme,
    ToolPage,
)
from contracts.models.base import IndexedPage
from contracts.models.events import around_saves, content_changed
from contracts.models.territory import TerritoryGraph
from contracts.rules.listed import listed
from contracts.values.vocabulary import LinkType
from search.index import indexing
from search.models import SearchDocument

# What a script saves outside a transaction is indexed in one of its own: refused, its row would stay
# and the index go on showing what has become private. Inside a transaction nothing is added.
_in_a_transaction = transaction.atomic(savepoint=False)


class _Waiting(local):
    """The pages that this thread has saved and not indexed yet; None outside `indexed_together`."""

    pages: list[IndexedPage] | None = None


_waiting = _Waiting()


@contextmanager
def indexed_together() -> Iterator[None]:
    """The pages saved within are indexed when it ends, with a number of queries that does not grow
    with them. Raises ValueError outside a transaction: the content and its index change together.
    """
    if not connection.in_atomic_block:
        raise ValueError("indexed_together wants a transaction around it")
    waiting: list[IndexedPage] = []
    _waiting.pages = waiting
    try:
        yield
    finally:
        _waiting.pages = None
    with_descendants = [page.get_descendants(inclusive=True) for page in waiting if page.numchild]
    for pages in with_descendants:
        reindex_pages(pages)
    reindex_pages(Page.objects.filter(pk__in=[page.pk for page in waiting]))
    sync_territories()


def connect() -> None:
    around_saves(rows_read_once)
    content_changed.connect(on_content_changed)
    post_save.connect(on_base_page_saved, sender=Page)
    # By sender: a receiver for all would turn off the fast deletion of every model. Of a page, the
    # row of its base goes last, when no link leads to it any more.
    for model in (Page, Term, Theme, Tag, Territory, PageViewRestriction):
        post_delete.connect(on_deleted, sender=model)
    pre_delete.connect(on_source_deletion, sender=Source)
    post_page_move.connect(on_moved)
    post_save.connect(on_restriction, sender=PageViewRestriction)


@_in_a_transaction
def on_content_changed(
    sender: type[Model], instance: Model, rows_are_read: bool = False, **kwargs: Any
) -> None:
    """A page, or a row whose name fiches carry, was saved."""
    if isinstance(instance, IndexedPage) and _waiting.pages is not None:
        _waiting.pages.append(instance)
    elif isinstance(instance, IndexedPage):
        found = rows_are_read and is_searchable(sender)
        changed = reindex_page(instance, as_written(instance) if found else None)
        if instance.get_children_count():
            reindex_pages(instance.get_descendants())
            changed = True
        if changed:
            sync_territories()
    elif isinstance(instance, Term):
        reindex_term(instance)
    elif isinstance(instance, Theme):
        reindex_facet("theme", instance.slug)
        indexing.announce()
    elif isinstance(instance, Tag):
        reindex_facet("etiquette", instance.slug)
    elif isinstance(instance, Territory):
        reindex_around(instance)


@_in_a_transaction
def on_base_page_saved(sender: type[Page], instance: Page, raw: bool, **kwargs: Any) -> None:
    """Wagtail unpublishes expired pages and moves pages through their base class."""
    if raw:
        return  # a fixture is being loaded: rebuild_search, once all of its rows are there
    reindex_page(instance.specific)
    sync_territories()


@_in_a_transaction
def on_moved(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    reindex_pages(instance.get_descendants(inclusive=True))
    sync_territories()


@_in_a_transaction
def on_restriction(
    sender: type[Model], instance: PageViewRestriction, raw: bool = False, **kwargs: Any
) -> None:
    if raw:
        return
    reindex_pages(instance.page.get_descendants(inclusive=True))
    sync_territories()


def on_source_deletion(sender: type[Model], instance: Source, **kwargs: Any) -> None:
    """A paragraph's source is in the text of a page, where the database does not protect it."""
    if ReferenceIndex.get_references_to(instance).exists():
        raise ValidationError(
            f"La source « {instance} » est citée : remplacez-la dans les pages qui la citent avant "
            "de la supprimer."
        )


@_in_a_transaction
def on_deleted(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    if isinstance(instance, Page):
        if is_searchable(instance.specific_class):
            indexing.remove([page_key(instance.pk)])
            if instance.specific_class is ToolPage:
                reindex_facet("outil-lie", str(instance.pk))
            sync_territories()
    elif isinstance(instance, Term):
        indexing.remove([term_key(instance.pk)])
    elif isinstance(instance, Territory):
        indexing.remove([territory_key(instance.pk)])
        reindex_places({instance.slug})
    elif isinstance(instance, Theme):
        reindex_facet("theme", instance.slug)
        indexing.announce()
    elif isinstance(instance, Tag):
        reindex_facet("etiquette", instance.slug)
    elif isinstance(instance, PageViewRestriction):
        on_restriction(sender, instance)


def is_listed(page: Page) -> bool:
    """Live, no alias, and neither it nor what it lies under asks for a password or a login."""
    return (
        page.live
        and page.alias_of_id is None
        and not PageViewRestriction.objects.filter(
            page__in=page.get_ancestors(inclusive=True)
        ).exists()
    )


def reindex_page(page: Page, row: IndexedPage | None = None) -> bool:
    """Write or remove the document of a page, as readers may see the page now; whether the index
    has changed.

    Without `row`, the page is read again under the lock: a theme that another transaction has just
    renamed has its old name in the instance that was saved.
    """
    if not is_searchable(type(page)):
        return False
    if row is None:
        indexing.lock()
    if is_listed(page):
        row = row or rows_of(type(page)).get(pk=page.pk)
        changed = indexing.put(document_of(row, TerritoryGraph()))
    else:
        changed = indexing.remove([page_key(page.pk)]) > 0
    users = _users_of({page.pk}) if isinstance(page, ToolPage) else set()
    _write_pages(users)
    return changed or bool(users)


def reindex_pages(pages: QuerySet[Page]) -> None:
    """The same for many pages, with a number of queries that does not grow with them."""
    indexing.lock()
    wanted = set(pages.values_list("pk", flat=True))
    _write_pages(wanted | _users_of(wanted))


def _write_pages(wanted: set[int]) -> None:
    if not wanted:
        return
    graph = TerritoryGraph()
    found: set[int] = set()
    for model in searchable_models():
        rows = listed(rows_of(model)).filter(pk__in=wanted)
        documents = [document_of(page, graph) for page in rows]
        found |= {page.pk for page in rows}
        indexing.put_many(documents)
    indexing.remove([page_key(pk) for pk in wanted - found])


def _users_of(pages: set[int]) -> set[int]:
    """The fiches that say they use one of these pages: the title of a tool is found in them."""
    users = PageLink.objects.filter(type=LinkType.USES, target__in=pages)
    studies = CaseStudyPage.objects.filter(tools__in=pages)
    return {*users.values_list("page_id", flat=True), *studies.values_list("pk", flat=True)}


def reindex_facet(facet: str, code: str) -> None:
    """Rewrite the pages that stand under a value whose words have changed.

    Reads the filters of every row: what a rename costs, and the one way that all databases have.
    """
    indexing.lock()
    rows = SearchDocument.objects.filter(key__startswith=PAGES).values_list("key", "facets")
    keys = [key for key, facets in rows.iterator() if code in facets.get(facet, ())]
    reindex_pages(Page.objects.filter(pk__in=[pk_of(key) for key in keys]))


def reindex_around(territory: Territory) -> None:
    """A territory, its names or its memberships changed: so did what stands above and below it."""
    indexing.lock()
    graph = TerritoryGraph()
    around = {territory.pk} | graph.above(territory.pk) | graph.below(territory.pk)
    reindex_places({graph.rows[pk]["slug"] for pk in around}, {territory.pk})


def reindex_places(slugs: set[str], changed: Iterable[int] = ()) -> None:
    """Rewrite what stands under one of these places, as the index still has it."""
    indexing.lock()
    rows = SearchDocument.objects.values_list("key", "facets")
    keys = [key for key, facets in rows.iterator() if slugs & set(facets.get("territoire", ()))]
    pages = {pk_of(key) for key in keys if key.startswith(PAGES)}
    # A flow names where it goes, which may be a place that the page is not about.
    flows = Fact.objects.filter(Q(origin__in=changed) | Q(destination__in=changed))
    pages |= set(flows.values_list("page_id", flat=True))
    reindex_pages(Page.objects.filter(pk__in=pages))
    territories = {pk_of(key) for key in keys if key.startswith(TERRITORIES)}
    sync_territories(territories | set(changed))


def reindex_term(term: Term) -> None:
    """The published term, read again: the instance that was saved may hold a draft."""
    indexing.lock()
    published = Term.objects.published().prefetch_related(*TERM_LOOKUPS).filter(pk=term.pk).first()
    if published:
        indexing.put(term_document(published))
    else:
        indexing.remove([term_key(term.pk)])


def sync_territories(changed: Iterable[int] = ()) -> None:
    """Territories enter the index with the first live page about them and leave with the last; in
    between they count them."""
    indexing.lock()
    rows = Territory.objects.in_catalogue().counted()
    wanted = {row.pk: counts(row.contracts, row.experiences) for row in rows.only("pk")}
    documents = SearchDocument.objects.filter(key__startswith=TERRITORIES)
    indexed = {pk_of(key): card for key, card in documents.values_list("key", "card")}
    indexing.remove([territory_key(pk) for pk in indexed.keys() - wanted.keys()])
    to_write = wanted.keys() & set(changed)
    to_write |= {pk for pk, counted in wanted.items() if not _shows(indexed.get(pk), counted)}
    if to_write:
        graph = TerritoryGraph()
        territories = Territory.objects.filter(pk__in=to_write).counted()
        territories = territories.prefetch_related(*TERRITORY_LOOKUPS)
        indexing.put_many([territory_document(territory, graph) for territory in territories])


def _shows(card: Mapping[str, Any] | None, counted: Mapping[str, int]) -> bool:
    """Whether the card of an indexed territory counts so; None is one that is not indexed."""
    return card is not None and counted.items() <= card.items()
