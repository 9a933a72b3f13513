"""The file of communes: loaded whole, again, and changed; and the keys of names kept right."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.catalogue.communes import load_communes, refresh_place_keys
from contracts.models import Commune, Territory
from contracts.models.commune import departement_of
from tests import factories

pytestmark = pytest.mark.django_db


class TestTheFile:
    def write(self, path: Path, *rows: str) -> Path:
        path.write_text("\n".join(["code,name,epci,population", *rows, ""]), encoding="utf-8")
        return path

    def test_makes_the_table_equal_to_itself_and_can_be_loaded_again(self, tmp_path: Path):
        path = self.write(
            tmp_path / "c.csv",
            "29019,Brest,242900314,140993",
            "2A004,Ajaccio,242010056,75343",
            "97411,Saint-Denis,249740119,156149",
            "28001,Parc-d'Anxtot,,",
        )
        assert load_communes(path) == 4
        fields = ("code", "name", "place_key", "departement", "epci", "population")
        assert list(Commune.objects.order_by("code").values_list(*fields)) == [
            ("28001", "Parc-d’Anxtot", "parc anxtot", "28", "", None),
            ("29019", "Brest", "brest", "29", "242900314", 140_993),
            ("2A004", "Ajaccio", "ajaccio", "2A", "242010056", 75_343),
            ("97411", "Saint-Denis", "saint denis", "974", "249740119", 156_149),
        ]
        with CaptureQueriesContext(connection) as queries:
            assert load_communes(path) == 4
        assert len(queries) == 2

    def test_that_changed_takes_away_adds_and_corrects(self, tmp_path: Path):
        load_communes(self.write(tmp_path / "c.csv", "29019,Brets,,1", "29212,Plouzané,,2"))
        load_communes(self.write(tmp_path / "c.csv", "29019,Brest,,3", "29232,Quimper,,4"))
        rows = Commune.objects.order_by("code").values_list("code", "name", "place_key")
        assert list(rows) == [("29019", "Brest", "brest"), ("29232", "Quimper", "quimper")]

    def test_is_loaded_again_when_rows_are_missing(self, tmp_path: Path):
        path = self.write(tmp_path / "c.csv", "29019,Brest,,1")
        load_communes(path)
        Commune.objects.all().delete()
        load_communes(path)
        assert Commune.objects.count() == 1

    def test_of_the_site_holds_every_commune_of_an_intercommunality(self):
        assert load_communes() == Commune.objects.count() == 34_871
        assert Commune.objects.filter(epci="").count() == 0
        brest = Commune.objects.get(code="29019")
        assert (brest.name, brest.epci, brest.departement) == ("Brest", "242900314", "29")
        assert Commune.objects.values("departement").distinct().count() == 101


def test_keys_written_before_an_analysis_are_written_anew():
    place = factories.territory(name="Pays de Retz")
    Territory.objects.update(place_key="")
    assert refresh_place_keys() == 1
    place.refresh_from_db()
    assert place.place_key == "retz"
    assert refresh_place_keys() == 0


@pytest.mark.parametrize(
    ("code", "departement"),
    [("01004", "01"), ("2A004", "2A"), ("2B033", "2B"), ("75056", "75"), ("97411", "974")],
)
def test_the_departement_is_in_the_code(code: str, departement: str):
    assert departement_of(code) == departement
