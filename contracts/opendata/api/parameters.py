"""The parameters that each address of the API knows: those of the forms of the site, and its own."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from contracts.pages.narrowing.form import MAX_LENGTH, TableForm
from search.index.documents import MAX_CODE_LENGTH
from search.query import facets as facet_register
from search.query.address import MAX_VALUES
from search.query.form import EXACT, MAX_QUERY_LENGTH
from search.query.request import Sort

MOST, USUAL = 100, 20  # rows of an answer
LONGEST_CURSOR = 1_000
_A_CODE = "Un code de ce filtre : /api/v1/facettes/… les donne ; un autre est refusé."


@dataclass(frozen=True)
class Parameter:
    """One parameter of an address. `codes` are all the values that it may take, when the list is
    closed; one that is `repeated` may be given several times, for one value or another."""

    name: str
    description: str
    example: str = ""
    codes: tuple[str, ...] = ()
    repeated: bool = False
    longest: int = MAX_CODE_LENGTH
    number: bool = False
    required: bool = False

    def schema(self) -> dict[str, Any]:
        """As OpenAPI has it."""
        if self.number:
            return {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}
        value: dict[str, Any] = {"type": "string", "maxLength": self.longest}
        if self.codes:
            value = {"type": "string", "enum": list(self.codes)}
        if self.repeated:
            return {"type": "array", "items": value, "maxItems": MAX_VALUES}
        return value


WORDS = Parameter("q", "Les mots cherchés.", "bois", longest=MAX_QUERY_LENGTH)
LIMIT = Parameter("limit", f"Combien de lignes, {MOST} au plus.", "10", number=True)
FIELDS = Parameter(
    "fields",
    "Les colonnes voulues, séparées par des virgules ; toutes, sans ce paramètre.",
    "titre,adresse",
    longest=1_000,
)
CURSOR = Parameter(
    "cursor",
    "Où reprendre la liste : le « curseur » d’une réponse, qui est aussi dans « suivant ». Les "
    "filtres et l’ordre restent ceux de la réponse qui l’a donné.",
    longest=LONGEST_CURSOR,
)
SINCE = Parameter(
    "since",
    "Depuis quel jour, ou quel instant avec son fuseau : 2026-11-27, 2026-11-27T08:00:00Z.",
    "2026-11-27",
    longest=40,
    required=True,
)
NAMED = Parameter(
    "q",
    "Le nom d’une commune, même ancien, ou son début ; un code postal ; un code Insee.",
    "brest",
)
DEPARTEMENT = Parameter("departement", "Le code d’un département.", "29", longest=3)
EPCI = Parameter("epci", "Le code Siren d’une intercommunalité.", "242900314", longest=9)
WITH_CONTRACTS = Parameter(
    "contrats", "« oui » : celles que concerne un contrat au moins.", codes=("oui",)
)
OF_FICHE = Parameter("fiche", "L’identifiant de la fiche dont on veut les lignes.", "bois-du-pays")


def of_search(without: Collection[str] = ()) -> tuple[Parameter, ...]:
    """Those of the form of the search; a list of one kind has no filter by kind."""
    filters = (
        Parameter(
            facet.name,
            f"{facet.label}. {facet.help} {_A_CODE}".replace(".  ", ". "),
            repeated=True,
        )
        for facet in facet_register.registered()
        if facet.name not in without
    )
    exact = Parameter(
        "exact",
        "« oui » : les mots eux-mêmes, sans synonymes ni mots de la famille.",
        codes=(EXACT,),
    )
    return (WORDS, exact, *filters, _sort(tuple(Sort)))


def of_table(form: type[TableForm], labels: Collection[tuple[str, str]]) -> tuple[Parameter, ...]:
    """Those of the form of a table of rows; `labels` are those of its filters."""
    filters = (Parameter(name, f"{label}. {_A_CODE}", repeated=True) for name, label in labels)
    words = Parameter("q", WORDS.description, WORDS.example, longest=MAX_LENGTH)
    return (words, *filters, _sort(tuple(_both_ways(form.orders))))


def _both_ways(orders: type[StrEnum]) -> Iterator[str]:
    for order in orders:
        yield order.value
        yield f"-{order.value}"


def _sort(codes: tuple[str, ...]) -> Parameter:
    return Parameter(
        "tri", "L’ordre ; sans ce paramètre, celui de la page du site.", codes[0], codes=codes
    )
