"""Values that agree are one value; values that disagree are all shown."""

from decimal import Decimal

import pytest

from contracts.models.rows.fact import group_facts
from contracts.values.dates.partial_date import PartialDate
from contracts.values.vocabulary import Attribute
from tests import factories
from tests.contracts.reading import ReadPage

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


@pytest.mark.parametrize(
    ("label", "as_of", "heading"),
    [
        ("ateliers du printemps 2016", "2016-21", "Ateliers du printemps 2016"),
        ("habitants en 2017", "2017", "Habitants en 2017"),
        ("habitants", "2017", "Habitants (2017)"),
        ("plan 2017-2021", "2017", "Plan 2017-2021 (2017)"),
        ("plan 2017–2021", "2021", "Plan 2017–2021 (2021)"),
    ],
)
def test_a_date_that_the_heading_tells_is_not_repeated(label: str, as_of: str, heading: str):
    fact = factories.fact(label=label, number_value=3, as_of=PartialDate.parse(as_of))

    assert [group.heading for group in group_facts([fact])] == [heading]


@pytest.mark.parametrize(
    ("value", "heading"),
    [
        ({"number_value": 45, "unit": "minutes environ"}, "Durée du trajet"),
        ({"number_value": 2, "unit": "h"}, "Durée du trajet"),
        ({"text_value": "trois quarts d’heure"}, "Durée du trajet"),
        ({"number_value": 76, "unit": "km"}, "Distance"),
        ({"text_value": "Une trentaine de kilomètres"}, "Distance"),
    ],
)
def test_how_long_it_takes_is_not_headed_distance(value, heading: str):
    assert factories.fact(Attribute.DISTANCE, **value).heading == heading


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


def test_fiches_whose_sources_disagree_are_a_filter(client):
    apart = factories.contract(
        title="Ys et les Landes",
        facts=[
            factories.signed_on("2016-11-04", retained=True),
            factories.signed_on("2016-11-10"),
        ],
    )
    factories.contract(
        title="Is et le Causse",
        facts=[factories.signed_on("2016-11-04"), factories.signed_on("2016-11-04")],
    )

    found = ReadPage(client, "/recherche/?sources=divergentes")

    assert found.texts("#resultats h3 a") == ["Ys et les Landes"]
    assert "sources divergentes" in ReadPage(client, apart.url).text("main")
    assert "Sources divergentes" in found.text("[aria-label='Filtres actifs']")
