"""One listing per kind, at a fixed address; its list is an answer of the search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpResponse
from wagtail.fields import RichTextField

from contracts import kinds
from contracts.models.base import IndexedPage
from search.query.request import PAGE_SIZE
from search.query.results import HitGroup, SearchResponse
from search.views import HtmxHttpRequest, listing, ungrouped


class KindIndexPage(IndexedPage):
    """The listing of the pages of one kind."""

    max_count = 1
    parent_page_types = ["home.HomePage"]
    # Wagtail gives each model a template of its own name.
    shown_by: ClassVar[str] = "contracts/index_page.html"

    introduction = RichTextField("introduction", blank=True, features=["bold", "link"])

    class Meta:
        abstract = True

    def page_size(self) -> int:
        return PAGE_SIZE

    def grouped(self, response: SearchResponse) -> Sequence[HitGroup]:
        return ungrouped(response)

    def serve(self, request: HtmxHttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return listing(
            request,
            template=self.shown_by,
            title=self.seo_title or self.title,
            address=self.get_url(request) or "",
            fixed={"type": (kinds.listed_by(type(self)).code,)},
            page_size=self.page_size(),
            grouped=self.grouped,
            context={**self.get_context(request, *args, **kwargs), "heading": self.title},
        )


class ContractIndexPage(KindIndexPage):
    shown_by = "contracts/contract_index_page.html"
    subpage_types = ["contracts.ContractPage"]

    class Meta:
        verbose_name = "liste des contrats"


class CaseStudyIndexPage(KindIndexPage):
    shown_by = "contracts/case_study_index_page.html"
    subpage_types = ["contracts.CaseStudyPage"]

    class Meta:
        verbose_name = "liste des expériences"


class ToolIndexPage(KindIndexPage):
    shown_by = "contracts/tool_index_page.html"
    subpage_types = ["contracts.ToolPage"]

    class Meta:
        verbose_name = "liste des outils"
