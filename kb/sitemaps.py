"""sitemap.xml: every public address, with the date of its last update where it has one."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.models import Page, Site

from contracts import kinds
from contracts.index.facet_pages import FacetEntry, facet_entries
from contracts.models import Commune
from contracts.places.containment import communes_with_contracts
from contracts.rules.listed import listed
from search.models import SearchDocument


class PageSitemap(Sitemap):
    """The listed pages of the tree, whatever their kind, without loading each kind."""

    def items(self) -> QuerySet[Page]:
        root = Site.objects.select_related("root_page").get(is_default_site=True).root_page
        self.root_path = root.url_path
        pages = Page.objects.descendant_of(root, inclusive=True)
        return listed(pages).order_by("path")

    def location(self, item: Page) -> str:
        return "/" + item.url_path.removeprefix(self.root_path)

    def lastmod(self, item: Page) -> Any:
        return item.last_published_at


class RowSitemap(Sitemap):
    """Territories and terms: those that readers can find."""

    def items(self) -> QuerySet[SearchDocument]:
        rows_of = (kind for kind in kinds.registered() if not issubclass(kind.model, Page))
        rows = SearchDocument.objects.filter(kind__in=kinds.codes(rows_of))
        return rows.only("url", "updated").order_by("key")

    def location(self, item: SearchDocument) -> str:
        return item.url

    def lastmod(self, item: SearchDocument) -> Any:
        return item.updated


class FacetSitemap(Sitemap):
    """Themes and tags that some fiche has."""

    def items(self) -> list[FacetEntry]:
        return facet_entries("theme", "etiquette")

    def location(self, item: FacetEntry) -> str:
        return item.url


class CommuneSitemap(Sitemap):
    """Communes that lie within a party of some contract; the others are kept out of engines."""

    def items(self) -> QuerySet[Commune]:
        return communes_with_contracts().order_by("code")

    def location(self, item: Commune) -> str:
        return item.get_absolute_url()


class ListSitemap(Sitemap):
    """The listings that are no page of the tree."""

    def items(self) -> list[str]:
        return [
            "territory_list",
            "commune_list",
            "theme_list",
            "tag_list",
            "glossary",
            "statements",
            "like_mine",
            "site_map",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS = {
    "pages": PageSitemap,
    "listes": ListSitemap,
    "lignes": RowSitemap,
    "communes": CommuneSitemap,
    "themes": FacetSitemap,
}
