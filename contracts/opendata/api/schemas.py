"""The answers of the API as OpenAPI describes them, made from the published columns."""

from __future__ import annotations

from typing import Any

from contracts.opendata.api.changes import Happened
from contracts.opendata.api.problems import PROBLEM_JSON
from contracts.opendata.api.resources import Resource
from contracts.opendata.schema import properties_of

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TEXT_OR_NOTHING: Schema = {"type": ["string", "null"]}
_ADDRESS: Schema = {"type": "string", "format": "uri"}
_ADDRESS_OR_NOTHING: Schema = {"type": ["string", "null"], "format": "uri"}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_NUMBER: Schema = {"type": "integer", "minimum": 0}
KEY: Schema = {**_TEXT, "description": "Ce qui reconnaît la ligne, même si son adresse change."}
_LINK: Schema = {
    **_ADDRESS_OR_NOTHING,
    "description": "L’adresse de cette ligne dans l’API, s’il y en a une.",
}
_NEXT: Schema = {
    "curseur": {
        **_TEXT_OR_NOTHING,
        "description": "Celui de la réponse suivante, s’il y en a une.",
    },
    "suivant": {**_ADDRESS_OR_NOTHING, "description": "L’adresse de la réponse suivante."},
}


def _object(properties: Schema, required: list[str] | None = None) -> Schema:
    wanted = [*properties] if required is None else required
    return {"type": "object", "properties": properties, "required": wanted}


def _list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def row_name(resource: Resource) -> str:
    return f"ligne-{resource.code}"


def row(resource: Resource) -> Schema:
    """A row; with « fields » it has but the columns asked."""
    return {
        **_object(
            {"cle": KEY, "adresse_api": _LINK, **properties_of(resource.dataset)},
            ["cle", "adresse_api"],
        ),
        "title": resource.dataset.title,
        "description": resource.dataset.description,
    }


def page(resource: Resource) -> Schema:
    return _object(
        {
            "titre": _TEXT,
            "editeur": _TEXT,
            "licence": _TEXT,
            "adresse_de_la_licence": _ADDRESS,
            "date": {"type": "string", "format": "date"},
            "adresse": {**_ADDRESS, "description": "La page du site qui montre la même liste."},
            "mots": _TEXT,
            "filtres": _list_of(_TEXT),
            "dictionnaire": _ADDRESS,
            "total": {**_NUMBER, "description": "Combien de lignes en tout."},
            "lignes": _list_of(_ref(row_name(resource))),
            **_NEXT,
        }
    )


FACETS = _object(
    {
        "total": _NUMBER,
        "facettes": _list_of(
            _object(
                {
                    "nom": {**_TEXT, "description": "Le paramètre qui filtre."},
                    "libelle": _TEXT,
                    "valeurs": _list_of(
                        _object(
                            {
                                "code": _TEXT,
                                "libelle": _TEXT,
                                "nombre": _NUMBER,
                                "choisie": {"type": "boolean"},
                            }
                        )
                    ),
                }
            )
        ),
    }
)
SUGGESTIONS = _object(
    {
        "groupes": _list_of(
            _object(
                {
                    "libelle": _TEXT,
                    "suggestions": _list_of(
                        _object({"libelle": _TEXT, "type": _TEXT, "adresse": _ADDRESS})
                    ),
                }
            )
        )
    }
)
CHANGES = _object(
    {
        "depuis": _MOMENT,
        "prochain_depuis": {**_MOMENT, "description": "Le « since » de la prochaine fois."},
        "lignes": _list_of(
            _object(
                {
                    "cle": KEY,
                    "type": _TEXT,
                    "etat": {**_TEXT, "enum": [one.value for one in Happened]},
                    "date": _MOMENT,
                    "adresse": {**_ADDRESS, "description": "Celle de la page, ou celle d’avant."},
                    "adresse_api": _LINK,
                }
            )
        ),
        **_NEXT,
    }
)
ROOT = _object(
    {
        "version": _TEXT,
        "documentation": _ADDRESS,
        "openapi": _ADDRESS,
        "modifications": _ADDRESS,
        "suggestions": _ADDRESS,
        "licence": _TEXT,
        "adresse_de_la_licence": _ADDRESS,
        "listes": _list_of(
            _object(
                {
                    "code": _TEXT,
                    "titre": _TEXT,
                    "description": _TEXT,
                    "adresse": _ADDRESS,
                    "facettes": _ADDRESS_OR_NOTHING,
                    "dictionnaire": _ADDRESS,
                }
            )
        ),
    }
)
_SAID = _object({"title": _TEXT, "detail": _TEXT, "cure": _TEXT})
PROBLEM = _object(
    {
        "type": {"type": "string", "format": "uri-reference"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "instance": {"type": "string", "format": "uri-reference"},
        "fr": _SAID,
        "en": _SAID,
    }
)
PROBLEM_NAME = "probleme"


def answers(schema: Schema, *refused: int) -> dict[int, Schema]:
    """The answers of an operation: what it gives, and what it may refuse by these statuses."""
    shown = {304: "Inchangé depuis la réponse dont l’empreinte est donnée"}
    words = {
        404: "Introuvable",
        414: "Adresse trop longue",
        422: "Paramètre refusé",
        503: "Momentanément indisponible",
    }
    tag = {
        "ETag": {"schema": _TEXT, "description": "À redonner dans « If-None-Match »."},
    }
    return {
        200: {
            "description": "OK",
            "headers": tag,
            "content": {"application/json": {"schema": schema}},
        },
        **{status: {"description": text} for status, text in shown.items()},
        **{
            status: {
                "description": words[status],
                "content": {PROBLEM_JSON: {"schema": _ref(PROBLEM_NAME)}},
            }
            for status in (414, *refused)
        },
    }
