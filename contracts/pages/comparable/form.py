"""The only reader, and writer, of the address of « Des contrats comme le mien »."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from django.http import QueryDict

from contracts.places.comparable import Wanted
from contracts.values.territory_kinds import TerritoryKind
from contracts.values.vocabulary import Side
from search.query.address import read_page, read_text, written

MAX_POPULATION = 100_000_000
MAX_LENGTH = 100  # the longest address of a territory

_INHABITANTS = re.compile(r"\s*(?:hab\.?|habitants?)$", re.IGNORECASE)
# « 24000 », « 24 000 », « 24.000 », « 24'000 », with any kind of space.
_WHOLE_NUMBER = re.compile(r"[0-9]+|[0-9]{1,3}(?:[\s.'’][0-9]{3})+")


@dataclass(frozen=True)
class FieldFault:
    """What a field cannot be read as. `message` names the cure."""

    name: str
    label: str
    message: str


@dataclass(frozen=True)
class LikeMineForm:
    """A pair of territories as a reader describes it. What is typed is kept as it is, to be shown
    again. `given` are the names of the fields that the address has, be they empty: what it has
    not may be filled from the territory, or from the commune of this Insee code. `place` is a name
    that leads to another address, where what is known of the place is filled in."""

    side: str = ""
    kind: TerritoryKind | None = None
    population: str = ""
    partner_kind: TerritoryKind | None = None
    partner_population: str = ""
    territory: str = ""
    commune: str = ""
    place: str = ""
    page: int = 1
    given: frozenset[str] = frozenset()
    faults: tuple[FieldFault, ...] = ()

    LABELS: ClassVar[Mapping[str, str]] = {
        "lieu": "Votre commune ou votre intercommunalité",
        "cote": "Côté de votre territoire",
        "nature": "Nature de votre territoire",
        "population": "Population de votre territoire",
        "nature-partenaire": "Nature du partenaire",
        "population-partenaire": "Population du partenaire",
        "territoire": "Territoire",
        "commune": "Commune",
    }
    # What is filled from the place where the address does not have it.
    FILLED: ClassVar[frozenset[str]] = frozenset({"cote", "nature", "population"})
    POPULATIONS: ClassVar[tuple[str, ...]] = ("population", "population-partenaire")
    SIDES: ClassVar[tuple[Side, ...]] = (Side.CITY, Side.COUNTRYSIDE)

    @classmethod
    def from_querydict(cls, data: QueryDict) -> LikeMineForm:
        values = {name: read_text(data.get(name, ""), MAX_LENGTH) for name in cls.LABELS}
        form = cls(
            side=values["cote"] if values["cote"] in cls.SIDES else "",
            kind=_kind(values["nature"]),
            population=values["population"],
            partner_kind=_kind(values["nature-partenaire"]),
            partner_population=values["population-partenaire"],
            territory=values["territoire"],
            commune=values["commune"].upper(),
            place=values["lieu"],
            page=read_page(data.get("page", "")),
            given=frozenset(name for name in cls.LABELS if name in data),
        )
        unlisted = {
            "cote": bool(values["cote"]) and not form.side,
            "nature": bool(values["nature"]) and form.kind is None,
            "nature-partenaire": bool(values["nature-partenaire"]) and form.partner_kind is None,
        }
        for name in cls.LABELS:
            if unlisted.get(name):
                form = form.with_fault(name, "Choisissez une valeur de la liste.")
            elif name in cls.POPULATIONS:
                fault = _population_fault(values[name])
                form = form.with_fault(name, fault) if fault else form
        return form

    def url(self, path: str = "") -> str:
        """The address of this list, or of the empty form when a field has a fault."""
        values = {
            "cote": self.side,
            "nature": self.kind or "",
            "population": self.population,
            "nature-partenaire": self.partner_kind or "",
            "population-partenaire": self.partner_population,
            "territoire": self.territory,
            "commune": self.commune,
            "page": str(self.page) if self.page > 1 else "",
        }
        # A field that was emptied must not be filled anew from the place.
        emptied = self.FILLED & self.given if self.territory or self.commune else frozenset()
        kept = [(name, value) for name, value in values.items() if value or name in emptied]
        return written(path, [] if self.faults else kept)

    def at_page(self, page: int) -> LikeMineForm:
        return replace(self, page=page)

    def with_fault(self, name: str, message: str) -> LikeMineForm:
        fault = FieldFault(name, self.LABELS[name], message)
        return replace(self, faults=(*self.faults, fault))

    def filled(self, side: str, kind: TerritoryKind, population: int | None) -> LikeMineForm:
        """With what is known of a place in the fields that the address does not have."""
        known = population if "population" not in self.given else None
        return replace(
            self,
            side=self.side if "cote" in self.given else side,
            kind=self.kind if "nature" in self.given else kind,
            population=str(known) if known else self.population,
        )

    @property
    def mine(self) -> Wanted:
        return Wanted(self.kind, _population(self.population))

    @property
    def partner(self) -> Wanted:
        return Wanted(self.partner_kind, _population(self.partner_population))

    @property
    def describes_a_pair(self) -> bool:
        """Enough to rank contracts by: a side alone is not."""
        return self.mine.says_something or self.partner.says_something

    @property
    def messages(self) -> Mapping[str, str]:
        """The message of each field that has one."""
        return {fault.name: fault.message for fault in self.faults}


def _kind(code: str) -> TerritoryKind | None:
    return TerritoryKind(code) if code in TerritoryKind.values else None


def _population(text: str) -> int | None:
    """None for what is no number of inhabitants that a territory can have."""
    digits = _INHABITANTS.sub("", text)
    if not _WHOLE_NUMBER.fullmatch(digits):
        return None
    number = int(re.sub(r"[^0-9]", "", digits))
    return number if 0 < number <= MAX_POPULATION else None


def _population_fault(text: str) -> str:
    if not text or _population(text) is not None:
        return ""
    if _WHOLE_NUMBER.fullmatch(_INHABITANTS.sub("", text)):
        return (
            "Vérifiez ce nombre\u00a0: il va de 1 à 100\u202f000\u202f000 d’habitants, "
            "par exemple 24\u202f000."
        )
    return "Écrivez un nombre d’habitants en chiffres, par exemple 24\u202f000."
