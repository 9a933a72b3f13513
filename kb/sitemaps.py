"""sitemap.xml: every public address as its page writes it, with the date of its last change where
one is known."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils.encoding import escape_uri_path
from wagtail.models import Page, Site

from contracts import kinds
from contracts.index.changes import LastChanges
from contracts.index.facet_pages import facet_entries
from contracts.models import Commune, ContractPage, Term, ToolPage
from contracts.places.containment import communes_with_contracts
from contracts.rules.listed import listed
from search.models import SearchDocument


class PageSitemap(Sitemap):
    """The listed pages of the tree, whatever their kind, without loading each kind."""

    def items(self) -> list[Page]:
        root = Site.objects.select_related("root_page").get(is_default_site=True).root_page
        self.root_path = root.url_path
        self.changes = LastChanges()
        listings = {kind.listing: kind.code for kind in kinds.registered() if kind.listing}
        types = ContentType.objects.get_for_models(*listings)
        self.listed_kinds = {types[model].pk: code for model, code in listings.items()}
        pages = Page.objects.descendant_of(root, inclusive=True)
        # A list: what is counted and cut into files of 50 000 is read once.
        return list(listed(pages).order_by("path"))

    def location(self, item: Page) -> str:
        return "/" + escape_uri_path(item.url_path.removeprefix(self.root_path))

    def lastmod(self, item: Page) -> Any:
        """A page that lists others changes with them."""
        listed_there = None
        if item.url_path == self.root_path:
            listed_there = self.changes.at_all()
        elif kind := self.listed_kinds.get(item.content_type_id):
            listed_there = self.changes.of_kinds(kind)
        own = item.last_published_at
        return max((moment for moment in (own, listed_there) if moment), default=None)


@dataclass(frozen=True)
class Entry:
    """An address, and when what it shows last changed, if this is known."""

    address: str
    changed: dt.datetime | None


class IndexSitemap(Sitemap):
    """What the index knows beside the pages of the tree: territories, terms, themes and tags that
    readers can find, and the listings of all of these."""

    # What is shown there is of any kind of fiche.
    OF_ALL = ("territory_list", "theme_list", "tag_list", "statements", "site_map", "news", "data")

    def items(self) -> list[Entry]:
        self.changes = LastChanges(once=True)
        return [*self._listings(), *self._rows()]

    def location(self, item: Entry) -> str:
        return item.address

    def lastmod(self, item: Entry) -> dt.datetime | None:
        return item.changed

    def _listings(self) -> Iterator[Entry]:
        for route in self.OF_ALL:
            yield Entry(reverse(route), self.changes.at_all())
        contracts = kinds.of(ContractPage).code
        of_contracts = self.changes.of_kinds(contracts)
        yield Entry(reverse("glossary"), self.changes.of_kinds(kinds.of(Term).code))
        yield Entry(reverse("like_mine"), of_contracts)
        yield Entry(reverse("atlas"), of_contracts)
        yield Entry(reverse("commitments"), of_contracts)
        yield Entry(reverse("indicators"), self.changes.of_kinds(kinds.of(ToolPage).code))
        for address, changed in self.changes.by_address("region", kind=contracts).items():
            yield Entry(address, changed)
        for route in (
            "commune_list",
            "contact",
            "dictionary",
            "api_documentation",
            "propose",
        ):  # they list no fiche
            yield Entry(reverse(route), None)

    def _rows(self) -> Iterator[Entry]:
        """Themes, tags and territories have no date: they change with the fiches under them."""
        under = self.changes.by_address("theme", "etiquette", "territoire")
        rows_of = (kind for kind in kinds.registered() if not issubclass(kind.model, Page))
        rows = SearchDocument.objects.filter(kind__in=kinds.codes(rows_of)).order_by("key")
        for url, updated in rows.values_list("url", "updated"):
            yield Entry(url, updated or under.get(url))
        for entry in facet_entries("theme", "etiquette"):
            yield Entry(entry.url, under.get(entry.url))


class CommuneSitemap(Sitemap):
    """Communes that lie within a party of some contract; the others are kept out of engines."""

    def items(self) -> list[Commune]:
        return list(communes_with_contracts().order_by("code"))

    def location(self, item: Commune) -> str:
        return item.get_absolute_url()


SITEMAPS = {
    "pages": PageSitemap,
    "index": IndexSitemap,
    "communes": CommuneSitemap,
}
