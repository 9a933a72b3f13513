"""Make the two files of communes from releases of the package @etalab/decoupage-administratif.

    python scripts/communes_data.py CURRENT [OLDER ...]

Each argument is the folder of an unpacked release. The current one says which communes there are,
their intercommunalities, inhabitants and postal codes, the municipal arrondissements, the delegated
and associated communes, and the codes that each commune had before. The older ones give the names
that went with these codes, and the names that communes no longer have: the newest that has one wins.

Source: Code officiel géographique (INSEE), intercommunalities (DGCL) and postal codes (La Poste),
gathered by Etalab. Data under the Licence Ouverte. Made on 28 November 2026 from release 6.0.0 (1
January 2026), with 5.3.0, 4.1.0, 3.1.1, 2.3.1, 1.1.1, 0.7.0 and 0.3.0 (January 2018) for the names.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

CATALOGUE = Path(__file__).parent.parent / "contracts" / "fixtures" / "catalogue"
_KINDS = {
    "arrondissement-municipal": "arrondissement",
    "commune-deleguee": "deleguee",
    "commune-associee": "associee",
}
# Without inhabitants, or no communes: the southern lands, Clipperton, Wallis and Futuna.
_NO_COMMUNES = ("984", "986", "989")


def main(current: Path, *older: Path) -> None:
    entries = _entries(current)
    communes = {
        entry["code"]: entry
        for entry in entries
        if entry["type"] == "commune-actuelle" and not entry["code"].startswith(_NO_COMMUNES)
    }
    names = sorted(set(_other_names(entries, communes, [_entries(one) for one in older])))
    parted = {entry["commune"] for entry in entries if _is_part(entry)}
    rows = _rows(current, communes, parted)
    _write("communes.csv", ["code", "name", "epci", "population", "postal"], rows)
    _write("commune_names.csv", ["commune", "kind", "code", "name", "postal"], names)


def _entries(release: Path) -> list[dict[str, Any]]:
    return list(json.loads((release / "data" / "communes.json").read_text(encoding="utf-8")))


def _rows(
    release: Path, communes: dict[str, dict[str, Any]], parted: set[str]
) -> Iterator[Iterable[object]]:
    """The communes. That of Paris, Lyon or Marseille has no postal code but its arrondissements'."""
    members = {
        member["code"]: (epci["code"], member["populationMunicipale"])
        for epci in json.loads((release / "data" / "epci.json").read_text(encoding="utf-8"))
        for member in epci["membres"]
    }
    for code, entry in sorted(communes.items()):
        epci, population = members.get(code, ("", entry.get("population", "")))
        postal = [] if code in parted else _postal(entry)
        yield code, _name(entry), epci, population, " ".join(postal)


def _other_names(
    entries: list[dict[str, Any]],
    communes: dict[str, dict[str, Any]],
    older: list[list[dict[str, Any]]],
) -> Iterator[tuple[str, str, str, str, str]]:
    now_in = {
        former: code for code, entry in communes.items() for former in entry.get("anciensCodes", ())
    }
    known: set[tuple[str, str]] = {
        (code, _folded(_name(entry))) for code, entry in communes.items()
    }
    named: set[str] = set()

    def is_new(commune: str, entry: dict[str, Any]) -> bool:
        key = commune, _folded(_name(entry))
        fresh = key not in known
        known.add(key)
        return fresh

    for entry in entries:
        commune = entry.get("commune") or entry.get("chefLieu")
        if entry["type"] in _KINDS and commune in communes and is_new(commune, entry):
            named.add(entry["code"])
            postal = " ".join(_postal(entry)) if _is_part(entry) else ""
            yield commune, _KINDS[entry["type"]], entry["code"], _name(entry), postal
    for release in older:
        for entry in release:
            code = entry["code"]
            commune = now_in.get(code, code if code in communes else "")
            if commune and not _is_part(entry) and is_new(commune, entry):
                named.add(code)
                yield commune, "ancienne", code, _name(entry), ""
    for code, commune in now_in.items():
        if code not in named:
            yield commune, "ancienne", code, "", ""


def _is_part(entry: dict[str, Any]) -> bool:
    return bool(entry["type"] == "arrondissement-municipal")


def _postal(entry: dict[str, Any]) -> list[str]:
    return list(entry.get("codesPostaux", ()))


def _name(entry: dict[str, Any]) -> str:
    return str(entry["nom"]).replace("'", "’").replace(" Arrondissement", " arrondissement")


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold().replace("œ", "oe"))
    return re.sub(r"[^a-z0-9]", "", plain)


def _write(name: str, columns: list[str], rows: Iterable[Iterable[object]]) -> None:
    with (CATALOGUE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
