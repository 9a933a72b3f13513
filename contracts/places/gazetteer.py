"""What places the words of a reader mean: communes by name, by code and by former name, and
territories. The one place where this is worked out, for searches and for the page of communes.

The longest name at each word wins. What stands beside a name may tell it from its namesakes: a
département (« Saint-Denis 974 », « Brest, Finistère »), a postal or an Insee code (« 29200 Brest »).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.urls import reverse

from contracts.models import Commune, CommuneAlias, Territory, TerritoryName
from contracts.models.commune import CODE
from contracts.values.demonyms import inflections, masculines
from contracts.values.place_names import PARTICLES, Named, named, named_words, spellings
from contracts.values.slugs import folded_slug
from contracts.values.vocabulary import TerritoryLevel
from search.index.prepared import prepared
from search.text.analysis import letters
from search.text.collation import title_key

MAX_WORDS = 7  # of one name and what stands beside, stop words left out
_MOST_OF_A_WHOLE = 14  # when nothing else was typed
_MOST_BESIDE = 4  # words, stop words counted: « et la Loire »
_CODE = re.compile(CODE, re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:(?:le|la|les)\s|l’)", re.IGNORECASE)
_DEPARTEMENT = re.compile(r"0[1-9]|[1-8]\d|9[0-5]|2[ab]|97[1-6]")
_NUMBER = re.compile(r"\d+[ab]?|2[ab]\d*")
# « Saint-Dié » is neither Die nor a commune named Saint.
CUT_SHORT = frozenset({"saint", "sainte", "saintes", "saints", "st", "ste", "stes", "sts"})
# The order in which territories of one name are proposed.
_LEVELS = list(TerritoryLevel)
OFFICIAL = frozenset({TerritoryLevel.DEPARTEMENT, TerritoryLevel.REGION})

_FORMER_CODES = frozenset(
    {CommuneAlias.Kind.DELEGATED, CommuneAlias.Kind.ASSOCIATED, CommuneAlias.Kind.FORMER}
)
_ORDER = {CommuneAlias.Kind.POSTAL.value: 0, "": 1}
_COMMUNE_COLUMNS = ("code", "name", "departement", "epci", "population")


@dataclass(frozen=True)
class Run:
    """Words that follow each other and may name a place: from `start`, before `end`. One that is
    not `clear` is a word of every day among others: it means a place only by what is beside it, or
    when it `is_all` that was typed and these are the very words of the name (« ville du bois »)."""

    start: int
    end: int
    words: tuple[str, ...]
    named: Named
    clear: bool = True
    is_all: bool = True

    @property
    def is_departement(self) -> bool:
        """Whether it is the number of a département, and nothing else was typed: « 35 »."""
        return self.is_all and len(self.words) == 1 and bool(_DEPARTEMENT.fullmatch(self.words[0]))

    @property
    def code(self) -> str:
        """The postal or Insee code that it may be."""
        single = self.words[0].upper() if len(self.words) == 1 else ""
        return single if _CODE.fullmatch(single) else ""


@dataclass(frozen=True)
class FoundCommune:
    """A commune, as what of it was found: itself when `kind` is empty, or one of its aliases."""

    code: str
    name: str
    departement: str
    epci: str
    population: int | None
    kind: str
    alias_code: str
    alias: str

    @cached_property
    def called(self) -> tuple[Named, ...]:
        return spellings(self.alias if self.kind else self.name)

    @property
    def is_part(self) -> bool:
        """Whether a part of it was named, or what it was once called."""
        return bool(self.alias) and self.kind != CommuneAlias.Kind.SHORT

    @cached_property
    def letters(self) -> str:
        """Without the article at its head, which readers leave out."""
        return letters(_ARTICLE.sub("", self.alias if self.kind else self.name))

    @property
    def url(self) -> str:
        return reverse("commune", args=[self.code, folded_slug(self.name)])

    def found_by(self, run: Run) -> str:
        """What found it, when its name did not: « code postal 69003, dont fait partie Lyon 3e
        arrondissement », « ancien code Insee 69146, dont fait partie Oingt », « anciennement
        Cransac »."""
        told = [self._code_told(run.code)] if run.code else []
        if self.is_part:
            is_renamed = self.kind == CommuneAlias.Kind.FORMER and self.alias_code == self.code
            told.append(f"{'anciennement' if is_renamed else 'dont fait partie'} {self.alias}")
        return ", ".join(told)

    def _code_told(self, code: str) -> str:
        if self.kind == CommuneAlias.Kind.POSTAL:
            return f"code postal {code}"
        return f"code Insee {code}" if self.is_current else f"ancien code Insee {code}"

    @property
    def is_current(self) -> bool:
        """Of a code: whether it is still in use."""
        return self.kind not in _FORMER_CODES

    @property
    def rank(self) -> tuple[int, int, str]:
        """Itself before its aliases, and the largest first; of codes, the postal ones first."""
        order = _ORDER.get(self.kind, len(_ORDER))
        return order, -(self.population or 0), self.code


@dataclass(frozen=True)
class NamedPlace:
    """A territory under one of its names."""

    slug: str
    name: str
    level: str
    code: str
    called: tuple[Named, ...]

    @property
    def level_label(self) -> str:
        """« département », « pôle d’équilibre territorial et rural (PETR) »."""
        label = str(TerritoryLevel(self.level).label)
        return label[:1].lower() + label[1:]

    @property
    def url(self) -> str:
        return reverse("territory", args=[self.slug])

    def is_called(self, asked: Named) -> bool:
        return any(one.is_same(asked) for one in self.called)

    def is_numbered(self, run: Run) -> bool:
        is_departement = self.level == TerritoryLevel.DEPARTEMENT
        return is_departement and run.is_departement and self.code.lower() == run.words[0]

    def answers(self, asked: Named) -> bool:
        if self.level == TerritoryLevel.DEPARTEMENT and self.level in asked.levels:
            number = self.code.lower()
            if asked.key in {number, number.lstrip("0")}:
                return True
        return any(one.answers(asked, self.level) for one in self.called)


@dataclass(frozen=True)
class Meaning:
    """What a run means: communes, namesakes of each other, and territories, the likeliest first."""

    run: Run
    communes: tuple[FoundCommune, ...]
    territories: tuple[NamedPlace, ...]


class Gazetteer:
    """Reads in two queries what some runs of a text typed may mean, communes then territories."""

    def __init__(self, runs: Sequence[Run], typed: str) -> None:
        self._typed = letters(typed)
        self._found = list(_communes(runs)) if runs else []
        self._places = list(_places(runs, self._found)) if runs else []
        self.departements = {
            place.code: place.name
            for place in self._places
            if place.level == TerritoryLevel.DEPARTEMENT
        }
        self._departement_keys = {
            code: {one.key for one in spellings(name)} for code, name in self.departements.items()
        }
        self._postal = {
            (found.code, found.alias_code)
            for found in self._found
            if found.kind == CommuneAlias.Kind.POSTAL
        }

    def label(self, commune: FoundCommune) -> str:
        """With its département, which tells it from others of its name; with its number for Paris,
        which has the name of its own."""
        where = self.departements.get(commune.departement, commune.departement)
        return f"{commune.name} ({commune.departement if where == commune.name else where})"

    def meanings(self, runs: Sequence[Run]) -> Iterator[Meaning]:
        """Those of the longest runs, in the order of their words."""
        after = 0
        for _, starting in groupby(runs, key=lambda run: run.start):
            for run in starting:
                if run.start < after:
                    break
                if meaning := self.meaning(run):
                    yield meaning
                    after = run.end
                    break

    def meaning(self, run: Run) -> Meaning | None:
        if (run.clear or run.is_all) and (plain := self._plain(run)):
            return plain
        return next(filter(None, map(self._told_apart, self._parted(run))), None)

    def _plain(self, run: Run) -> Meaning | None:
        communes = self._meant(run)
        territories = self._territories(run, communes)
        communes = communes or self._of_territories(territories)
        if not run.clear:
            communes = tuple(
                one for one in communes if any(called.is_same(run.named) for called in one.called)
            )
            territories = [place for place in territories if place.is_called(run.named)]
        if not communes and not territories:
            return None
        return Meaning(run, communes, tuple(territories))

    def _of_territories(self, territories: Iterable[NamedPlace]) -> tuple[FoundCommune, ...]:
        """The communes that these territories are: « Carhaix » is one of the names of one."""
        codes = {place.code for place in territories if place.level == TerritoryLevel.COMMUNE}
        return tuple(one for one in self._found if not one.kind and one.code in codes)

    def _parted(self, run: Run) -> Iterator[tuple[Run, Run, tuple[str, ...]]]:
        """A run, a name in it, and the words before or after the name that tell it apart."""
        for length in range(1, min(_MOST_BESIDE, len(run.words) - 1) + 1):
            for name, beside in (
                (run.words[:-length], run.words[-length:]),
                (run.words[length:], run.words[:length]),
            ):
                if self._may_tell(beside):
                    yield (
                        run,
                        Run(run.start, run.end, name, named_words(name), is_all=False),
                        beside,
                    )

    def _may_tell(self, beside: tuple[str, ...]) -> bool:
        key = named_words(beside).key
        return _is_number(beside) or any(key in keys for keys in self._departement_keys.values())

    def _told_apart(self, parted: tuple[Run, Run, tuple[str, ...]]) -> Meaning | None:
        run, name, beside = parted
        if name.named.is_ordinary and not run.clear and not _is_number(beside):
            return None  # « le sens de la Marne »
        communes = tuple(one for one in self._meant(name) if self._lies(one, beside))
        if communes:
            within = {one.code for one in communes} | {one.epci for one in communes}
            territories = self._territories(name, communes)
            kept = tuple(place for place in territories if place.code in within)
            return Meaning(run, communes, kept)
        kept = tuple(
            place for place in self._territories(name, ()) if beside == (place.code.lower(),)
        )
        return Meaning(run, (), kept) if kept else None

    def _lies(self, commune: FoundCommune, beside: tuple[str, ...]) -> bool:
        if _is_number(beside):
            code = beside[0].upper()
            return code in {commune.departement, commune.code} or (
                (commune.code, code) in self._postal
            )
        keys = self._departement_keys.get(commune.departement, ())
        return named_words(beside).key in keys

    def _meant(self, run: Run) -> tuple[FoundCommune, ...]:
        """Each commune once, as the best of what was found of it; first those that are spelled so to
        the letter: « la Ville-aux-Bois » is not la Ville-du-Bois."""
        meant: dict[str, FoundCommune] = {}
        ranked = sorted(
            self._found,
            key=lambda found: (not run.code and found.letters not in self._typed, found.rank),
        )
        for found in ranked:
            if _means(run, found):
                meant.setdefault(found.code, found)
        if run.code and any(one.is_current for one in meant.values()):
            return tuple(one for one in meant.values() if one.is_current)
        return tuple(meant.values())

    def _territories(self, run: Run, meant: Sequence[FoundCommune]) -> list[NamedPlace]:
        """The territories that a run names; régions, départements and those of that very name
        first. Who names a part of a commune, or what it was called, means the commune."""
        asked = [run.named]
        if len(meant) == 1 and meant[0].is_part and not run.code:
            asked.append(named(meant[0].name))
        if TerritoryLevel.EPCI in run.named.levels:  # « agglo de Grenoble »
            core = run.named.core
            meant = self._meant(replace(run, named=Named(core, core)))
        found: dict[str, NamedPlace] = {}
        for place in self._places:
            is_meant = place.is_numbered(run) or any(
                place.answers(one) or _is_of_the_town(place, one, run, meant) for one in asked
            )
            if is_meant and (place.slug not in found or any(map(place.is_called, asked))):
                found[place.slug] = place
        return sorted(
            found.values(),
            key=lambda place: (
                not any(map(place.is_called, asked)),
                _LEVELS.index(TerritoryLevel(place.level)),
                title_key(place.name),
            ),
        )


def runs_of(words: tuple[str, ...]) -> list[Run]:
    """Every run of words that may be a name, by first word, the longest first. A run starts and
    ends with a word that counts."""
    counting = [at for at, word in enumerate(words) if word not in PARTICLES]
    counting = counting or list(range(len(words)))  # « Lez »
    runs = []
    if MAX_WORDS < len(counting) <= _MOST_OF_A_WHOLE:
        runs.append(whole_run(words[: counting[-1] + 1]))
    for first, start in enumerate(counting):
        if start and words[start - 1] in CUT_SHORT:
            continue
        for last in reversed(counting[first : first + MAX_WORDS]):
            run = words[start : last + 1]
            called = named_words(run)
            is_all = start == counting[0] and last == counting[-1]
            clear = not called.is_ordinary or (is_all and called.core == called.words)
            runs.append(Run(start, last + 1, run, called, clear, is_all))
    return runs


def whole_run(words: tuple[str, ...]) -> Run:
    """All the words as one name."""
    return Run(0, len(words), words, named_words(words))


def commune_of_former_code(code: str) -> Commune | None:
    """The commune of today that has what had this Insee code, or the arrondissement that has it."""
    postal = CommuneAlias.Kind.POSTAL
    found = CommuneAlias.objects.filter(code=code.upper()).exclude(kind=postal)
    alias = found.select_related("commune").first()
    return alias.commune if alias else None


def _is_number(words: tuple[str, ...]) -> bool:
    return len(words) == 1 and bool(_NUMBER.fullmatch(words[0]))


def _means(run: Run, found: FoundCommune) -> bool:
    if run.code:
        return run.code == (found.alias_code if found.kind else found.code)
    if found.kind == CommuneAlias.Kind.POSTAL:
        return False
    return any(called.answers(run.named, TerritoryLevel.COMMUNE) for called in found.called)


def _communes(runs: Iterable[Run]) -> Iterator[FoundCommune]:
    keys = {key for run in runs for key in run.named.keys}
    (rows,) = _commune_rows(keys, {run.code for run in runs if run.code})
    return (FoundCommune(*row) for row in rows)


@prepared
def _commune_rows(keys: Collection[str], codes: Collection[str]) -> tuple[QuerySet[Any]]:
    """Of communes, and of what is today in a commune."""
    nothing = (Value(""),) * 3
    asked = Q(place_key__in=keys) | Q(code__in=codes)
    others = TerritoryName.objects.filter(
        place_key__in=keys, territory__level=TerritoryLevel.COMMUNE
    )
    known = Q(code__in=others.values("territory__code"))
    communes = Commune.objects.filter(asked | known).order_by()
    aliases = CommuneAlias.objects.filter(asked).order_by()
    in_communes = (f"commune__{name}" for name in _COMMUNE_COLUMNS)
    today = communes.values_list(*_COMMUNE_COLUMNS, *nothing)
    return (today.union(aliases.values_list(*in_communes, "kind", "code", "name"), all=True),)


def _places(runs: Iterable[Run], communes: Sequence[FoundCommune]) -> Iterator[NamedPlace]:
    """The territories of these names, the intercommunalities of these communes, which often have
    the name of their town, and the départements that tell namesakes apart; once for each name."""
    keys = {key for run in runs for key in run.named.keys}
    keys |= {named(one.name).key for one in communes if one.is_part}
    keys |= {key for run in runs if len(run.words) == 1 for key in masculines(run.words[0])}
    numbers = {
        number
        for run in runs
        if TerritoryLevel.DEPARTEMENT in run.named.levels
        for number in (run.named.key.upper(), run.named.key.zfill(2))
    } | {run.words[0].upper() for run in runs if run.is_departement}
    (rows,) = _place_rows(
        keys, {one.epci for one in communes}, {one.departement for one in communes} | numbers
    )
    for _, of_one in groupby(rows, key=lambda row: row[0]):
        for rank, (_, slug, name, level, code, kind, other) in enumerate(of_one):
            if not rank:
                yield NamedPlace(slug, name, level, code, spellings(name))
            if kind == TerritoryName.Kind.DEMONYM:
                yield NamedPlace(slug, name, level, code, tuple(map(named, inflections(other))))
            elif other:
                yield NamedPlace(slug, name, level, code, spellings(other))


@prepared
def _place_rows(
    keys: Collection[str], epci: Collection[str], departements: Collection[str]
) -> tuple[QuerySet[Any]]:
    others = TerritoryName.objects.filter(place_key__in=keys).values("territory")
    found = Territory.objects.filter(
        Q(place_key__in=keys)
        | Q(pk__in=others)
        | Q(level=TerritoryLevel.EPCI, code__in=epci)
        | Q(level=TerritoryLevel.DEPARTEMENT, code__in=departements)
    )
    columns = ("pk", "slug", "name", "level", "code", "other_names__kind", "other_names__name")
    return (found.order_by("name", "slug").values_list(*columns),)


def _is_of_the_town(
    place: NamedPlace, asked: Named, run: Run, meant: Sequence[FoundCommune]
) -> bool:
    """« Grenoble » also means Grenoble-Alpes Métropole, which has Grenoble in it and in its name."""
    return (
        place.level == TerritoryLevel.EPCI
        and not run.code
        and TerritoryLevel.COMMUNE not in asked.levels
        and any(set(asked.core) <= set(called.words) for called in place.called)
        and any(commune.epci == place.code for commune in meant)
    )
