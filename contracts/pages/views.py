"""Pages of the catalogue that are no page of the tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe
from wagtail.models import Page

from contracts import kinds
from contracts.index.facet_pages import facet_entries
from contracts.kinds import Kind
from contracts.models import Commune, Tag, Term, Territory, Theme
from contracts.pages.commitments.context import CommitmentsContext
from contracts.pages.commitments.form import CommitmentForm
from contracts.pages.commune import CommuneContext
from contracts.pages.communes import CommuneListContext, places_named, suggested_places
from contracts.pages.comparable.context import ComparableContext
from contracts.pages.comparable.form import LikeMineForm
from contracts.pages.forms import CommuneForm, StatementForm
from contracts.pages.glossary import GlossaryContext, TermContext
from contracts.pages.indicators.context import IndicatorsContext
from contracts.pages.indicators.form import IndicatorForm
from contracts.pages.parts import structured_data
from contracts.pages.parts.below import below_page
from contracts.pages.parts.breadcrumbs import Step, structured_trail
from contracts.pages.parts.listings import listings_of
from contracts.pages.share import drawn
from contracts.pages.statements import StatementsContext
from contracts.pages.territory import TerritoryContext
from contracts.places.gazetteer import commune_of_former_code
from contracts.values.slugs import folded_slug
from search.query.downloads import downloads_of
from search.query.form import SuggestionForm
from search.query.page_head import PageHead
from search.text.collation import title_key
from search.views import HtmxHttpRequest, listing, whole_or_results

NO_SUCH_PLACE = (
    "Aucune commune ni intercommunalité de ce nom. Vérifiez l’orthographe, ou tapez un code postal."
)


@require_safe
def share_image(request: HttpRequest, path: str) -> HttpResponse:
    """The picture of a page where its address is shared, for whoever may read the page."""
    return below_page(request, path, _drawing)


def _drawing(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
    """Asked for again each time, as the page is, which may have changed or been made private."""
    kind = kinds.find(type(page))
    if kind is None or kind.share_image is None:
        raise Http404
    prefetch_related_objects([page], *kind.shared_relations)
    image = kind.share_image(page)
    tag = f'"{image.digest}"'
    response = get_conditional_response(request, etag=tag) or HttpResponse(
        drawn(image), content_type="image/png"
    )
    response["ETag"] = tag
    return response


@require_safe
def territory_list(request: HtmxHttpRequest) -> HttpResponse:
    return listing(
        request,
        template="contracts/territory_list.html",
        title="Territoires",
        fixed={"type": (kinds.of(Territory).code,)},
        context={"structured": _place(request, "Territoires")},
    )


@require_safe
def territory(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    view = TerritoryContext.find(slug, request)
    if view is None:
        raise Http404
    return listing(
        request,
        template="contracts/territory.html",
        title=view.territory.name,
        fixed={"territoire": (slug,), "type": kinds.codes(_of_a_territory())},
        context={"view": view, "reasons_by_party": view.reasons_by_party},
    )


@require_safe
def commune_list(request: HtmxHttpRequest) -> HttpResponse:
    view = CommuneListContext(CommuneForm.from_querydict(request.GET))
    trail = (listings_of(request).step(Territory),)
    return TemplateResponse(
        request,
        "contracts/commune_list.html",
        {
            "view": view,
            "head": view.head,
            "trail": trail,
            "structured": _place(request, "Communes", trail),
        },
    )


@require_safe
def my_place(request: HtmxHttpRequest) -> HttpResponse:
    """To the page of the commune or of the territory that is named; to the list of its namesakes
    when there are several, or none."""
    form = CommuneForm.from_querydict(request.GET)
    places = places_named(form.name)
    return redirect(places[0].url if len(places) == 1 else form.url(reverse("commune_list")))


@require_safe
def place_suggestions(request: HtmxHttpRequest) -> HttpResponse:
    """What the field of a place proposes while a reader types, as the search does in JSON."""
    places = suggested_places(SuggestionForm.from_querydict(request.GET).q)
    proposed = [
        {"parts": [one.label], "url": one.url, "kind": one.kind, "written": one.written}
        for one in places
    ]
    groups = [{"label": "Communes et intercommunalités", "suggestions": proposed}]
    return JsonResponse({"groups": groups if proposed else []}, headers={"X-Robots-Tag": "noindex"})


@require_safe
def commune(request: HtmxHttpRequest, code: str, slug: str = "") -> HttpResponse:
    """« /communes/29019/ » and « /communes/29019-brets/ » lead to « /communes/29019-brest/ », and
    so does the code of a commune that is a part of it now."""
    found = Commune.objects.filter(code=code.upper()).first() or commune_of_former_code(code)
    if found is None:
        raise Http404
    if (code, slug) != (found.code, found.slug):
        return redirect(found, permanent=True)
    view = CommuneContext(found, request)
    if not view.parties:
        head = PageHead(view.title, found.get_absolute_url())
        return TemplateResponse(request, "contracts/commune.html", {"view": view, "head": head})
    return listing(
        request,
        template="contracts/commune.html",
        title=view.title,
        fixed=view.filters,
        fewest=2,
        context={"view": view, "reasons_by_party": view.reasons_by_party},
    )


@require_safe
def theme_list(request: HtmxHttpRequest) -> HttpResponse:
    counts = {entry.code: entry.count for entry in facet_entries("theme")}
    themes = Theme.objects.select_related("source")
    return TemplateResponse(
        request,
        "contracts/theme_list.html",
        {
            "themes": [(theme, counts.get(theme.slug, 0)) for theme in themes],
            "structured": _place(request, "Thèmes"),
        },
    )


@require_safe
def theme(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Theme.objects.select_related("source"), slug=slug)
    trail = (Step("Thèmes", reverse("theme_list")),)
    return listing(
        request,
        template="contracts/theme.html",
        title=found.label,
        fixed={"theme": (slug,)},
        context={
            "theme": found,
            "trail": trail,
            "structured": _place(request, found.label, trail),
        },
    )


@require_safe
def tag_list(request: HtmxHttpRequest) -> HttpResponse:
    entries = sorted(facet_entries("etiquette"), key=lambda entry: title_key(entry.label))
    return TemplateResponse(
        request,
        "contracts/tag_list.html",
        {"entries": entries, "structured": _place(request, "Étiquettes")},
    )


@require_safe
def tag(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    """« /etiquettes/Énergie/ » leads to « /etiquettes/energie/ »."""
    if slug != folded_slug(slug):
        return redirect("tag", folded_slug(slug), permanent=True)
    found = get_object_or_404(Tag, slug=slug)
    trail = (Step("Étiquettes", reverse("tag_list")),)
    return listing(
        request,
        template="contracts/tag.html",
        title=f"Étiquette « {found.name} »",
        fixed={"etiquette": (slug,)},
        context={
            "tag": found,
            "trail": trail,
            "structured": _place(request, found.name, trail),
        },
    )


@require_safe
def glossary(request: HtmxHttpRequest) -> HttpResponse:
    return TemplateResponse(
        request,
        "contracts/glossary.html",
        {"view": GlossaryContext(Term.objects.published().with_reading(), request)},
    )


@require_safe
def term(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Term.objects.published().with_reading(), slug=slug)
    return TemplateResponse(request, "contracts/term.html", {"view": TermContext(found, request)})


@require_safe
def statements(request: HtmxHttpRequest) -> HttpResponse:
    view = StatementsContext(StatementForm.from_querydict(request.GET), request)
    context = {"view": view, "head": view.head}
    return TemplateResponse(request, "contracts/statements.html", context)


@require_safe
def commitments(request: HtmxHttpRequest) -> HttpResponse:
    view = CommitmentsContext(CommitmentForm.from_querydict(request.GET), request)
    return whole_or_results(
        request,
        "contracts/commitments.html",
        "contracts/commitments_results.html",
        {"view": view, "head": view.head, "downloads": downloads_of(view.form, request)},
    )


@require_safe
def indicators(request: HtmxHttpRequest) -> HttpResponse:
    view = IndicatorsContext(IndicatorForm.from_querydict(request.GET), request)
    return whole_or_results(
        request,
        "contracts/indicators.html",
        "contracts/indicators_results.html",
        {"view": view, "head": view.head, "downloads": downloads_of(view.form, request)},
    )


@require_safe
def like_mine(request: HtmxHttpRequest) -> HttpResponse:
    form = LikeMineForm.from_querydict(request.GET)
    places = places_named(form.place)
    if len(places) == 1:
        return redirect(places[0].like_url)
    if form.place and not places:
        form = form.with_fault("lieu", NO_SUCH_PLACE)
    view = ComparableContext(form, request)
    context = {"view": view, "head": view.head, "places": places}
    return TemplateResponse(request, "contracts/like_mine.html", context)


def _of_a_territory() -> Iterator[Kind]:
    """The kinds of fiches that are listed on the page of a territory."""
    return (kind for kind in kinds.registered() if kind.takes_place)


def _place(
    request: HtmxHttpRequest, title: str, trail: tuple[Step, ...] = ()
) -> structured_data.Thing:
    """What engines are told of a listing: where it stands."""
    return structured_data.graph(structured_trail(request, trail, title))
