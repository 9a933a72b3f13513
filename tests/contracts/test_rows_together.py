"""Rows of several tables read with one statement are those that each query would have read."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.db.models import Count, Prefetch
from django.test.utils import CaptureQueriesContext

from contracts.models import ContractPage, Membership, Source, Tag, Territory, Theme
from contracts.models.rows.commitment import Commitment
from contracts.models.rows.fact import Fact
from contracts.training.models import (
    PresentedFiche,
    ProgrammeItem,
    SessionDate,
    SessionIndexPage,
    Speaker,
    TrainingSessionPage,
)
from search.index.together import Shape, prefetch_together, read_together
from search.models import SearchDocument
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


def contract() -> ContractPage:
    city, country = factories.territory(name="Kerys"), factories.territory(name="Landes")
    page = factories.contract(
        city=city,
        country=country,
        themes=[factories.theme(), factories.theme()],
        tags=["bois", "eau"],
        facts=[factories.fact(label=f"mesure {n}", number_value=n) for n in (3, 1, 2)],
    )
    page.commitments = [factories.commitment(city, country) for _ in range(3)]
    page.save_revision().publish()
    return ContractPage.objects.get(pk=page.pk)


def test_querysets_of_every_sort_say_what_they_say_alone():
    contract()

    def querysets():
        return [
            Territory.objects.order_by("-name"),
            Fact.objects.select_related("source", "page").order_by("-number_value"),
            Commitment.objects.select_related("giver", "theme").order_by("pk"),
            SearchDocument.objects.only("key", "card", "facets").order_by("-key"),
            Source.objects.values_list("key", "published_on").order_by("key"),
            Tag.objects.values_list("name", flat=True).order_by("-name"),
            Theme.objects.annotate(pages=Count("contractpages")).order_by("pk"),
            Membership.objects.none(),
            Territory.objects.filter(pk__in=[]),
            Territory.objects.filter(name="100 % d’ailleurs"),
        ]

    alone = [list(rows) for rows in querysets()]
    read = querysets()
    with CaptureQueriesContext(connection) as asked:
        read_together(*read)
        together = [list(rows) for rows in read]
    assert len(asked) == 1
    assert together == alone
    assert [len(rows) > 1 for rows in together] == [True] * 7 + [False] * 3
    for one, other in zip(together[1], alone[1], strict=True):
        assert vars(one.source)["published_on"] == vars(other.source)["published_on"]
        assert (one.number_value, one.date_value) == (other.number_value, other.date_value)
    assert [row.card for row in together[3]] == [row.card for row in alone[3]]
    assert [theme.pages for theme in together[6]] == [1, 1]


def test_nothing_to_read_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        read_together()
        read_together(Territory.objects.none())


def test_the_relations_of_a_page_are_read_at_once_in_their_order():
    page = contract()
    same = ContractPage.objects.get(pk=page.pk)
    beside = Tag.objects.order_by("name")
    sourced = Fact.objects.select_related("source")
    relations = ["themes", Prefetch("facts", sourced), "commitments", "parties"]
    with CaptureQueriesContext(connection) as asked:
        prefetch_together(page, relations, beside)
        assert [tag.name for tag in beside] == ["bois", "eau"]
        assert [fact.source.key for fact in page.facts.all()]
        assert all(fact.page is page for fact in page.facts.all())
        read = [list(getattr(page, name).all()) for name in ("themes", "facts", "commitments")]
    assert len(asked) == 1
    assert read == [list(getattr(same, name).all()) for name in ("themes", "facts", "commitments")]
    assert [len(rows) for rows in read] == [2, 3, 3]
    assert [fact.number_value for fact in page.facts.all()] == [3, 1, 2]


def test_rows_of_rows_go_to_the_one_that_they_are_of():
    fiche = contract()
    page = TrainingSessionPage(title="Session", slug="s", gist="Dit.", source=factories.source())
    page.programme = [
        ProgrammeItem(
            title=title,
            speakers=[Speaker(name=name) for name in names],
            presented=[PresentedFiche(fiche=fiche)],
        )
        for title, names in (("Matin", ("Ada", "Bob")), ("Pause", ()), ("Soir", ("Cléo",)))
    ]
    page.dates = [SessionDate(day=dt.date(2016, 12, 6))]
    SessionIndexPage.objects.get().add_child(instance=page)
    page = TrainingSessionPage.objects.get(pk=page.pk)
    with CaptureQueriesContext(connection) as asked:
        prefetch_together(
            page, ["programme", "programme__speakers", "programme__presented", "audiences"]
        )
        told = [
            (item.title, [one.name for one in item.speakers.all()], len(item.presented.all()))
            for item in page.programme.all()
        ]
        assert list(page.audiences.all()) == []
    assert len(asked) == 1
    assert told == [("Matin", ["Ada", "Bob"], 1), ("Pause", [], 1), ("Soir", ["Cléo"], 1)]


def test_a_statement_that_is_kept_gives_each_object_its_own_rows(django_assert_num_queries):
    first, second = contract(), contract()
    Fact.objects.filter(page=second).exclude(number_value=2).delete()
    facts = Prefetch("facts", Fact.objects.select_related("source"))

    def beside(page):
        return [Tag.objects.filter(contractpage=page).values_list("name", flat=True)]

    def read(page):
        page = ContractPage.objects.get(pk=page.pk)
        tags = beside(page)
        with django_assert_num_queries(1):
            shape = Shape("facts and tags", beside)
            prefetch_together(page, ["themes", facts], *tags, shape=shape)
            told = [fact.label for fact in page.facts.all()], list(page.themes.all()), list(*tags)
            assert all(fact.page == page and fact.source for fact in page.facts.all())
        return told

    of_first, of_second = read(first), read(second)
    assert of_first == (
        ["mesure 3", "mesure 1", "mesure 2"],
        list(first.themes.all()),
        ["bois", "eau"],
    )
    assert of_second == (["mesure 2"], list(second.themes.all()), ["bois", "eau"])
    assert read(first) == of_first


def test_a_statement_is_kept_only_when_all_of_it_hangs_on_the_object():
    page = contract()
    with pytest.raises(ValueError, match="everything: something is asked"):
        prefetch_together(
            page,
            ["themes"],
            Territory.objects.all(),
            shape=Shape("everything", lambda _: [Territory.objects.all()]),
        )
