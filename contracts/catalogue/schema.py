"""The form of a file: what each key takes; every fault is told with its place and its cure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from contracts.catalogue.faults import Reader
from contracts.catalogue.refs import Refs
from contracts.values.dates.partial_date import PartialDate


class Spec:
    """What one value of a file may be, and what it becomes in a row."""

    def read(self, value: Any, path: str, reader: Reader) -> Any:
        """The value typed, or None once its fault is told."""
        raise NotImplementedError

    def value(self, read: Any, refs: Refs) -> Any:
        """What a field of a model takes for a value that was read; None for nothing."""
        return read


@dataclass(frozen=True)
class Text(Spec):
    """Words. Lengths count characters."""

    most: int = 300
    least: int = 0

    def read(self, value: Any, path: str, reader: Reader) -> str | None:
        if not isinstance(value, str):
            reader.fault(path, f"un texte est attendu ; mettez-le entre guillemets ({value!r}).")
            return None
        text = " ".join(value.split()).replace("'", "’")
        if not self.least <= len(text) <= self.most:
            reader.fault(
                path,
                f"le texte a {len(text)} caractères ; il en faut de {self.least} à {self.most}.",
            )
            return None
        return text


@dataclass(frozen=True)
class Address(Spec):
    """An address of the web, left as it is."""

    def read(self, value: Any, path: str, reader: Reader) -> str | None:
        try:
            URLValidator(schemes=["http", "https"])(value)
        except ValidationError:
            reader.fault(path, f"une adresse complète est attendue, https://…, pas {value!r}.")
            return None
        return str(value)


@dataclass(frozen=True)
class Choice(Spec):
    """One of a closed list of codes."""

    codes: Collection[str]

    def read(self, value: Any, path: str, reader: Reader) -> str | None:
        if value not in self.codes:
            reader.fault(path, f"« {value} » est inconnu ; choisissez parmi {_list(self.codes)}.")
            return None
        return str(value)


@dataclass(frozen=True)
class Boolean(Spec):
    def read(self, value: Any, path: str, reader: Reader) -> bool | None:
        if not isinstance(value, bool):
            reader.fault(path, f"écrivez true ou false, pas {value!r}.")
            return None
        return value


@dataclass(frozen=True)
class Number(Spec):
    """A number, between two others when they are given."""

    whole: bool = False
    least: float | None = None
    most: float | None = None

    def read(self, value: Any, path: str, reader: Reader) -> Decimal | int | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            reader.fault(path, f"un nombre est attendu, sans unité ni espace ({value!r}).")
            return None
        if self.whole and not isinstance(value, int):
            reader.fault(path, f"un nombre entier est attendu ({value!r}).")
            return None
        too_small = self.least is not None and value < self.least
        if too_small or (self.most is not None and value > self.most):
            reader.fault(path, f"un nombre de {self.least} à {self.most} est attendu ({value!r}).")
            return None
        return value if self.whole else Decimal(str(value))


@dataclass(frozen=True)
class Partial(Spec):
    """A partial date, written as in contracts.values.dates.partial_date."""

    def read(self, value: Any, path: str, reader: Reader) -> PartialDate | None:
        if not isinstance(value, str):
            reader.fault(path, f'mettez la date entre guillemets : "{value}".')
            return None
        try:
            return PartialDate.parse(value)
        except ValueError as error:
            reader.fault(path, str(error))
            return None


@dataclass(frozen=True)
class Day(Spec):
    """A whole date, « 2016-11-30 »."""

    def read(self, value: Any, path: str, reader: Reader) -> dt.date | None:
        try:
            return dt.date.fromisoformat(value)
        except (TypeError, ValueError):
            reader.fault(path, f'une date entière est attendue, "2016-11-30", pas {value!r}.')
            return None


@dataclass(frozen=True)
class Moment(Spec):
    """A day and an hour of local time, « 2016-12-06T09:30 »."""

    def read(self, value: Any, path: str, reader: Reader) -> dt.datetime | None:
        try:
            return dt.datetime.fromisoformat(value)
        except (TypeError, ValueError):
            reader.fault(path, f'écrivez le jour et l’heure, "2016-12-06T09:30" ({value!r}).')
            return None


@dataclass(frozen=True)
class Reference(Spec):
    """The key of something else: family is source, territory, theme, term or page. It begins with
    one of `prefixes`, when there are any."""

    family: str
    prefixes: tuple[str, ...] = ()

    def read(self, value: Any, path: str, reader: Reader) -> str | None:
        if not isinstance(value, str) or not value.startswith(self.prefixes or ""):
            begins = " ou ".join(f"« {prefix} »" for prefix in self.prefixes)
            wanted = f" qui commence par {begins}" if begins else ""
            reader.fault(path, f"une clé est attendue{wanted}, pas {value!r}.")
            return None
        reader.references.append((self.family, value, path))
        return value

    def value(self, read: str, refs: Refs) -> Any:
        return refs.row(self.family, read)


@dataclass(frozen=True)
class ListOf(Spec):
    """Several values. A value with a fault is left out: the file is refused anyway."""

    item: Spec

    def read(self, value: Any, path: str, reader: Reader) -> list[Any] | None:
        if not isinstance(value, list):
            reader.fault(path, "une liste est attendue : une ligne « - … » par élément.")
            return None
        read = [self.item.read(one, f"{path}[{i}]", reader) for i, one in enumerate(value, 1)]
        return [one for one in read if one is not None]

    def value(self, read: Sequence[Any], refs: Refs) -> list[Any]:
        values = [self.item.value(one, refs) for one in read]
        return [value for value in values if value is not None]


@dataclass(frozen=True)
class Lines(ListOf):
    """Several texts that one field holds, one a line."""

    def value(self, read: Sequence[Any], refs: Refs) -> Any:
        return "\n".join(read)


@dataclass(frozen=True)
class Sources(Spec):
    """One source, or several that say the same thing; a row of the database holds two."""

    most: int = 2

    def read(self, value: Any, path: str, reader: Reader) -> list[str] | None:
        keys = value if isinstance(value, list) else [value]
        if not 1 <= len(keys) <= self.most:
            reader.fault(
                path, f"de 1 à {self.most} sources, pas {len(keys)} : gardez les meilleures."
            )
            return None
        read = [Reference("source").read(key, path, reader) for key in keys]
        return [key for key in read if key is not None]

    def value(self, read: list[str], refs: Refs) -> list[Any]:
        return [refs.row("source", key) for key in read]


class Keys(dict[str, Any]):
    """The values of a map that are good, by key; `given` are all the keys that the file has, and
    `path` is where the map stands in it."""

    def __init__(self, given: Iterable[str] = (), path: str = ""):
        super().__init__()
        self.given = frozenset(given)
        self.path = path

    def place(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


@dataclass(frozen=True)
class Map(Spec):
    """Keys and what each takes. `check` tells what no row can hold, such as a key that is given
    twice: it is asked whatever else is wrong, so that every fault is told at once."""

    keys: Mapping[str, Spec]
    required: Collection[str] = ()
    check: Check | None = None

    def read(self, value: Any, path: str, reader: Reader) -> Keys | None:
        if not isinstance(value, dict):
            reader.fault(path, "des clés et des valeurs sont attendues : « clé: valeur ».")
            return None
        read = Keys(map(str, value), path)
        for key, given in value.items():
            place = read.place(str(key))
            if key not in self.keys:
                known = _list(self.keys)
                reader.fault(place, f"clé inconnue : retirez-la ou corrigez-la ({known}).")
            elif given is None:
                reader.fault(place, "la valeur manque : remplissez-la ou retirez la clé.")
            else:
                result = self.keys[key].read(given, place, reader)
                if result is not None:
                    read[key] = result
        for key in self.required:
            if key not in value:
                reader.fault(read.place(key), f"la clé « {key} » manque : ajoutez-la.")
        if self.check:
            self.check(read, path, reader)
        return read


Check = Callable[[Keys, str, Reader], None]


def _list(codes: Collection[str]) -> str:
    return ", ".join(sorted(codes))
