"""The file of communes: loaded whole, again, and changed; and the keys of names kept right."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.catalogue.communes import load_communes, refresh_place_keys
from contracts.models import Commune, CommuneAlias, Territory
from contracts.models.commune import departement_of
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


class TestTheFile:
    def write(self, path: Path, *rows: str) -> Path:
        header = "code,name,epci,population,postal"
        path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
        return path

    def names(self, path: Path, *rows: str) -> Path:
        path.write_text("\n".join(["commune,kind,code,name,postal", *rows, ""]), encoding="utf-8")
        return path

    def test_gives_communes_their_postal_codes_and_what_they_were_called(self, tmp_path: Path):
        communes = self.write(
            tmp_path / "c.csv",
            "69024,Val-d’Oingt,,1,69620",
            "69123,Lyon,,2,",
            "29019,Brest,,3,29200",
        )
        names = self.names(
            tmp_path / "n.csv",
            "69024,deleguee,69024,Le Bois-d’Oingt,",
            "69123,arrondissement,69383,Lyon 3e arrondissement,69003",
            "29019,ancienne,29096,,",
            "75056,arrondissement,75101,Paris 1er arrondissement,75001",
        )
        expected = [
            ("29019", "ancienne", "29096", "", ""),
            ("29019", "postal", "29200", "", ""),
            ("69024", "deleguee", "69024", "Le Bois-d’Oingt", "boisoingt"),
            ("69024", "postal", "69620", "", ""),
            ("69123", "arrondissement", "69383", "Lyon 3e arrondissement", "lyon3"),
            ("69123", "postal", "69003", "Lyon 3e arrondissement", "lyon3"),
        ]
        for _ in range(2):  # the second time, from files that changed
            load_communes(communes, names)
            rows = CommuneAlias.objects.values_list("commune", "kind", "code", "name", "place_key")
            assert sorted(rows) == expected
            names.write_text(names.read_text() + "\n")

    def test_makes_the_table_equal_to_itself_and_can_be_loaded_again(self, tmp_path: Path):
        path = self.write(
            tmp_path / "c.csv",
            "29019,Brest,242900314,140993",
            "2A004,Ajaccio,242010056,75343",
            "97411,Saint-Denis,249740119,156149",
            "28001,Parc-d'Anxtot,,,",
        )
        assert load_communes(path) == 4
        fields = ("code", "name", "place_key", "departement", "epci", "population")
        assert list(Commune.objects.order_by("code").values_list(*fields)) == [
            ("28001", "Parc-d’Anxtot", "parcanxtot", "28", "", None),
            ("29019", "Brest", "brest", "29", "242900314", 140_993),
            ("2A004", "Ajaccio", "ajaccio", "2A", "242010056", 75_343),
            ("97411", "Saint-Denis", "saintdenis", "974", "249740119", 156_149),
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

    def test_of_the_site_holds_every_commune_and_what_it_was_called(self):
        assert load_communes() == Commune.objects.count() == 34_960
        brest = Commune.objects.get(code="29019")
        assert (brest.name, brest.epci, brest.departement) == ("Brest", "242900314", "29")
        assert Commune.objects.values("departement").distinct().count() == 101 + 5  # overseas
        assert (brest.longitude, brest.latitude) == (-4.485, 48.392)
        within_france = Commune.objects.exclude(departement__startswith="9")
        without_a_point = within_france.filter(longitude=None).values_list("code", flat=True)
        assert set(without_a_point) == {"14581", "15031", "15035", "15047", "15171"}
        metropolitan = Commune.objects.exclude(departement__startswith="9").filter(epci="")
        assert set(metropolitan.values_list("name", flat=True)) == {
            "L’Île-d’Yeu",
            "Ouessant",
            "Île-de-Bréhat",
            "Île-de-Sein",
        }
        kinds = CommuneAlias.Kind
        assert CommuneAlias.objects.filter(kind=kinds.ARRONDISSEMENT).count() == 45
        assert not Commune.objects.filter(aliases=None).exists()


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
