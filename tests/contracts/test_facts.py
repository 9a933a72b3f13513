"""Values that agree are one value; values that disagree are all shown."""

from decimal import Decimal

import pytest

from contracts.models.rows.fact import group_facts
from contracts.values.dates.partial_date import PartialDate
from contracts.values.vocabulary import Attribute
from tests import factories

pytestmark = pytest.mark.django_db


def test_two_sources_of_one_value_are_one_value_with_two_sources():
    [group] = group_facts([factories.signed_on("2016-11-04"), factories.signed_on("2016-11-04")])

    assert not group.divergent
    assert [value.shown for value in group.values] == ["4 novembre 2016"]
    assert len(group.values[0].sources) == 2


def test_divergent_values_are_all_shown_the_retained_one_first():
    [group] = group_facts(
        [factories.signed_on("2016-11-10"), factories.signed_on("2016-11-04", retained=True)]
    )

    assert group.divergent
    assert [value.shown for value in group.values] == ["4 novembre 2016", "10 novembre 2016"]
    assert group.retained.shown == "4 novembre 2016"


def test_an_open_divergence_retains_nothing():
    [group] = group_facts([factories.signed_on("2016-11-10"), factories.signed_on("2016-11-04")])

    assert group.retained is None


def test_values_of_different_dates_are_a_series_and_no_disagreement():
    counts = [
        factories.fact(
            Attribute.COUNT,
            label="contrats signés",
            number_value=Decimal(n),
            as_of=PartialDate(year),
        )
        for n, year in ((2, 2017), (12, 2024))
    ]

    groups = group_facts(counts)

    assert [group.divergent for group in groups] == [False, False]
    assert [group.heading for group in groups] == [
        "Contrats signés (2017)",
        "Contrats signés (2024)",
    ]


def flow(origin=None, destination=None, **fields):
    given = {"label": "habitants qui vont travailler", "as_of": PartialDate(2022), **fields}
    return factories.fact(
        Attribute.FLOW, origin=origin, destination=destination, number_value=Decimal(245), **given
    )


def test_a_flow_says_where_it_starts_and_where_it_arrives():
    city, country = factories.territory(name="Grenoble"), factories.territory(name="Trièves")
    assert flow(city, country).dated_heading == (
        "Habitants qui vont travailler, départ Grenoble, arrivée Trièves (2022)"
    )
    assert flow().dated_heading == "Habitants qui vont travailler, sens non précisé (2022)"


def test_two_directions_of_a_flow_are_no_disagreement():
    city, country = factories.territory(), factories.territory()
    groups = group_facts([flow(city, country), flow(country, city)])
    assert [group.divergent for group in groups] == [False, False]


def test_numbers_are_grouped_and_keep_their_decimals():
    fact = factories.fact(label="bois", number_value="20000.5", unit="t")
    fact.page = factories.contract()
    fact.save()
    fact.refresh_from_db()

    assert fact.shown.replace("\u202f", " ").replace("\xa0", " ") == "20 000,5 t"
