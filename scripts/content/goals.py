"""The goals of the content: what is counted, how many are wanted, how many are reached.

`floor` is what the content has reached: raise it when more is written, and no change can fall back
below it without a test saying so. Nothing is written only to reach a goal: what no source tells
stays « non renseigné ».
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from contracts.catalogue.files import Catalogue
from contracts.catalogue.schema import Keys
from contracts.values.vocabulary import ContractStatus, Section, Side
from scripts.content.values import leaves, uses

OUTCOME = {Section.RESULT, Section.EVALUATION}
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def fiches(catalogue: Catalogue, folder: str) -> dict[str, Keys]:
    return {key: page for key, page in catalogue.pages.items() if key.startswith(f"{folder}/")}


def count(catalogue: Catalogue, folder: str, test: Callable[[Keys], object]) -> int:
    return sum(bool(test(page)) for page in fiches(catalogue, folder).values())


def sections(page: Keys) -> set[str]:
    return {statement.get("section", "") for statement in page.get("statements", ())}


def gives_both_ways(contract: Keys) -> bool:
    """Something is done together, or each side gives."""
    side = {party.get("territory"): party.get("side") for party in contract.get("parties", ())}
    commitments = contract.get("commitments", ())
    givers = {side.get(commitment.get("giver")) for commitment in commitments}
    return {Side.CITY, Side.COUNTRYSIDE} <= givers or any(
        commitment.get("reciprocal") for commitment in commitments
    )


def gains_told(contract: Keys) -> int:
    """How many parties, other than a third one, are told to gain something."""
    return sum(
        bool(party.get("gain")) and party.get("side") != Side.THIRD
        for party in contract.get("parties", ())
    )


def has_outcome(contract: Keys) -> bool:
    """A result, an evaluation, or the day on which none was found."""
    return bool(sections(contract) & OUTCOME or contract.get("outcome_searched_on"))


def is_bare(contract: Keys) -> bool:
    """A title and a gist, and nothing else that readers are told."""
    told = ("commitments", "milestones", "statements", "facts")
    return not any(contract.get(key) for key in told) and not gains_told(contract)


def leads_somewhere(page: Keys) -> bool:
    return any(page.get(key) for key in ("links", "contract", "tools", "shows"))


def undated_results(catalogue: Catalogue) -> list[str]:
    """Results that no year dates, neither in their words nor by their source."""
    return [
        f"{key} : {statement['text']}"
        for key, page in catalogue.pages.items()
        for statement in page.get("statements", ())
        if statement.get("section") == Section.RESULT
        and not _YEAR.search(statement.get("text", ""))
        and not any(
            catalogue.sources[source].get("published_on") for source in statement.get("source", ())
        )
    ]


def indicators(catalogue: Catalogue) -> int:
    return sum(len(page.get("indicators", ())) for page in catalogue.pages.values())


def sources_used(catalogue: Catalogue, test: Callable[[int], bool]) -> list[str]:
    used = uses(catalogue)
    return [key for key in catalogue.sources if test(used[key])]


def without_outgoing_link(catalogue: Catalogue) -> list[str]:
    return [
        key
        for folder in ("contrats", "experiences", "outils")
        for key, page in fiches(catalogue, folder).items()
        if not leads_somewhere(page)
    ]


def unused_terms(catalogue: Catalogue) -> list[str]:
    """Terms that no page holds, under any of their names or by their code, and no term leads to."""
    told = " ".join(_lower(catalogue.pages.values()))
    used = uses(catalogue)
    return [
        key
        for key, term in catalogue.terms.items()
        if used[key] <= 1  # its own
        and used[term.get("code", "")] <= 1
        and not any(name.casefold() in told for name in _names(term))
    ]


def unused_territories(catalogue: Catalogue) -> list[str]:
    """Territories of a file that no fiche and no other territory names, under any of their keys."""
    used = uses(catalogue)
    return [
        key
        for key, territory in catalogue.territories.items()
        if not used[key] and used[territory.get("code", "")] <= 1
    ]


def plain_http(catalogue: Catalogue) -> list[str]:
    """Addresses in http on a site that another source names in https."""
    addresses = [source.get("url", "") for source in catalogue.sources.values()]
    secure = {_host(address) for address in addresses if address.startswith("https://")}
    return [one for one in addresses if one.startswith("http://") and _host(one) in secure]


def _host(address: str) -> str:
    return address.partition("://")[2].partition("/")[0].removeprefix("www.")


def _names(term: Keys) -> list[str]:
    return [
        name
        for name in (term.get("term"), term.get("expansion"), *term.get("synonyms", ()))
        if name
    ]


def _lower(pages: Iterable[Keys]) -> Iterable[str]:
    for page in pages:
        for written in leaves(page):
            yield written.text.casefold()


@dataclass(frozen=True)
class Goal:
    """So many are wanted, and no fewer than the floor are found."""

    name: str
    reached: Callable[[Catalogue], int]
    wanted: int
    floor: int


@dataclass(frozen=True)
class Lack:
    """What should not be found; `most` when the tests hold how many are left."""

    name: str
    found: Callable[[Catalogue], list[str]]
    most: int | None = None


def _contracts(test: Callable[[Keys], object]) -> Callable[[Catalogue], int]:
    return lambda catalogue: count(catalogue, "contrats", test)


def _experiences(test: Callable[[Keys], object]) -> Callable[[Catalogue], int]:
    return lambda catalogue: count(catalogue, "experiences", test)


def _tools(test: Callable[[Keys], object]) -> Callable[[Catalogue], int]:
    return lambda catalogue: count(catalogue, "outils", test)


def _any(page: Keys) -> bool:
    return True


GOALS = (
    Goal("contrats", _contracts(_any), wanted=54, floor=69),
    Goal(
        "contrats avec un engagement",
        _contracts(lambda page: page.get("commitments")),
        wanted=34,
        floor=54,
    ),
    Goal("contrats où les deux côtés donnent", _contracts(gives_both_ways), wanted=24, floor=50),
    Goal(
        "contrats où deux parties disent ce qu’elles y gagnent",
        _contracts(lambda page: gains_told(page) >= 2),
        wanted=20,
        floor=33,
    ),
    Goal(
        "contrats avec un résultat ou un bilan cherché",
        _contracts(has_outcome),
        wanted=44,
        floor=69,
    ),
    Goal(
        "contrats au statut connu",
        _contracts(
            lambda page: page.get("status", ContractStatus.UNKNOWN) != ContractStatus.UNKNOWN
        ),
        wanted=40,
        floor=56,
    ),
    Goal(
        "contrats qui disent plus que leur résumé",
        _contracts(lambda page: not is_bare(page)),
        wanted=44,
        floor=69,
    ),
    Goal("expériences", _experiences(_any), wanted=45, floor=74),
    Goal(
        "expériences qui disent ce qui a été fait",
        _experiences(lambda page: Section.ACTION in sections(page)),
        wanted=45,
        floor=74,
    ),
    Goal(
        "expériences qui disent ce que cela a donné",
        _experiences(lambda page: sections(page) & OUTCOME),
        wanted=45,
        floor=60,
    ),
    Goal(
        "expériences qui disent comment transposer",
        _experiences(lambda page: Section.TRANSFER in sections(page)),
        wanted=45,
        floor=66,
    ),
    Goal("outils", _tools(_any), wanted=60, floor=66),
    Goal(
        "outils avec un mode d’emploi", _tools(lambda page: page.get("steps")), wanted=30, floor=42
    ),
    Goal(
        "outils qui mènent à un document",
        _tools(lambda page: page.get("resources")),
        wanted=30,
        floor=62,
    ),
    Goal("indicateurs", indicators, wanted=40, floor=51),
    Goal("sessions", lambda catalogue: count(catalogue, "sessions", _any), wanted=8, floor=8),
    Goal("termes du glossaire", lambda catalogue: len(catalogue.terms), wanted=130, floor=141),
)

LACKS = (
    Lack(
        "Sources jamais citées", lambda catalogue: sources_used(catalogue, lambda n: not n), most=0
    ),
    Lack(
        "Sources citées une seule fois", lambda catalogue: sources_used(catalogue, lambda n: n == 1)
    ),
    Lack("Fiches sans lien vers une autre", without_outgoing_link),
    Lack("Termes jamais employés", unused_terms),
    Lack("Territoires jamais employés", unused_territories, most=0),
    Lack("Résultats sans date", undated_results, most=2),
    Lack("Adresses en http d’un site cité en https", plain_http),
)
