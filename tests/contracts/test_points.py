"""Every territory has a place or says why it has none."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from contracts.models import Territory, TerritoryFigure
from contracts.places.points import ABROAD, NOT_KNOWN, Nowhere, Point, distance, places
from contracts.values.vocabulary import TerritoryLevel
from tests import factories


def place(territory: Territory):
    return places([territory])[territory.pk]


def people(territory: Territory, number: int) -> None:
    TerritoryFigure.objects.create(
        territory=territory, kind="population", number=number, source=factories.source()
    )


@pytest.mark.django_db
class TestATerritory:
    def test_stands_at_its_own_point_without_a_query(self):
        ys = factories.territory(longitude=-4.5, latitude=48.4)
        with CaptureQueriesContext(connection) as queries:
            assert place(ys) == Point(-4.5, 48.4)
        assert len(queries) == 0

    def test_that_is_a_commune_stands_where_the_gazetteer_puts_it(self):
        factories.commune("29019", "Brest", longitude=-4.486, latitude=48.39)
        brest = factories.territory(level="commune", code="29019")
        assert place(brest) == Point(-4.486, 48.39)

    def test_that_is_a_commune_without_a_point_stands_where_its_intercommunality_is(self):
        factories.commune("14581", "Aurseulles", epci="200069524")
        factories.territory(level="epci", code="200069524", longitude=-0.7, latitude=49.1)
        aurseulles = factories.territory(level="commune", code="14581")
        assert place(aurseulles) == Point(-0.7, 49.1, "point de son intercommunalité")

    def test_that_groups_others_stands_at_their_centre_each_for_its_inhabitants(self):
        pays = factories.territory()
        for longitude, latitude, number in ((0, 44, 3000), (4, 48, 1000)):
            member = factories.territory(longitude=longitude, latitude=latitude)
            people(member, number)
            factories.within(member, pays)
        assert place(pays) == Point(1.0, 45.0, "centre de ses 2 membres")

    def test_weighs_its_members_alike_when_the_inhabitants_of_one_are_unknown(self):
        pays = factories.territory()
        for longitude, number in ((0, 3000), (4, 0)):
            member = factories.territory(longitude=longitude, latitude=44)
            if number:
                people(member, number)
            factories.within(member, pays)
        assert place(pays) == Point(2.0, 44.0, "centre de ses 2 membres")

    def test_stands_at_the_centre_of_what_its_members_group(self):
        region, departement = factories.territory(level="region"), factories.territory()
        epci = factories.territory(level="epci", longitude=2, latitude=45)
        factories.within(departement, region)
        factories.within(epci, departement)
        assert place(region) == Point(2.0, 45.0, "centre de son membre")

    def test_tells_how_many_of_its_members_are_placed(self):
        pays = factories.territory()
        factories.within(factories.territory(longitude=2, latitude=45), pays)
        factories.within(factories.territory(), pays)
        assert place(pays).how == "centre de 1 de ses 2 membres"

    def test_without_members_stands_at_its_seat(self):
        factories.commune("58235", "Saint-Brisson", longitude=4.1, latitude=47.3)
        morvan = factories.territory(seat="58235", place_source=factories.source())
        assert place(morvan) == Point(4.1, 47.3, "commune de son siège")

    def test_within_itself_is_not_looked_for_without_end(self):
        one, other = factories.territory(), factories.territory()
        factories.within(one, other)
        factories.within(other, one)
        assert place(one) == Nowhere(NOT_KNOWN)

    def test_abroad_has_no_point(self):
        brussels = factories.territory(level=TerritoryLevel.FOREIGN, longitude=4.35, latitude=50.85)
        assert place(brussels) == Nowhere(ABROAD)

    def test_has_a_source_for_its_seat(self):
        with pytest.raises(IntegrityError, match="a_seat_has_a_source"), transaction.atomic():
            factories.territory(seat="58235")

    def test_costs_no_more_queries_when_there_are_more(self):
        def cost(many: int) -> int:
            groupings = [factories.territory() for _ in range(many)]
            for grouping in groupings:
                factories.within(factories.territory(longitude=2, latitude=45), grouping)
            with CaptureQueriesContext(connection) as queries:
                places(groupings)
            return len(queries)

        assert cost(1) == cost(12) <= 10


def test_brest_and_lyon_are_765_kilometres_apart():
    brest, lyon = Point(-4.4861, 48.3904), Point(4.8357, 45.7640)
    assert distance(brest, lyon) == pytest.approx(765, abs=2)


anywhere = st.builds(Point, st.floats(-180, 180), st.floats(-90, 90))


@given(anywhere, anywhere)
def test_two_points_are_as_far_from_each_other_and_within_half_a_turn(one, other):
    assert 0 <= distance(one, other) == pytest.approx(distance(other, one), abs=1e-6)
    assert distance(one, other) <= 20_016


@pytest.mark.usefixtures("catalogue")
def test_parties_of_real_contracts_without_a_place_are_these():
    """Communes are loaded apart: see the test of the atlas for all of them."""
    astray = {
        territory.name: place.reason
        for territory in Territory.objects.filter(parties__isnull=False).distinct()
        if isinstance(place := places([territory])[territory.pk], Nowhere)
        and territory.level != TerritoryLevel.COMMUNE
        and not territory.seat
    }
    assert astray == {
        "Région de Bruxelles-Capitale": ABROAD,
        "Communautés de communes du Pôle métropolitain Le Mans – Sarthe": NOT_KNOWN,
        "Communes voisines alimentées en eau par Dijon": NOT_KNOWN,
        "Intercommunalités du territoire nord-lorrain": NOT_KNOWN,
        "Syndicat des eaux de la région messine": NOT_KNOWN,
        "Villes-portes du Massif des Bauges": NOT_KNOWN,
        "Villes-portes et agglomérations-portes des Ballons des Vosges": NOT_KNOWN,
    }
