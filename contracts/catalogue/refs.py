"""What the keys of files stand for in the database, found with one query a family."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from contracts.catalogue.schema import CatalogueFaults, FileFault
from contracts.models import Source, Tag, Territory, Theme
from contracts.values.slugs import folded_slug


class Known(dict[str, Any]):
    """Rows by key; one that an editor took away since is told as a fault."""

    def __init__(self, family: str, rows: dict[str, Any]):
        super().__init__(rows)
        self.family = family

    def __missing__(self, key: str) -> Any:
        message = f"un éditeur a supprimé ce {self.family}, que des fiches citent encore."
        raise CatalogueFaults([FileFault("base de données", key, message)])


class Refs:
    """Rows by the keys that files use."""

    def __init__(self, territories: dict[str, Territory]):
        self.sources = Known("source", {source.key: source for source in Source.objects.all()})
        self.themes = Known("thème", {theme.code: theme for theme in Theme.objects.all()})
        self.territories = Known("territoire", territories)
        self.pages: dict[str, Page] = {}
        self._tags = {tag.slug: tag for tag in Tag.objects.all()}

    def sourced(self, data: dict[str, Any], key: str = "source") -> dict[str, Any]:
        """The fields of `Sourced` out of « source » (one or two keys) and « locator »."""
        keys = data.get(key) or []
        first, second = ([self.sources[one] for one in keys] + [None, None])[:2]
        return {"source": first, "second_source": second, "locator": data.get("locator", "")}

    def source(self, data: dict[str, Any], key: str = "source") -> Source | None:
        return self.sources[data[key]] if data.get(key) else None

    def tags(self, names: list[str]) -> list[Tag]:
        """The tags of these names, made when they do not exist, once each."""
        found: dict[str, Tag] = {}
        for name in names:
            slug = folded_slug(name)
            if slug not in self._tags:
                self._tags[slug] = Tag.objects.create(name=name, slug=slug)
            found[slug] = self._tags[slug]
        return list(found.values())
