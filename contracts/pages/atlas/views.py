"""The pages of the map: the form, the filters and the counts are those of the list of contracts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from contracts import kinds
from contracts.models import ContractPage, Territory
from contracts.pages.atlas.context import Atlas
from contracts.pages.parts import structured_data
from contracts.pages.parts.breadcrumbs import Step, structured_trail
from contracts.values.vocabulary import TerritoryLevel
from search.answers.service import counted
from search.query.form import SearchForm
from search.query.results import FacetValue, SearchResponse
from search.views import HtmxHttpRequest, listing

MOST = 500  # contracts on one map; the next ones are on its next page
_TITLE = "Carte des contrats"


@require_safe
def whole(request: HtmxHttpRequest) -> HttpResponse:
    return _map(request, _TITLE, None)


@require_safe
def region(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Territory, slug=slug, level=TerritoryLevel.REGION)
    return _map(request, f"{_TITLE} : {found.name}", found)


def regions() -> tuple[FacetValue, ...]:
    """Those that have a contract; raises SearchUnavailable when nothing can tell."""
    form = SearchForm.from_querydict(
        QueryDict(), fixed=_contracts(), facets=("region",), page_size=1
    )
    return tuple(value for count in counted(form) for value in count.values)


def _contracts() -> dict[str, tuple[str, ...]]:
    return {"type": (kinds.of(ContractPage).code,)}


def _map(request: HtmxHttpRequest, title: str, shown: Territory | None) -> HttpResponse:
    def drawn(form: SearchForm, found: SearchResponse) -> Mapping[str, Any]:
        return {"atlas": Atlas(form, found, shown)}

    trail = (Step(_TITLE, reverse("atlas")),) if shown else ()
    return listing(
        request,
        template="contracts/atlas/page.html",
        title=title,
        fixed=_contracts() | ({"region": (shown.slug,)} if shown else {}),
        page_size=MOST,
        hits="contracts/atlas/hits.html",
        shown=drawn,
        context={
            "region": shown,
            "trail": trail,
            "sort_below": True,  # nothing but what filters it comes before the map
            "structured": structured_data.graph(
                structured_trail(request, trail, shown.name if shown else _TITLE)
            ),
        },
    )
