"""Files as a person opens them, in LibreOffice: columns, accents, numbers, days, and nothing run."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from contracts.values.dates.partial_date import PartialDate
from tests import factories
from tests.contracts.opendata.files import content
from tests.contracts.reading import ReadPage
from tests.programs import opened_by_libreoffice

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

# What the window « Import de texte » has for a French reader of a file that begins with its mark:
# semicolon, double quotes, UTF-8, from the first line, in French, with days and numbers told apart.
FRENCH_DEFAULTS = "Text - txt - csv (StarCalc):59,34,76,1,,1036,false,true"
FORMULA = '=HYPERLINK("https://mal.example")'


@pytest.fixture
def some_commitments() -> None:
    city = factories.territory(name="Ys-l’Évêque", level="epci", code="242900314")
    country = factories.territory(name="Pays d’Œuvre")
    wood = factories.theme(slug="bois", label="Forêt et filière bois")
    factories.contract(
        title='Ys ; « Œuvre » et "Landes"',
        slug="ys",
        city=city,
        country=country,
        commitments=[
            factories.commitment(
                country,
                city,
                object="Du bois énergie",
                theme=wood,
                quantity=2500.5,
                unit="tonnes par an",
                start=PartialDate.parse("2016-11"),
            ),
            factories.commitment(country, city, object=FORMULA),
            factories.commitment(None, None, object="-2 réunions, dont une à la ferme"),
        ],
    )


def opened(client, address: str, folder: Path, ending: str, read_as: str = "") -> Workbook:
    """What stands in each cell once LibreOffice has opened the file and saved it."""
    file = folder / f"fichier.{ending}"
    file.write_bytes(content(client, address))
    made = folder / "ouvert"
    made.mkdir()
    return load_workbook(opened_by_libreoffice(file, "xlsx", made, read_as))


def lines_of(workbook: Workbook) -> list[dict[str, Any]]:
    """The rows of the first sheet by their headings."""
    headings, *rows = workbook.worksheets[0].iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def counted_by_the_page(client, address: str) -> int:
    [number] = re.findall(r"(\d+) lignes? aujourd’hui", ReadPage(client, address).text("main"))
    return int(number)


def is_nowhere_computed(workbook: Workbook) -> bool:
    cells = (cell for sheet in workbook for row in sheet.iter_rows() for cell in row)
    # A truth is a function in a file that LibreOffice saves.
    return {cell.value for cell in cells if cell.data_type == "f"} <= {"=TRUE()", "=FALSE()"}


@pytest.mark.usefixtures("some_commitments")
@pytest.mark.parametrize(
    ("ending", "read_as", "mark"),
    [("csv", FRENCH_DEFAULTS, "'"), ("xlsx", "", ""), ("ods", "", "")],
)
def test_a_french_spreadsheet_shows_what_the_site_says(client, tmp_path, ending, read_as, mark):
    workbook = opened(client, f"/engagements/export.{ending}", tmp_path, ending, read_as)
    by_object = {line["Objet"]: line for line in lines_of(workbook)}
    assert len(by_object) == counted_by_the_page(client, "/engagements/telecharger/") == 3
    wood = by_object["Du bois énergie"]
    assert wood["Contrat"] == 'Ys ; « Œuvre » et "Landes"'
    assert wood["Qui donne"] == "Pays d’Œuvre"
    assert wood["Quantité"] == 2500.5
    assert wood["Début"] == "2016-11"
    assert wood["Début : premier jour"].date() == dt.date(2016, 11, 1)
    assert wood["Début : dernier jour"].date() == dt.date(2016, 11, 30)
    assert wood["Fin : premier jour"] is None
    # A text that a spreadsheet would run stays a text, with an apostrophe where cells have no type.
    assert f"{mark}{FORMULA}" in by_object
    assert f"{mark}-2 réunions, dont une à la ferme" in by_object
    assert is_nowhere_computed(workbook)


@pytest.mark.usefixtures("some_commitments")
@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_workbook_keeps_its_links_and_says_whence_it_comes(client, tmp_path, ending):
    workbook = opened(client, f"/contrats/export.{ending}", tmp_path, ending)
    sheet = workbook.worksheets[0]
    linked = {cell.value: cell.hyperlink.target for cell in sheet[2] if cell.hyperlink}
    assert linked == {
        "http://testserver/contrats/ys/": "http://testserver/contrats/ys/",
    }
    assert [cell.value for cell in workbook["Source"]["A"]][:3] == [
        "Ce fichier",
        "Éditeur",
        "Licence",
    ]
