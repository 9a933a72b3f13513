"""A prepared query reads what its querysets read, whatever its values."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q, QuerySet, Value
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from contracts.models import Membership, Source, Territory, TerritoryName
from contracts.values.vocabulary import TerritoryLevel
from search.index.prepared import prepared
from search.models import IndexState
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

NAMES = ("Kerys", "Landes", "Ville-aux-Bois", "100 % d’ailleurs", "-2147482648")


def _asked(name: str, pks: Collection[int], names: Collection[str]) -> tuple[QuerySet[Any], ...]:
    inside = Membership.objects.filter(container__in=pks).values("member")
    called = TerritoryName.objects.filter(name__in=names).order_by()
    sources = Source.objects.filter(key__in=names).order_by()
    return (
        Territory.objects.filter(name=name).order_by("pk")[:1],
        Membership.objects.filter(Q(member__in=inside) | Q(member__name__in=names))
        .select_related("member", "source")
        .order_by("pk"),
        Territory.objects.filter(name__in=names, level=TerritoryLevel.PETR).order_by("name"),
        called.values_list("territory__name", "name").union(
            sources.values_list("key", Value("")), all=True
        ),
    )


def _read(rows: Collection[Any]) -> list[Any]:
    return [
        (row.pk, row.member.name, row.source.key) if isinstance(row, Membership) else row
        for row in rows
    ]


@pytest.fixture
def known() -> list[Territory]:
    rows = [factories.territory(name=name) for name in NAMES]
    for row in rows[1:]:
        Membership.objects.create(member=row, container=rows[0], source=factories.source())
        TerritoryName.objects.create(territory=row, name=f"dit {row.name}", kind="usage")
    return rows


@pytest.mark.parametrize(
    ("name", "inside", "names"),
    [
        ("Kerys", [0], ["Landes", "dit Landes"]),
        ("100 % d’ailleurs", [], []),
        ("", [0, 1, 2], {"-2147482648": 1, "Kerys": 2, "dit Kerys": 3}),
        ("-2147482648", {3}, {"Landes", "Kerys", "Ville-aux-Bois", "dit Ville-aux-Bois", "rien"}),
    ],
)
def test_it_reads_with_one_statement_what_its_querysets_read(known, name, inside, names):
    read = prepared(_asked)
    pks = [known[rank].pk for rank in inside]
    expected = [_read(rows) for rows in _asked(name, pks, names)]
    for _ in range(2):  # the statement is written, then kept
        with CaptureQueriesContext(connection) as asked:
            found = read(name, pks, names)
        assert len(asked) == 1
        assert [_read(rows) for rows in found] == expected


def test_what_it_read_last_time_is_not_what_it_says_now(known):
    read = prepared(_asked)
    assert [row.name for row in read("Kerys", (), ())[0]] == ["Kerys"]
    Territory.objects.filter(name="Kerys").update(name="Ys")
    assert [row.name for row in read("Kerys", (), ())[0]] == []
    assert [row.name for row in read("Ys", (), ())[0]] == ["Ys"]


def test_collections_of_many_sizes_are_answered_by_some_few_statements(known):
    written = []

    @prepared
    def places(names: Collection[str]) -> tuple[QuerySet[Territory]]:
        written.append(len(names))
        return (Territory.objects.filter(name__in=names).order_by("pk"),)

    for size in (*range(40), 256, 300, 301):
        names = [*NAMES[:size], *map(str, range(size - len(NAMES)))]
        (found,) = places(names)
        assert [row.name for row in found] == list(NAMES[:size])
    # The longest are asked for as they are: a statement of so many values is not kept.
    assert written == [0, 1, 2, 4, 8, 16, 32, 64, 256, 300, 301]


def test_without_values_it_is_written_once(django_assert_num_queries):
    written = []

    @prepared
    def states() -> tuple[QuerySet[Any]]:
        written.append(True)
        return (IndexState.objects.values_list("pk"),)

    expected = list(IndexState.objects.values_list("pk"))
    for _ in range(3):
        with django_assert_num_queries(1):
            assert states() == (expected,)
    assert written == [True]


def test_a_value_that_stands_beside_nothing_is_none_of_a_statement(known):
    @prepared
    def places(name: str, inside: Collection[int]) -> tuple[QuerySet[Any], ...]:
        return Territory.objects.filter(name=name, pk__in=inside), Territory.objects.order_by("pk")

    assert [[*map(str, rows)] for rows in places("Kerys", ())] == [[], [*NAMES]]
    assert [[*map(str, rows)] for rows in places("Kerys", (known[0].pk,))] == [["Kerys"], [*NAMES]]


@pytest.mark.parametrize("way", ["startswith", "icontains", "isnull"])
def test_a_value_that_is_not_asked_as_it_is_is_refused(way):
    @prepared
    def places(name: str) -> tuple[QuerySet[Territory]]:
        return (Territory.objects.filter(**{f"name__{way}": name if way != "isnull" else True}),)

    for _ in range(2):
        with pytest.raises(ValueError, match="not asked as it is"):
            places("Ke")


@given(
    name=st.sampled_from(NAMES) | st.text(st.characters(exclude_characters="\0"), max_size=8),
    inside=st.sets(st.integers(-(2**31), 2**31 - 1), max_size=6),
    names=st.lists(st.sampled_from(NAMES) | st.integers(-(2**31), 0).map(str), max_size=9),
)
def test_any_values_are_read_as_they_are(name, inside, names):
    found = _always(name, inside, names)
    assert [_read(rows) for rows in found] == [_read(rows) for rows in _asked(name, inside, names)]


_always = prepared(_asked)
