"""Reads every file of the catalogue and checks all of it before anything is written.

A file is read for its shape (keys, types, references); what it says is built in memory and the
rules are asked of it (`contracts.rules.page`). No database is needed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from contracts.catalogue import kinds, specs
from contracts.catalogue.check import check_page, check_source
from contracts.catalogue.faults import CatalogueFaults, Reader
from contracts.catalogue.kinds import FicheKind
from contracts.catalogue.refs import Refs
from contracts.catalogue.schema import Keys, Map, Spec
from contracts.places.official import OfficialTerritory, read_official
from contracts.values.clean_text import clean_line, clean_lines

CATALOGUE = Path(__file__).resolve().parent.parent / "fixtures" / "catalogue"


@dataclass
class Catalogue:
    """The checked content of the files, by key. `pages` keys are « folder/slug »."""

    official: list[OfficialTerritory] = field(default_factory=list)
    sources: dict[str, Keys] = field(default_factory=dict)
    themes: dict[str, Keys] = field(default_factory=dict)
    terms: dict[str, Keys] = field(default_factory=dict)
    territories: dict[str, Keys] = field(default_factory=dict)
    names: dict[str, Keys] = field(default_factory=dict)
    pages: dict[str, Keys] = field(default_factory=dict)

    def territory_slugs(self) -> dict[str, str]:
        """The slug in the database of every key that a file may use for a territory."""
        slugs = {official.key: official.slug for official in self.official}
        for key, data in self.territories.items():
            slugs[key] = slugs.get(data.get("code", ""), key)
        return slugs


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class UniqueKeyLoader(_Loader):
    """YAML forgets all but the last of two equal keys: here, the second one is a fault."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"la clé « {key} » est écrite deux fois", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)

    def construct_scalar(self, node: yaml.ScalarNode) -> Any:
        """Without the unseen marks that an escape such as « \\v » writes."""
        value = super().construct_scalar(node)
        return clean_lines(value) if isinstance(value, str) else value


def read_catalogue(folder: Path = CATALOGUE) -> Catalogue:
    """The whole catalogue, or CatalogueFaults with every fault of every file."""
    catalogue = Catalogue(official=read_official(folder / "territories.csv"))
    readers: list[Reader] = []
    of_pages: dict[str, tuple[FicheKind, Reader]] = {}

    def read(path: Path, spec: Spec, key: str = "") -> list[tuple[str, Keys]]:
        """The entries of a file: itself, the items of a list, or the values of a mapping."""
        reader = Reader(str(path.relative_to(folder)))
        readers.append(reader)
        content = _parse(path, reader)
        if content is None:
            return []
        if key:
            return [(key, spec.read(content, "", reader) or Keys())]
        if isinstance(content, dict):
            return [(name, spec.read(one, name, reader) or Keys()) for name, one in content.items()]
        if isinstance(content, list):
            return [
                (str(one.get("slug") or i) if isinstance(one, dict) else str(i), data)
                for i, one in enumerate(content, 1)
                if (data := spec.read(one, f"[{i}]", reader)) is not None
            ]
        reader.fault("", "une liste, ou des clés et des valeurs, sont attendues.")
        return []

    catalogue.sources = dict(read(folder / "sources.yaml", specs.SOURCE))
    of_sources = readers[-1]
    for _, data in read(folder / "themes.yaml", specs.THEME):
        code = data.get("code", "")
        if code in catalogue.themes:
            readers[-1].fault(code, "deux thèmes portent ce code : changez-en un.")
        catalogue.themes[code] = data
    for path in sorted((folder / "glossaire").glob("*.yaml")):
        for key, data in read(path, specs.TERM):
            if key in catalogue.terms:
                readers[-1].fault(key, "ce terme est défini deux fois : gardez-en un.")
            catalogue.terms[key] = data
    for path in sorted((folder / "territoires").glob("*.yaml")):
        catalogue.territories.update(read(path, specs.TERRITORY_FILE, path.stem))
        _check_territory(catalogue, path.stem, readers[-1])
    names = folder / "territory_names.yaml"
    if names.exists():  # a catalogue need not name the same places in other ways
        catalogue.names = dict(read(names, Map(specs.TERRITORY_NAMES)))
    readers[-1].references += [("territory", key, key) for key in catalogue.names]
    for kind in kinds.registered():
        for path in sorted((folder / kind.folder).glob("*.yaml")):
            key = f"{kind.folder}/{path.stem}"
            catalogue.pages.update(read(path, kind.spec, key))
            if key not in catalogue.pages:
                continue
            of_pages[key] = (kind, readers[-1])
            stated = catalogue.pages[key].get("kind", kind.code)
            if stated != kind.code:
                readers[-1].fault(
                    "kind", f"« {stated} » n’est pas « {kind.code} », celui du dossier."
                )
    _check_references(catalogue, readers)
    refs = Refs.in_memory(catalogue.sources, catalogue.territory_slugs())
    for data in catalogue.sources.values():
        check_source(data, refs, of_sources)
    for key, (kind, reader) in of_pages.items():
        check_page(kind, key.rpartition("/")[2], catalogue.pages[key], refs, reader)
    faults = [fault for reader in readers for fault in reader.faults]
    if faults:
        raise CatalogueFaults(faults)
    return catalogue


