"""The addresses of the versions of a fiche, below that of the fiche, for whoever may read it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from wagtail.models import Page

from contracts import kinds
from contracts.pages.parts.below import below_page
from contracts.pages.parts.breadcrumbs import Step
from contracts.pages.versions.citation import FORMS
from contracts.pages.versions.history import OldText, as_it_was, versions_of
from contracts.pages.versions.version import VERSIONS, Version
from search.query.page_head import PageHead

_GONE = "Le texte de cette version n’est plus gardé."


@require_safe
def versions(request: HttpRequest, path: str) -> HttpResponse:
    return _unlisted(below_page(request, path, _list, tail=VERSIONS))


@require_safe
def version(request: HttpRequest, path: str, code: str) -> HttpResponse:
    answer = partial(_version, code=code)
    return _unlisted(below_page(request, path, answer, tail=f"{VERSIONS}{code}/"))


@require_safe
def citation(request: HttpRequest, path: str, code: str, form: str) -> HttpResponse:
    answer = partial(_version, code=code, form=form)
    tail = f"{VERSIONS}{code}/citation.{form}"
    return _unlisted(below_page(request, path, answer, tail=tail))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Engines are to show the fiche as it is. What is read here, the journal and the revisions, is
    not watched for changes: it is never kept (`kb.kept`)."""
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, no_cache=True)
    return response


def _list(page: Any, request: HttpRequest, _args: Any, _kwargs: Any) -> HttpResponse:
    return _history(page, request, _versions_of(page))


def _version(
    page: Any, request: HttpRequest, _args: Any, _kwargs: Any, *, code: str, form: str = ""
) -> HttpResponse:
    """The number alone tells the version: an address that gives it another day leads to its own."""
    found = _versions_of(page)
    number = int(code.rpartition("-")[2])
    asked = next((one for one in found if one.number == number), None)
    if asked is None:
        raise Http404
    if asked.code != code:
        address = asked.address(page.get_url(request) or "/")
        return HttpResponsePermanentRedirect(f"{address}citation.{form}" if form else address)
    old = as_it_was(page, asked)
    if old is None:
        return _history(page, request, found, refused=_GONE, status=410)
    return _file(old, request, asked, form) if form else _shown(page, old, request, asked)


def _versions_of(page: Page) -> tuple[Version, ...]:
    kind = kinds.find(type(page))
    if kind is None or not kind.keeps_versions:
        raise Http404
    return versions_of(page)


def _shown(page: Page, old: OldText, request: HttpRequest, version: Version) -> HttpResponse:
    """The template of the page, given its text as it was."""
    fiche = kinds.of(type(page)).context(old.page, request, version=version)
    context = {
        "page": old.page,
        "self": old.page,
        "fiche": fiche,
        "head": PageHead(f"{fiche.title} ({version.words})", fiche.path),
        "missing": old.missing,
        "online": page,
        "online_address": page.get_url(request),
        "versions_address": f"{page.get_url(request)}{VERSIONS}",
    }
    return TemplateResponse(request, old.page.get_template(request), context)


def _file(old: OldText, request: HttpRequest, version: Version, form: str) -> HttpResponse:
    fiche = kinds.of(type(old.page)).context(old.page, request, version=version)
    content_type, write = FORMS[form]
    name = f"{fiche.citation.name}.{form}"
    return HttpResponse(
        write(fiche.citation),
        content_type=f"{content_type}; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


def _history(
    page: Any,
    request: HttpRequest,
    found: tuple[Version, ...],
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    address = page.get_url(request) or "/"
    kind = kinds.of(type(page))
    listing = f"{address.rstrip('/').rpartition('/')[0]}/"
    context = {
        "head": PageHead(f"Versions de la fiche « {page.title} »", f"{address}{VERSIONS}"),
        "trail": (Step(kind.plural, listing), Step(page.title, address)),
        "title": page.title,
        "address": address,
        "versions": [(one, one.address(address)) for one in found],
        "refused": refused,
    }
    return TemplateResponse(request, "contracts/versions.html", context, status=status)
