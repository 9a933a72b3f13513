"""Views of results. htmx asks for the results alone; the same address serves both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from search import log
from search.answers import everyday
from search.answers.assistance import NO_ASSISTANCE, assist
from search.answers.hints import ShownHint, folded, hints_for
from search.answers.service import answer
from search.engines.base import SearchUnavailable
from search.query import facets as facet_register
from search.query.downloads import downloads_of
from search.query.form import SearchForm, SuggestionForm
from search.query.page_head import PageHead, page_title
from search.query.request import PAGE_SIZE
from search.query.results import Hit, HitGroup, SearchResponse
from search.words.suggestions import suggest

RESULTS_ID = "resultats"


class HtmxHttpRequest(HttpRequest):
    """A request that HtmxMiddleware has seen."""

    htmx: HtmxDetails


def ungrouped(response: SearchResponse) -> Sequence[HitGroup]:
    """All results of a page in one group without a heading."""
    return (HitGroup("", response.hits),)


def _not_proposed(hits: Iterable[Hit], hints: Iterable[ShownHint]) -> tuple[Hit, ...]:
    """Without what is proposed above them."""
    proposed = {hint.url for hint in hints}
    return tuple(hit for hit in hits if hit.url not in proposed)


def _groups_not_proposed(
    groups: Iterable[HitGroup], hints: Sequence[ShownHint]
) -> tuple[HitGroup, ...]:
    """Without the groups that have nothing else."""
    left = ((group, _not_proposed(group.hits, hints)) for group in groups)
    return tuple(replace(group, hits=hits) for group, hits in left if hits or not group.hits)


def _named(hints: Sequence[ShownHint]) -> ShownHint | None:
    """What answers all the words, the likeliest. That nothing has it is not what is told first where
    a namesake has something."""
    whole = [hint for hint in hints if hint.is_all]
    if not whole:
        return None
    first, *namesakes = whole
    return replace(first, is_absent=first.is_absent and not any(one.more for one in namesakes))


def _asks(form: SearchForm) -> bool:
    """Whether a reader typed or ticked something."""
    return bool(form.request.q or form.request.filters)


def _nothing_more(_form: SearchForm, _found: SearchResponse) -> Mapping[str, Any]:
    return {}


def listing(
    request: HtmxHttpRequest,
    *,
    template: str,
    title: str,
    fixed: Mapping[str, Iterable[str]] | None = None,
    context: Mapping[str, Any] | None = None,
    path: str = "",
    address: str = "",
    page_size: int = PAGE_SIZE,
    fewest: int = 0,
    grouped: Callable[[SearchResponse], Sequence[HitGroup]] = ungrouped,
    hits: str = "search/_hits.html",
    shown: Callable[[SearchForm, SearchResponse], Mapping[str, Any]] = _nothing_more,
) -> HttpResponse:
    """The page `template` with its list of results, or the list alone when htmx asks for it, with
    the `title` of the page and the address at which it is shared.

    `fixed` are the filters that make a page what it is: {facet: codes}; a reader adds others.
    `path` is written in every link of the page, which are relative without it; `address` is where
    the page stands, when it may be asked at another address too. A list of fewer than the `fewest`
    is shown without a search nor filters, unless a reader asked for it.
    `grouped` sets the results of the page under headings. `hits` is the template that shows them,
    with what `shown` makes of the form and the answer. When no engine answers, the page says so
    with a 503: `response` is None then.
    """
    form = SearchForm.from_querydict(request.GET, fixed=fixed, path=path, page_size=page_size)
    status = 200
    try:
        found = answer(form.counting_what_is_shown())
    except SearchUnavailable:
        found, status = None, 503
    count = _Count(form.request.q, found.total) if found and log.counts(form) else None
    hints = hints_for(form, found.index_token) if found else ()
    named = _named(hints)
    assistance = assist(form, found, hints) if found else NO_ASSISTANCE
    if found:
        found = replace(found, hits=assistance.ordered(found.hits))
    waiting = folded(hints, has_results=bool(found and found.hits))
    proposed = [hint for hint in hints if hint not in waiting]
    groups = _groups_not_proposed(grouped(found), proposed) if found else ()
    emptied = found.emptied_by if found else ()
    head = _head(title, form.standing_at(address or escape_uri_path(request.path)), found)
    response = whole_or_results(
        request,
        template,
        "search/_results.html",
        {
            **(context or {}),
            **(shown(form, found) if found else {}),
            "hits_template": hits,
            "head": head,
            "form": form,
            "response": found,
            "groups": groups,
            "downloads": downloads_of(form, request) if found else None,
            "hints": proposed,
            "folded": waiting,
            "is_short": found is not None and 0 < found.total < fewest and not _asks(form),
            # Results that are proposed above the list, and not in it.
            "proposed": len(found.hits) - sum(len(group.hits) for group in groups) if found else 0,
            # What answers the words by itself.
            "answered_by": named if not any(group.hits for group in groups) else None,
            # A page says what is asked, whatever the results.
            "is_led": any(hint.heading == everyday.HEADING for hint in hints),
            # What the number of results says already: not to be told twice.
            "said_heading": everyday.HEADING if found and not found.total else "",
            # Words that name a place or a theme are not what is too much.
            "emptied_by": [one for one in emptied if not (named and one.is_of_words)],
            "assistance": replace(
                assistance,
                before=_not_proposed(assistance.before, proposed),
                closest=_not_proposed(assistance.closest, proposed),
            ),
        },
        status=status,
    )
    if count is not None:
        count(request)
        response.on_each_reading = count  # type: ignore[attr-defined]
    return response


@dataclass(frozen=True)
class _Count:
    """Counts a search each time that a reader reads its answer, also when the page is kept."""

    q: str
    total: int

    def __call__(self, request: HttpRequest) -> None:
        if log.is_from_a_reader(request):
            log.count(self.q, self.total)


def whole_or_results(
    request: HtmxHttpRequest,
    whole: str,
    results: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """The page of the template `whole`, or of `results` when htmx asks for the list alone: the
    address of `context["head"]` is then shown in its bar."""
    partial = asks_for_results(request.htmx)
    response = TemplateResponse(
        request, results if partial else whole, dict(context), status=status
    )
    if partial:
        response["HX-Push-Url"] = context["head"].address
    patch_vary_headers(response, ["HX-Request", "HX-Target", "HX-History-Restore-Request"])
    return response


def asks_for_results(htmx: HtmxDetails) -> bool:
    """Whether the list of results is asked for without its page."""
    # htmx rebuilds the whole page when it goes back in history.
    restores = htmx.history_restore_request
    return bool(htmx) and htmx.target == RESULTS_ID and not restores


def _head(title: str, form: SearchForm, found: SearchResponse | None) -> PageHead:
    """Of the page that is shown: the last one when a further one was asked for."""
    if found is None:
        return PageHead(page_title(title, [form.request.q]), form.url())
    labels = (
        facet_register.get(chip.facet).in_title(chip.code, chip.value_label) for chip in found.chips
    )
    return PageHead(
        page_title(title, [form.request.q, *labels], found.pages),
        form.at_page(found.pages.current).url(),
    )


@require_safe
def results(request: HtmxHttpRequest) -> HttpResponse:
    return listing(request, template="search/results.html", title="Recherche", path=request.path)


@require_safe
def filters(request: HttpRequest) -> HttpResponse:
    """Every value of every facet for a search: the panel beside its results shows the first ones."""
    asked = SearchForm.from_querydict(request.GET, path=reverse("search:results"), page_size=1)
    form = asked.at_page(1)
    status = 200
    try:
        found = answer(form)
    except SearchUnavailable:
        found, status = None, 503
    context = {
        "form": form,
        "response": found,
        "head": _head("Tous les filtres", form.standing_at(request.path), found),
    }
    return TemplateResponse(request, "search/filters.html", context, status=status)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What a search field proposes while a reader types, in JSON. `parts` is a label cut where
    what was typed starts and ends: every second part was typed."""
    form = SuggestionForm.from_querydict(request.GET)
    headers = {"X-Robots-Tag": "noindex"}
    try:
        groups = suggest(form.q)
    except SearchUnavailable:
        return JsonResponse({"groups": []}, status=503, headers=headers)
    proposed = [
        {
            "label": group.label,
            "suggestions": [
                {"parts": one.parts, "url": one.url, "kind": one.kind} for one in group.suggestions
            ],
        }
        for group in groups
    ]
    return JsonResponse({"groups": proposed}, headers=headers)
