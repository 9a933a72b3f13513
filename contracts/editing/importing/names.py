"""What people write in a cell for a source, a territory, a theme or a fiche: which one it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from wagtail.models import Page

from contracts.catalogue import kinds
from contracts.catalogue.refs import Known, Refs
from contracts.columns.reading import CellFault
from contracts.models import Source, Tag, Territory, TerritoryName, Theme
from contracts.values.place_names import place_key
from search.text.analysis import fold

_CURES = {
    "source": "créez-la sous « Catalogue › Sources », ou corrigez son identifiant ou son adresse",
    "territory": "vérifiez son nom, ou donnez l’identifiant d’un territoire de la base",
    "theme": "donnez le code ou le nom d’un thème de la base",
    "page": "donnez l’adresse ou le titre d’une fiche qui est déjà dans la base",
}
_MOST_NAMED = 5


class DatabaseNames:
    """The names of all that a fiche may refer to, each family read once, when it is asked for."""

    def __init__(self) -> None:
        self._families: dict[str, Mapping[str, set[str]]] = {}
        self._fiches: dict[str, tuple[type[Page], int]] = {}
        self._asked: set[str] = set()  # keys of fiches

    def key(self, family: str, text: str, prefixes: tuple[str, ...] = ()) -> str:
        if family not in self._families:
            self._families[family] = self._read(family)
        keys = self._families[family].get(_folded(family, text), ())
        found = sorted(key for key in keys if key.startswith(prefixes or ""))
        if not found:
            raise CellFault(f"« {text} » n’est pas dans la base : {_CURES[family]}.")
        if len(found) > 1 and text not in found:
            named = ", ".join(found[:_MOST_NAMED])
            raise CellFault(f"« {text} » en désigne plusieurs : écrivez l’un de {named}.")
        key = text if text in found else found[0]
        if family == "page":
            self._asked.add(key)
        return key

    def _read(self, family: str) -> Mapping[str, set[str]]:
        if family == "source":
            return _index(family, Source.objects.values_list("key", "url", "title"))
        if family == "theme":
            return _index(family, Theme.objects.values_list("code", "label", "slug"))
        if family == "territory":
            own = Territory.objects.values_list("slug", "name", "code")
            return _index(
                family, [*own, *TerritoryName.objects.values_list("territory__slug", "name")]
            )
        named = []
        for kind in kinds.registered():
            for pk, slug, title in kind.model.objects.values_list("pk", "slug", "title"):
                key = f"{kind.folder}/{slug}"
                self._fiches[key] = kind.model, pk
                named.append((key, slug, title))
        return _index(family, named)

    def refs(self) -> Refs:
        """Rows by the keys that were given. New tags are made in memory."""
        refs = Refs(
            Known("cette source", {one.key: one for one in Source.objects.all()}),
            Known("ce thème", {one.code: one for one in Theme.objects.all()}),
            Known("ce territoire", {one.slug: one for one in Territory.objects.all()}),
            {tag.slug: tag for tag in Tag.objects.all()},
            Tag,
        )
        wanted: dict[type[Page], dict[int, str]] = defaultdict(dict)
        for key in self._asked:
            model, pk = self._fiches[key]
            wanted[model][pk] = key
        for model, keys in wanted.items():
            for page in model._default_manager.filter(pk__in=keys):
                refs.pages[keys[page.pk]] = page
        return refs


def _index(family: str, rows: Iterable[tuple[str, ...]]) -> Mapping[str, set[str]]:
    """The keys, first of each row, by what they are called, folded."""
    index: dict[str, set[str]] = defaultdict(set)
    for key, *texts in rows:
        for text in (key, *texts):
            if text:
                index[_folded(family, text)].add(key)
    return index


def _folded(family: str, text: str) -> str:
    if family == "page" and text.startswith(("http://", "https://", "/")):
        return fold(urlsplit(text).path.strip("/").rpartition("/")[2])
    if text.startswith(("http://", "https://")):
        return text.rstrip("/").removeprefix("https://").removeprefix("http://")
    if family == "territory":
        return place_key(text) or fold(text)
    return " ".join(fold(text).split())