def _parse(path: Path, reader: Reader) -> Any:
    """The content of a file, or None once it is told why there is none."""
    try:
        text = path.read_text(encoding="utf-8")
        # YAML refuses control characters; the indentation of a line is left to it.
        text = re.sub(r"[^ \t\n].*", lambda words: clean_line(words[0]), text)
        content = yaml.load(text, UniqueKeyLoader)  # noqa: S506 - a SafeLoader
        if content is None:
            reader.fault("", "le fichier est vide : remplissez-le ou retirez-le.")
        return content
    except (OSError, UnicodeDecodeError) as error:
        reader.fault("", f"le fichier ne se lit pas ({error}).")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"ligne {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", "") or str(error)
        reader.fault(line, f"ce n’est pas du YAML : {problem}. Vérifiez retraits et guillemets.")
    return None


def _check_territory(catalogue: Catalogue, key: str, reader: Reader) -> None:
    data = catalogue.territories.get(key) or Keys()
    officials = {official.key: official for official in catalogue.official}
    code = data.get("code", "")
    same = [
        other
        for other, one in catalogue.territories.items()
        if other != key
        and code
        and one.get("code") == code
        and (":" in code or one.get("level") == data.get("level"))
    ]
    if same:
        reader.fault("code", f"le code « {code} » est déjà celui de {same[0]}.")
    if ":" in code:
        if code not in officials:
            reader.fault("code", f"« {code} » n’est pas dans territories.csv.")
        return
    if key in {official.slug for official in catalogue.official}:
        reader.fault("", "un territoire officiel porte ce nom : complétez-le par son « code ».")
    for name in ("name", "level"):
        if name not in data:
            reader.fault(name, f"la clé « {name} » manque : ajoutez-la.")


def _check_references(catalogue: Catalogue, readers: list[Reader]) -> None:
    known = {
        "source": set(catalogue.sources),
        "theme": set(catalogue.themes),
        "term": set(catalogue.terms),
        "territory": set(catalogue.territory_slugs()),
        "page": set(catalogue.pages),
    }
    cures = {
        "source": "ajoutez-la à sources.yaml",
        "theme": "choisissez un code de themes.yaml",
        "term": "ajoutez-le au glossaire",
        "territory": "ajoutez-le à territoires/, ou prenez son code dans territories.csv",
        "page": "vérifiez le dossier et le nom du fichier",
    }
    for reader in readers:
        for family, key, path in reader.references:
            if key not in known[family]:
                reader.fault(path, f"« {key} » n’existe pas : {cures[family]}.")
