"""Who gives what to whom, counted from commitments: the captions and drawings of a contract."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from contracts.values.balance import Balance, Flow, balance_of, flows_of, side_of_peers
from contracts.values.vocabulary import Side

CITY, OTHER_CITY, COUNTRY, THIRD, STRANGER = 1, 2, 3, 4, 5
SIDES = {CITY: Side.CITY, OTHER_CITY: Side.CITY, COUNTRY: Side.COUNTRYSIDE, THIRD: Side.THIRD}


@dataclass(frozen=True)
class Label:
    label: str


@dataclass(frozen=True)
class Commitment:
    giver_id: int | None = None
    theme: Label | None = None
    reciprocal: bool = False


WATER, WOOD = Label("Eau"), Label("Bois")


def test_commitments_are_counted_by_the_side_of_their_giver():
    commitments = [
        *[Commitment(CITY), Commitment(OTHER_CITY)],
        *[Commitment(COUNTRY)] * 3,
        *[Commitment(reciprocal=True)] * 4,
    ]
    assert balance_of(commitments, SIDES) == Balance(city=2, countryside=3, together=4)


def test_what_is_done_together_counts_for_no_side_whoever_is_named():
    together = Commitment(CITY, WATER, reciprocal=True)
    assert balance_of([together], SIDES) == Balance(together=1)
    assert flows_of([together], SIDES) == [Flow("Eau", None, 1)]


@pytest.mark.parametrize("giver", [THIRD, STRANGER, None])
def test_what_neither_side_gives_is_counted_nowhere(giver: int | None):
    assert balance_of([Commitment(giver, WATER)], SIDES) == Balance()
    assert flows_of([Commitment(giver, WATER)], SIDES) == []


def test_flows_are_counted_by_theme_and_direction_the_city_first():
    commitments = [
        Commitment(theme=WOOD, reciprocal=True),
        Commitment(COUNTRY, WOOD),
        Commitment(COUNTRY, WATER),
        Commitment(CITY, WATER),
        Commitment(COUNTRY, WOOD),
        Commitment(OTHER_CITY),
        Commitment(STRANGER, WATER),
        Commitment(CITY, WATER),
    ]
    assert flows_of(commitments, SIDES) == [
        Flow("Eau", Side.CITY, 2),
        Flow("", Side.CITY, 1),
        Flow("Bois", Side.COUNTRYSIDE, 2),
        Flow("Eau", Side.COUNTRYSIDE, 1),
        Flow("Bois", None, 1),
    ]


@pytest.mark.parametrize(
    ("balance", "words"),
    [
        (Balance(), "Aucun apport ni engagement n’est renseigné."),
        (Balance(together=4), "Apports de chacun : non renseignés, ensemble 4."),
        (Balance(2, 3), "La ville donne 2, la campagne donne 3."),
        (Balance(0, 1, 4), "La ville : non renseigné, la campagne donne 1, ensemble 4."),
    ],
)
def test_the_balance_is_a_sentence(balance: Balance, words: str):
    assert balance.in_words == words
    assert balance.total == balance.city + balance.countryside + balance.together


@pytest.mark.parametrize(
    ("sides", "peers"),
    [
        ([Side.CITY, Side.CITY], Side.CITY),
        ([Side.COUNTRYSIDE, Side.COUNTRYSIDE, Side.THIRD], Side.COUNTRYSIDE),
        ([Side.CITY, Side.COUNTRYSIDE], ""),
        ([Side.CITY, Side.CITY, Side.COUNTRYSIDE], ""),
        ([Side.CITY, Side.THIRD], ""),  # whoever is facing the city is not known
        ([], ""),
    ],
)
def test_peers_are_several_parties_of_one_side_facing_none_of_the_other(sides, peers):
    assert side_of_peers(sides) == peers


def test_between_peers_nothing_is_said_of_the_side_that_is_not_there():
    both_cities = {CITY: Side.CITY, OTHER_CITY: Side.CITY}
    given = [Commitment(CITY), Commitment(OTHER_CITY), Commitment(reciprocal=True)]
    assert balance_of(given, both_cities).in_words == "Les villes donnent 2, ensemble 1."
    assert "campagne" not in balance_of([], both_cities).in_words
