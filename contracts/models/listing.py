"""One listing per kind, at a fixed address; its list is an answer of the search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from wagtail.fields import RichTextField

from contracts.models.base import IndexedPage
from search.query.request import PAGE_SIZE
from search.query.results import HitGroup, SearchResponse
from search.views import listing, ungrouped


class KindIndexPage(IndexedPage):
    """The listing of the pages of one kind: `lists` is the code of that kind in the search."""

    lists: ClassVar[str]
    max_count = 1
    parent_page_types = ["home.HomePage"]
    template = "contracts/index_page.html"

    introduction = RichTextField("introduction", blank=True, features=["bold", "link"])

    class Meta:
        abstract = True

    def page_size(self) -> int:
        return PAGE_SIZE

    def grouped(self, response: SearchResponse) -> Sequence[HitGroup]:
        return ungrouped(response)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return listing(
            request,
            template="contracts/index_page.html",
            fixed={"type": (self.lists,)},
            page_size=self.page_size(),
            grouped=self.grouped,
            context={**self.get_context(request, *args, **kwargs), "heading": self.title},
        )


class ContractIndexPage(KindIndexPage):
    lists = "contrat"
    subpage_types = ["contracts.ContractPage"]

    class Meta:
        verbose_name = "liste des contrats"


class CaseStudyIndexPage(KindIndexPage):
    lists = "experience"
    subpage_types = ["contracts.CaseStudyPage"]

    class Meta:
        verbose_name = "liste des expériences"


class ToolIndexPage(KindIndexPage):
    lists = "outil"
    subpage_types = ["contracts.ToolPage"]

    class Meta:
        verbose_name = "liste des outils"
