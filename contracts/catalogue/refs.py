"""What the keys of files stand for: rows of the database, or stand-ins while files are checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.db.models import Model
from wagtail.models import Page

from contracts.catalogue.faults import CatalogueFaults, FileFault
from contracts.models import Source, Tag, Territory, Theme
from contracts.models.upkeep.merged import kept_by_key
from contracts.values.slugs import folded_slug


class Known(dict[str, Any]):
    """Rows by key; one that an editor took away since is told as a fault."""

    def __init__(self, named: str, rows: dict[str, Any]):
        super().__init__(rows)
        self.named = named

    def __missing__(self, key: str) -> Any:
        message = f"un éditeur a supprimé {self.named}, mais des fiches y renvoient encore."
        raise CatalogueFaults([FileFault("base de données", key, message)])


class StandIns(dict[str, Any]):
    """Rows that are made when they are asked for, and never saved."""

    def __init__(self, make: Callable[[str], Model]):
        super().__init__()
        self._make = make

    def __missing__(self, key: str) -> Any:
        self[key] = self._make(key)
        return self[key]


class Origin(NamedTuple):
    """What a row was built from: the values of a file, and the spec (a `Row`) that read them."""

    row: Any  # also keeps it alive: origins are found by the identity of rows
    data: Any
    spec: Any


class Refs:
    """Rows by the keys that files use, and the origin of each row built with them."""

    def __init__(
        self,
        sources: Mapping[str, Source],
        themes: Mapping[str, Theme],
        territories: Mapping[str, Territory],
        tags: dict[str, Tag],
        new_tag: Callable[..., Tag],
    ):
        self.sources = sources
        self.territories = territories
        self.pages: dict[str, Page] = {}
        self._families: dict[str, Mapping[str, Any]] = {
            "source": sources,
            "theme": themes,
            "territory": territories,
            "page": self.pages,
        }
        self._tags = tags
        self._new_tag = new_tag
        self._origins: dict[int, Origin] = {}

    @classmethod
    def of_database(cls, territories: dict[str, Territory]) -> Refs:
        """With one query a family, and one for those that were merged: their keys are in the files."""
        return cls(
            Known("cette source", _rows(Source, "key")),
            Known("ce thème", _rows(Theme, "code")),
            Known("ce territoire", territories),
            _rows(Tag, "slug"),
            Tag.objects.create,
        )

    @classmethod
    def in_memory(
        cls, sources: Mapping[str, Mapping[str, Any]], territory_slugs: Mapping[str, str]
    ) -> Refs:
        """Of no database. A territory that files name in two ways is one; a source has an address
        where its file gives one, and where nothing is known of it."""
        numbers: dict[tuple[type[Model], str], int] = {}

        def stand_in(model: type[Any], same: str, **fields: Any) -> Any:
            return model(pk=numbers.setdefault((model, same), len(numbers) + 1), **fields)

        def source(key: str) -> Source:
            given = getattr(sources.get(key), "given", {"url"})
            return stand_in(Source, key, key=key, url=key if "url" in given else "")

        def territory(key: str) -> Territory:
            return stand_in(Territory, territory_slugs.get(key, key), name=key)

        return cls(
            StandIns(source),
            StandIns(lambda code: stand_in(Theme, code, code=code)),
            StandIns(territory),
            {},
            lambda name, slug: stand_in(Tag, slug, name=name, slug=slug),
        )

    def row(self, family: str, key: str) -> Any:
        return self._families[family][key]

    def built(self, row: Any, data: Any, spec: Any) -> Any:
        self._origins[id(row)] = Origin(row, data, spec)
        return row

    def origin(self, row: Any) -> Origin | None:
        return self._origins.get(id(row))

    def tags(self, names: list[str]) -> list[Tag]:
        """The tags of these names, made when they do not exist, once each."""
        found: dict[str, Tag] = {}
        for name in names:
            slug = folded_slug(name)
            if slug not in self._tags:
                self._tags[slug] = self._new_tag(name=name, slug=slug)
            found[slug] = self._tags[slug]
        return list(found.values())


def _rows(model: Any, key: str) -> dict[str, Any]:
    return {**kept_by_key(model), **{getattr(row, key): row for row in model.objects.all()}}
