"""The operations of the API: one list, one detail and one count of facets for each table, then what
concerns them all."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from ninja import Path, Router

from contracts.models.base import LICENCE
from contracts.opendata.api import parameters, schemas
from contracts.opendata.api.asked import (
    AddressAsked,
    ChangesAsked,
    Checked,
    ColumnsAsked,
    KnownValues,
    PageAsked,
)
from contracts.opendata.api.changes import Happened, RecentChange, changes, next_since
from contracts.opendata.api.cursor import Cursor, chunk, name_of
from contracts.opendata.api.parameters import Parameter
from contracts.opendata.api.problems import NOT_FOUND, UNAVAILABLE, Bilingual, ProblemError
from contracts.opendata.api.resources import Resource, resources
from contracts.opendata.api.rows import address, link_of_document, objects
from contracts.opendata.datasets import VERSION
from contracts.opendata.files import members
from contracts.opendata.selection import ListAsked
from contracts.pages.parts.structured_data import LICENCE_URL
from search.engines.base import SearchUnavailable
from search.query.form import SuggestionForm
from search.query.results import Chip
from search.words.suggestions import suggest

JSON = "application/json; charset=utf-8"
DOCUMENTATION = "api_documentation"
_READ = ["GET", "HEAD"]
_OF_A_LIST = (parameters.LIMIT, parameters.CURSOR, parameters.FIELDS)
_OF_CHANGES = (parameters.SINCE, parameters.LIMIT, parameters.CURSOR)
_LISTS, ALL_TABLES = "Listes", "Toute la base"
_EXAMPLE = "bois-du-pays"


def router() -> Router:
    """Made once all applications have started: tables and filters are theirs."""
    made = Router()
    for one in resources():
        _add_list(made, one)
        if one.find is not None:
            _add_detail(made, one)
        if one.facets is not None:
            _add_facets(made, one)
    _add(
        made,
        "/modifications",
        _changes,
        "Ce qui a été publié, changé ou retiré depuis un instant",
        _OF_CHANGES,
        schemas.answers(schemas.CHANGES, 422),
        url_name="modifications",
        description="Du plus ancien au plus récent. Un retrait ne dit que le type, la clé, l’adresse "
        "et la date de ce qui n’est plus public. Redemandez avec « prochain_depuis » : quelques "
        "minutes sont dites deux fois, rien n’est manqué.",
    )
    _add(
        made,
        "/suggestions",
        _suggestions,
        "Ce que le champ de recherche propose pendant la frappe",
        (parameters.WORDS,),
        schemas.answers(schemas.SUGGESTIONS, 422, 503),
        url_name="suggestions",
    )
    _add(
        made,
        "/",
        _root,
        "Les listes de l’API et leurs adresses",
        (),
        schemas.answers(schemas.ROOT, 422),
        url_name="racine",
    )
    return made


def _add(
    router: Router,
    path: str,
    view: Callable[..., HttpResponse],
    summary: str,
    known: Sequence[Parameter],
    responses: Mapping[int, Any],
    *,
    url_name: str,
    tag: str = ALL_TABLES,
    description: str = "",
) -> None:
    told = {
        "parameters": [_told(one) for one in known],
        "responses": dict(responses),
    }
    router.add_api_operation(
        path,
        _READ,
        view,
        operation_id=url_name,
        summary=summary,
        description=description or None,
        tags=[tag],
        url_name=url_name,
        openapi_extra=told,
    )


def _told(parameter: Parameter) -> dict[str, Any]:
    told = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.description,
        "schema": parameter.schema(),
    }
    if parameter.repeated:
        told |= {"style": "form", "explode": True}
    if parameter.example:
        told["example"] = int(parameter.example) if parameter.number else parameter.example
    return told


def _add_list(router: Router, resource: Resource) -> None:
    known = (*resource.parameters, *resource.uncounted, *_OF_A_LIST)

    def view(request: HttpRequest) -> HttpResponse:
        Checked.from_querydict(request.GET, known)
        columns = _columns(request, resource)
        selected = _available(lambda: resource.select(request))
        _check_chips(request, resource, selected.chips)
        # What is asked beside the filters is not in the address of the page that shows the same.
        name = name_of(resource.code, selected.address.query)
        asked = PageAsked.from_querydict(request.GET, name)
        given = chunk(selected.keys, name, asked.cursor, asked.limit)
        return _json(
            {
                **members(selected.about),
                "total": len(selected.keys),
                "lignes": objects(request, resource, given.keys, columns),
                **_following(request, given.following),
            }
        )

    _add(
        router,
        f"/{resource.code}",
        view,
        resource.dataset.title,
        known,
        schemas.answers(schemas.page(resource), 422, 503),
        url_name=resource.code,
        tag=_LISTS,
        description=f"{resource.dataset.description} Les filtres, l’ordre et les nombres sont ceux "
        "du site.",
    )


def _add_detail(router: Router, resource: Resource) -> None:
    known = (parameters.FIELDS,)
    find = resource.find

    def view(
        request: HttpRequest,
        ref: str = Path(
            description="La fin de l’adresse « adresse_api » : un identifiant ou un numéro.",
            example=_EXAMPLE,
            max_length=200,
        ),
    ) -> HttpResponse:
        Checked.from_querydict(request.GET, known)
        columns = _columns(request, resource)
        key = find(ref) if find else None
        found = [] if key is None else objects(request, resource, [key], columns)
        if not found:
            raise ProblemError(
                NOT_FOUND,
                Bilingual(
                    f"« {resource.dataset.title} » n’a rien de public à « {ref} ».",
                    f"“{resource.dataset.title}” has nothing public at “{ref}”.",
                ),
            )
        response = _json(found[0])
        response["Link"] = f'<{LICENCE_URL}>; rel="license"'
        return response

    _add(
        router,
        f"/{resource.code}/{{slug:ref}}",
        view,
        f"{resource.dataset.title} : une seule",
        known,
        schemas.answers({"$ref": f"#/components/schemas/{schemas.row_name(resource)}"}, 404, 422),
        url_name=f"{resource.code}-un",
        tag=_LISTS,
    )


def _add_facets(router: Router, resource: Resource) -> None:
    known = resource.parameters
    count = resource.facets

    def view(request: HttpRequest) -> HttpResponse:
        Checked.from_querydict(request.GET, known)
        found = _available(lambda: count(ListAsked.from_querydict(request.GET))) if count else None
        _check_chips(request, resource, found.chips if found else ())
        facets = found.facets if found else ()
        return _json(
            {
                "total": found.total if found else 0,
                "facettes": [
                    {
                        "nom": facet.name,
                        "libelle": facet.label,
                        "valeurs": [
                            {
                                "code": value.code,
                                "libelle": value.label,
                                "nombre": value.count,
                                "choisie": value.selected,
                            }
                            for value in facet.values
                        ],
                    }
                    for facet in facets
                ],
            }
        )

    _add(
        router,
        f"/facettes/{resource.code}",
        view,
        f"{resource.dataset.title} : combien par filtre",
        known,
        schemas.answers(schemas.FACETS, 422, 503),
        url_name=f"{resource.code}-facettes",
        tag=_LISTS,
        description="Combien de lignes aurait chaque valeur de chaque filtre.",
    )


def _changes(request: HttpRequest) -> HttpResponse:
    Checked.from_querydict(request.GET, _OF_CHANGES)
    since = ChangesAsked.from_querydict(request.GET).since
    name = name_of("modifications", since.isoformat())
    asked = PageAsked.from_querydict(request.GET, name)
    moment = next_since()
    after = None
    if asked.cursor:
        at, key = asked.cursor.anchors
        after = (since.fromisoformat(at), key)
    found = changes(since, after, asked.limit + 1)
    given, more = found[: asked.limit], len(found) > asked.limit
    position = (asked.cursor.position if asked.cursor else 0) + len(given)
    last = given[-1] if more else None
    following = Cursor(name, position, (last.at.isoformat(), last.key)) if last else None
    return _json(
        {
            "depuis": since.isoformat(),
            "prochain_depuis": max(since, moment).isoformat(),
            "lignes": [_change(request, one) for one in given],
            **_following(request, following),
        }
    )


def _change(request: HttpRequest, change: RecentChange) -> dict[str, Any]:
    gone = change.happened is Happened.WITHDRAWN
    return {
        "cle": change.key,
        "type": change.kind,
        "etat": change.happened.value,
        "date": change.at.isoformat(),
        "adresse": request.build_absolute_uri(change.url),
        "adresse_api": None if gone else link_of_document(request, change.kind, change.url),
    }


def _suggestions(request: HttpRequest) -> HttpResponse:
    Checked.from_querydict(request.GET, (parameters.WORDS,))
    form = SuggestionForm.from_querydict(request.GET)
    groups = _available(lambda: suggest(form.q))
    return _json(
        {
            "groupes": [
                {
                    "libelle": group.label,
                    "suggestions": [
                        {
                            "libelle": one.label,
                            "type": one.kind,
                            "adresse": request.build_absolute_uri(one.url),
                        }
                        for one in group.suggestions
                    ],
                }
                for group in groups
            ]
        }
    )


def _root(request: HttpRequest) -> HttpResponse:
    Checked.from_querydict(request.GET, ())
    site = request.build_absolute_uri
    return _json(
        {
            "version": str(VERSION),
            "documentation": site(reverse(DOCUMENTATION)),
            "openapi": address(request, "openapi-json"),
            "modifications": address(request, "modifications"),
            "suggestions": address(request, "suggestions"),
            "licence": LICENCE,
            "adresse_de_la_licence": LICENCE_URL,
            "listes": [
                {
                    "code": one.code,
                    "titre": one.dataset.title,
                    "description": one.dataset.description,
                    "adresse": address(request, one.code),
                    "facettes": address(request, f"{one.code}-facettes") if one.facets else None,
                    "dictionnaire": site(reverse("dictionary_of", args=[one.code])),
                }
                for one in resources()
            ],
        }
    )


def _check_chips(request: HttpRequest, resource: Resource, chips: Sequence[Chip]) -> None:
    """Raises ProblemError for a value that its filter does not know; what it knows is only counted
    then."""
    count = resource.facets
    if count is None or all(chip.known for chip in chips):
        return
    everything = _available(lambda: count(ListAsked(QueryDict())))
    KnownValues(
        {facet.name: facet.values for facet in everything.facets},
        address(request, f"{resource.code}-facettes"),
    ).check(chips)


def _columns(request: HttpRequest, resource: Resource) -> tuple[str, ...] | None:
    known = [column.name for column in resource.dataset.columns]
    return ColumnsAsked.from_querydict(request.GET, known).names


def _available(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except SearchUnavailable as error:
        raise ProblemError(UNAVAILABLE, UNAVAILABLE.cure) from error


def _following(request: HttpRequest, cursor: Cursor | None) -> dict[str, str | None]:
    if cursor is None:
        return {"curseur": None, "suivant": None}
    written = cursor.written()
    return {"curseur": written, "suivant": _at(request, written)}


def _at(request: HttpRequest, cursor: str) -> str:
    """The address of this request, from another place on."""
    asked = AddressAsked.from_querydict(request.GET)
    return request.build_absolute_uri(f"{request.path}?{asked.from_cursor(cursor)}")


def _json(content: Any) -> HttpResponse:
    response = HttpResponse(
        json.dumps(content, ensure_ascii=False),
        content_type=JSON,
        headers={"X-Robots-Tag": "noindex"},
    )
    # What no form knows is refused: every parameter counts, known or not.
    response.hangs_on_every_parameter = True  # type: ignore[attr-defined]
    return response
