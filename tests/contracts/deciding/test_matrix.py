"""The balance of themes × direction: counted from commitments, told in words, without a score."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.pages.giving.ledger import GivenLines
from contracts.pages.giving.matrix import AMONG_PEERS, BalanceMatrix, WayTally
from contracts.values.vocabulary import Side

pytestmark = pytest.mark.sqlite


@dataclass(frozen=True)
class Theme:
    label: str


@dataclass(frozen=True)
class Line:
    theme: Theme | None
    quantity: Decimal | None = None


def matrix(*lines: tuple[str, str, int | None], peers: str = "") -> BalanceMatrix:
    """Of lines (side that gives, theme, quantity)."""
    given_lines: Any = tuple(
        (side, Line(Theme(theme) if theme else None, None if number is None else Decimal(number)))
        for side, theme, number in lines
    )
    return BalanceMatrix.of(GivenLines(given_lines), peers)


def told(found: BalanceMatrix) -> list[tuple[str, ...]]:
    return [(line.label, *line.texts, line.reading) for line in found.lines]


def test_what_is_not_quantified_counts_apart():
    assert str(WayTally(2, 1)) == "2 chiffrés, 1 non chiffré"
    assert str(WayTally(0, 3)) == "3 non chiffrés"
    assert str(WayTally()) == "aucun"


def test_a_theme_with_commitments_one_way_only_says_so():
    found = matrix(
        ("ville", "Eau", None),
        ("ville", "Eau", 3),
        ("ville", "Bois", None),
        ("campagne", "Bois", 2),
    )
    assert told(found) == [
        (
            "Eau",
            "1 chiffré, 1 non chiffré",
            "aucun",
            "sens unique\u00a0: seule la ville donne",
        ),
        ("Bois", "1 non chiffré", "1 chiffré", "dans les deux sens"),
        (
            "Tous thèmes",
            "1 chiffré, 2 non chiffrés",
            "1 chiffré",
            "dans les deux sens",
        ),
    ]


def test_what_is_done_together_is_no_one_way():
    found = matrix(("campagne", "Eau", None), ("", "Eau", None), ("", "Bois", None))
    assert [heading for _way, heading in found.ways] == [
        "La ville donne",
        "La campagne donne",
        "Ensemble",
    ]
    assert [line.reading for line in found.lines][:2] == ["d’un côté, et ensemble", "ensemble"]


def test_what_third_parties_give_is_left_out():
    assert matrix((Side.THIRD, "Eau", 1)).lines == ()


def test_nothing_is_said_of_a_countryside_between_cities():
    found = matrix(("ville", "Eau", None), peers="ville")
    assert [heading for _way, heading in found.ways] == ["Les villes donnent"]
    assert told(found) == [("Eau", "1 non chiffré", "entre pairs")]


def test_what_has_no_theme_comes_last():
    found = matrix(("ville", "", None), ("ville", "Eau", None))
    assert [line.label for line in found.lines] == ["Eau", "Sans thème précisé", "Tous thèmes"]


lines = st.lists(
    st.tuples(
        st.sampled_from(["ville", "campagne", "", "tiers"]),
        st.sampled_from(["", "Eau", "Bois"]),
        st.sampled_from([None, 1]),
    ),
    max_size=8,
)


@given(st.lists(st.tuples(lines, st.sampled_from(["", "ville"])), min_size=1, max_size=4))
def test_several_contracts_together_have_the_commitments_of_each(contracts):
    each = [matrix(*some, peers=peers) for some, peers in contracts]
    whole = BalanceMatrix.joined(each).whole
    for way in ("ville", "campagne", "", AMONG_PEERS):
        assert whole.going(way) == sum((one.whole.going(way) for one in each), WayTally())
