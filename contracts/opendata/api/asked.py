"""The only reader of what an address of the API asks besides the form of the list that it asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from contracts.opendata.api import parameters
from contracts.opendata.api.cursor import Cursor
from contracts.opendata.api.parameters import MOST, USUAL, Parameter
from contracts.opendata.api.problems import (
    BAD_CURSOR,
    BAD_VALUE,
    UNKNOWN_PARAMETER,
    Bilingual,
    ProblemError,
)
from search.query.address import MAX_VALUES
from search.query.results import Chip, FacetValue

_MOST_TOLD = 20  # values of a filter that a refusal names


@dataclass(frozen=True)
class Checked:
    """The names of the parameters that were given, all of them known and with values that one may
    have."""

    names: tuple[str, ...]

    @classmethod
    def from_querydict(cls, data: QueryDict, known: Sequence[Parameter]) -> Checked:
        """Raises ProblemError for a parameter that is not known, or a value that none may have."""
        by_name = {one.name: one for one in known}
        for name in sorted(set(data) - by_name.keys()):
            names = ", ".join(sorted(by_name)) or "–"
            shown = name[:80]
            raise ProblemError(
                UNKNOWN_PARAMETER,
                Bilingual(
                    f"« {shown} » n’est pas un paramètre de cette adresse, qui connaît : {names}.",
                    f"“{shown}” is no parameter of this address, which knows: {names}.",
                ),
            )
        for name, parameter in by_name.items():
            _check_values(parameter, data.getlist(name))
        return cls(tuple(data))


def _check_values(parameter: Parameter, values: Sequence[str]) -> None:
    name = parameter.name
    if parameter.required and not values:
        example = f"{name}={parameter.example}"
        raise _refused(
            f"« {name} » est attendu, par exemple {example}.",
            f"“{name}” is expected, for instance {example}.",
        )
    most = MAX_VALUES if parameter.repeated else 1
    if len(values) > most:
        raise _refused(
            f"« {name} » est donné {len(values)} fois : {most} au plus.",
            f"“{name}” is given {len(values)} times: {most} at most.",
        )
    for value in values:
        if len(value) > parameter.longest:
            raise _refused(
                f"« {name} » est trop long : {parameter.longest} caractères au plus.",
                f"“{name}” is too long: {parameter.longest} characters at most.",
            )
        if parameter.codes and value not in parameter.codes:
            codes = ", ".join(parameter.codes)
            raise _refused(f"« {name} » vaut l’un de : {codes}.", f"“{name}” is one of: {codes}.")


def _refused(french: str, english: str) -> ProblemError:
    return ProblemError(BAD_VALUE, Bilingual(french, english))


@dataclass(frozen=True)
class KnownValues:
    """The values that each filter of a list has, by its name, and the address that counts them
    all."""

    values: Mapping[str, Sequence[FacetValue]]
    address: str

    def check(self, chips: Sequence[Chip]) -> None:
        """Raises ProblemError for the first filter that is on with a value that it does not know."""
        for chip in chips:
            if not chip.known:
                raise self._unknown(chip)

    def _unknown(self, chip: Chip) -> ProblemError:
        named = f"« {chip.facet} » : « {chip.code} » n’est pas une valeur connue"
        named_too = f"“{chip.facet}”: “{chip.code}” is no known value"
        values = self.values.get(chip.facet, ())
        if not values:
            return _refused(
                f"{named}, et rien dans cette liste n’en a. Ce qu’elle a : {self.address}",
                f"{named_too}, and nothing in this list has any. What it has: {self.address}",
            )
        told = ", ".join(f"{one.code} ({one.label})" for one in values[:_MOST_TOLD])
        if (left := len(values) - _MOST_TOLD) > 0:
            return _refused(
                f"{named} ; il y a : {told}, et {left} autres : {self.address}",
                f"{named_too}; there are: {told}, and {left} more: {self.address}",
            )
        return _refused(
            f"{named} ; il y a : {told}. Combien de chacune : {self.address}",
            f"{named_too}; there are: {told}. How many of each: {self.address}",
        )


@dataclass(frozen=True)
class ColumnsAsked:
    """The names of the columns wanted, in the order asked; None for all."""

    names: tuple[str, ...] | None

    @classmethod
    def from_querydict(cls, data: QueryDict, known: Collection[str]) -> ColumnsAsked:
        """Raises ProblemError for a column that is not published."""
        raw = data.get(parameters.FIELDS.name)
        if raw is None:
            return cls(None)
        names = tuple(dict.fromkeys(name.strip() for name in raw.split(",")))
        for name in names:
            if name not in known:
                listed = ", ".join(known)
                raise _refused(
                    f"« fields » : « {name} » n’est pas une colonne publiée ; il y a : {listed}.",
                    f"“fields”: “{name}” is no published column; there are: {listed}.",
                )
        return cls(names)


@dataclass(frozen=True)
class PageAsked:
    """How many rows, from where."""

    limit: int
    cursor: Cursor | None

    @classmethod
    def from_querydict(cls, data: QueryDict, name: str) -> PageAsked:
        """`name` is that of the list. Raises ProblemError."""
        cursor = None
        if (raw := data.get(parameters.CURSOR.name)) is not None:
            cursor = Cursor.read(raw)
            if cursor is None:
                raise ProblemError(
                    BAD_CURSOR,
                    Bilingual(
                        "« cursor » n’a pas été donné par ce site, ou a été changé.",
                        "“cursor” was not given by this site, or was changed.",
                    ),
                )
            if cursor.list != name:
                raise ProblemError(
                    BAD_CURSOR,
                    Bilingual(
                        "« cursor » est celui d’une autre liste : d’autres filtres, ou un autre "
                        "ordre.",
                        "“cursor” is that of another list: other filters, or another order.",
                    ),
                )
        return cls(_limit(data), cursor)


def _limit(data: QueryDict) -> int:
    raw = data.get(parameters.LIMIT.name)
    if raw is None:
        return USUAL
    if not (raw.isascii() and raw.isdigit() and len(raw) <= len(str(MOST))) or not (
        1 <= int(raw) <= MOST
    ):
        raise _refused(
            f"« limit » est un nombre entier de 1 à {MOST}.",
            f"“limit” is a whole number from 1 to {MOST}.",
        )
    return int(raw)


@dataclass(frozen=True)
class ChangesAsked:
    """Since when."""

    since: dt.datetime

    @classmethod
    def from_querydict(cls, data: QueryDict) -> ChangesAsked:
        """Raises ProblemError."""
        raw = data.get(parameters.SINCE.name, "").strip()
        # A plus that was not encoded is a blank in an address.
        moment = _moment(raw) or _moment(raw.replace(" ", "+"))
        if moment is None:
            raise _refused(
                "« since » est un jour, 2026-11-27, ou un instant avec son fuseau, "
                "2026-11-27T08:00:00Z.",
                "“since” is a day, 2026-11-27, or an instant with its zone, 2026-11-27T08:00:00Z.",
            )
        return cls(moment)


def _moment(text: str) -> dt.datetime | None:
    """A day is its first instant in the time zone of the site."""
    try:
        moment = parse_datetime(text) if "T" in text else None
        day = None if moment else parse_date(text)
        if day:
            moment = timezone.make_aware(dt.datetime.combine(day, dt.time()))
        return moment.astimezone(dt.UTC) if moment and timezone.is_aware(moment) else None
    except (ValueError, OverflowError):
        return None


def unknown_fiche(slug: str) -> ProblemError:
    name = parameters.OF_FICHE.name
    return _refused(
        f"« {name} » : « {slug} » n’est l’identifiant d’aucune fiche publique ; c’est la fin de "
        "l’adresse d’une fiche, et la colonne « identifiant » des listes.",
        f"“{name}”: “{slug}” identifies no public fiche; it is the end of the address of a fiche, and "
        "the column “identifiant” of the lists.",
    )


@dataclass(frozen=True)
class FicheAsked:
    """Of which fiche the rows are asked; empty for all."""

    slug: str

    @classmethod
    def from_querydict(cls, data: QueryDict) -> FicheAsked:
        return cls(data.get(parameters.OF_FICHE.name, "").replace("\0", ""))


@dataclass(frozen=True)
class CommunesAsked:
    """Which communes; empty for what is not asked. `filters` say it in French."""

    name: str
    departement: str
    epci: str
    with_contracts: bool

    @classmethod
    def from_querydict(cls, data: QueryDict) -> CommunesAsked:
        known = (parameters.NAMED, parameters.DEPARTEMENT, parameters.EPCI)
        name, departement, epci = (
            data.get(one.name, "").replace("\0", "").strip() for one in known
        )
        return cls(name, departement.upper(), epci, bool(data.get(parameters.WITH_CONTRACTS.name)))

    @property
    def filters(self) -> tuple[str, ...]:
        told = {
            "Département": self.departement,
            "Intercommunalité": self.epci,
            "Concernées par un contrat": "oui" if self.with_contracts else "",
        }
        return tuple(f"{label} : {value}" for label, value in told.items() if value)

    @property
    def query(self) -> str:
        asked = {
            parameters.NAMED.name: self.name,
            parameters.DEPARTEMENT.name: self.departement,
            parameters.EPCI.name: self.epci,
            parameters.WITH_CONTRACTS.name: "oui" if self.with_contracts else "",
        }
        return urlencode({name: value for name, value in asked.items() if value})


def unknown_code(parameter: Parameter, code: str) -> ProblemError:
    """No commune of France lies in what has this code."""
    return _refused(
        f"« {parameter.name} » : aucune commune n’est dans « {code} ». {parameter.description}",
        f"“{parameter.name}”: no commune lies in “{code}”.",
    )


@dataclass(frozen=True)
class AddressAsked:
    """The parameters as they were given, but for the cursor."""

    parameters: tuple[tuple[str, str], ...]

    @classmethod
    def from_querydict(cls, data: QueryDict) -> AddressAsked:
        others = (name for name in data if name != parameters.CURSOR.name)
        return cls(tuple((name, value) for name in others for value in data.getlist(name)))

    def from_cursor(self, cursor: str) -> str:
        """The same, from there on."""
        return urlencode([*self.parameters, (parameters.CURSOR.name, cursor)])
