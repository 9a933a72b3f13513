"""What is found of editorial pages, of questions and of the pages of the site, and the everyday words
that lead to them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.utils.html import strip_tags
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from contracts import kinds
from contracts.index.documents.fiche import fiche_document
from contracts.index.documents.words import joined, richness
from contracts.models.events import content_changed
from contracts.models.territory import TerritoryGraph
from contracts.rules.listed import listed
from contracts.rules.words.everyday_words import wordings
from home.models import EditorialPage, HomePage, QuestionPage
from home.site_pages import SitePlace, site_places
from search.answers import everyday
from search.answers.everyday import Lead
from search.index import documents, indexing
from search.index.documents import LAST, Document
from search.models import SearchDocument

# It speaks of everything a little: what fiches are about comes first.
_WEIGHT = 0.5
# It says a little of many fiches: they come before it, but where it is what was asked.
_A_QUESTION = 0.6


def editorial_document(page: EditorialPage, graph: TerritoryGraph) -> Document:
    facets = LAST if page.is_legal else {}
    words = wordings(page.everyday_words)
    return fiche_document(
        page,
        graph,
        names=words,
        prose=_body(page),
        weight=_WEIGHT,
        facets=facets,
        card={"everyday": words},
    )


def question_document(page: QuestionPage, graph: TerritoryGraph) -> Document:
    words = wordings(page.everyday_words)
    prose = [*_body(page), page.unknown]
    card = {"everyday": words}
    return fiche_document(page, graph, names=words, prose=prose, card=card, weight=_A_QUESTION)


def _body(page: EditorialPage | QuestionPage) -> Iterator[str]:
    for block in page.body:
        if block.block_type == "sourced_paragraph":
            yield block.value["text"]
        else:
            yield strip_tags(str(block.value))


class SitePageDocuments:
    """The pages of the site that are no content; none before the site has its home page."""

    name = "site pages"

    def documents(self) -> Iterator[Document]:
        if not HomePage.objects.exists():
            return
        for place in site_places():
            if document := _site_page_document(place):
                yield document


def _site_page_document(place: SitePlace) -> Document | None:
    """None for a listing that is not public, or that the site has not yet."""
    title, url = place.title, place.path
    if place.kind:
        kind = kinds.get(place.kind)
        listing: Any = kind.listing if kind else None
        page = listed(listing.objects).first() if listing else None
        if page is None:
            return None
        title, url = page.title, page.url or ""
    as_shown = kinds.of(EditorialPage)
    labels = joined([as_shown.label, *place.words])
    return Document(
        key=_key(place),
        kind=as_shown.code,
        title=title,
        summary=place.gist,
        labels=labels,
        url=url,
        card={"type_label": as_shown.label, "everyday": place.words},
        weight=_WEIGHT * richness(place.gist, labels),
    )


def _key(place: SitePlace) -> str:
    return f"site:{place.code}"


def sync_site_pages() -> None:
    """Write the documents of the pages of the site as they are now, and remove those of pages that
    it has no more."""
    with transaction.atomic():
        indexing.lock()
        written = list(SitePageDocuments().documents())
        indexing.put_many(written)
        wanted = {document.key for document in written}
        rows = SearchDocument.objects.filter(key__startswith="site:")
        indexing.remove([key for key in rows.values_list("key", flat=True) if key not in wanted])


class PageLeads:
    """The everyday words of what the index has: nothing that readers may not see."""

    name = "pages"

    def leads(self) -> Iterator[Lead]:
        found = kinds.codes(kinds.of(model) for model in (QuestionPage, EditorialPage))
        now = {_key(place): place.now for place in site_places() if place.now is not None}
        rows = SearchDocument.objects.filter(kind__in=found).order_by("key")
        for key, title, url, card in rows.values_list("key", "title", "url", "card"):
            yield Lead(
                title,
                tuple(card.get("everyday", ())),
                (title,),
                detail=card["type_label"].lower(),
                url=url,
                now=partial(now[key], url) if key in now else None,
            )


def _on_page(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if not raw and isinstance(instance, Page) and _is_listing(instance):
        sync_site_pages()


def _on_restriction(
    sender: type[Model], instance: PageViewRestriction, raw: bool = False, **kwargs: Any
) -> None:
    if not raw:
        sync_site_pages()


def _is_listing(page: Page) -> bool:
    model = page.specific_class
    return any(kind.listing is model for kind in kinds.registered() if kind.listing)


def connect() -> None:
    """Offer these documents and these words to the search, and keep them in step; called once."""
    documents.register(SitePageDocuments())
    everyday.register(PageLeads())
    content_changed.connect(_on_page)
    for model in (Page, PageViewRestriction):
        post_delete.connect(_on_page if model is Page else _on_restriction, sender=model)
    post_save.connect(_on_page, sender=Page)
    post_save.connect(_on_restriction, sender=PageViewRestriction)
    post_page_move.connect(_on_page)
