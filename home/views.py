"""The plan of the site, and what robots are told."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Site

from contracts import kinds
from contracts.index.facet_pages import FacetEntry, facet_entries
from contracts.pages.atlas.views import regions
from contracts.pages.parts import structured_data
from contracts.pages.parts.breadcrumbs import structured_trail
from contracts.rules.listed import listed
from home.site_pages import site_places
from search.models import SearchDocument


@dataclass(frozen=True)
class Entry:
    title: str
    address: str
    children: tuple[Entry, ...] = ()


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    fiches: dict[str, list[Entry]] = {}
    with_listing = (kind for kind in kinds.registered() if kind.listing)
    rows = SearchDocument.objects.filter(kind__in=kinds.codes(with_listing))
    for _, _, title, url in sorted(rows.values_list("sort_title", "key", "title", "url")):
        fiches.setdefault(url.rpartition("/")[0].rpartition("/")[0], []).append(Entry(title, url))
    root = Site.find_for_request(request).root_page
    pages = listed(root.get_children()).order_by("path")
    entries = [
        Entry(page.title, address, tuple(fiches.get(address.rstrip("/"), ())))
        for page in pages
        for address in [page.get_url(request)]
    ]
    themes: list[FacetEntry] = facet_entries("theme")
    maps = tuple(
        Entry(region.label, reverse("atlas_region", args=[region.code])) for region in regions()
    )
    sections = [entry for entry in entries if entry.children]
    if maps:
        sections.append(Entry("Cartes des contrats par région", reverse("atlas"), maps))
    context = {
        "sections": sections,
        "pages": [entry for entry in entries if not entry.children],
        "listings": [
            Entry("Recherche", reverse("search:results")),
            *(Entry(place.title, place.path) for place in site_places() if place.route),
        ],
        "themes": themes,
        "structured": structured_data.graph(structured_trail(request, (), "Plan du site")),
    }
    return TemplateResponse(request, "home/site_map.html", context)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Results of searches are endless: engines read the fiches themselves."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /recherche/",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
