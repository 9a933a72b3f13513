"""Facets and sources of the tests alone: what the site registers is put aside."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pytest
from django.db import connection

from search import engines
from search.answers import everyday, expansions
from search.engines import index_reader
from search.engines.breaker import Breaker
from search.engines.elastic import engine
from search.index import documents
from search.index.cache import TokenCache
from search.index.snapshot import SnapshotCache
from search.query import facets, kind_words
from search.query.facets import Facet, FacetOrder
from search.words import completions
from tests.search.elastic import elastic, elastic_url  # noqa: F401 (fixtures)

LABELS = {
    "type": {"contrat": "Contrat", "experience": "Expérience", "outil": "Outil"},
    "theme": {"eau": "Eau", "bois": "Bois énergie", "alim": "Alimentation", "mobi": "Mobilités"},
    "etape": {"e1": "Repérer", "e2": "Négocier", "e3": "Signer"},
    "annee": {"2015": "2015", "2016": "2016", "2023": "2023"},
    "public": {"elu": "Élus", "agent": "Agents"},
}

UNDATED = {"type": ["outil"]}


def labelled(name: str, order: FacetOrder = FacetOrder.BY_COUNT, *, shown: bool = True) -> Facet:
    def labels(codes: Collection[str]) -> Mapping[str, str]:
        return {code: label for code, label in LABELS[name].items() if code in codes}

    undated = frozenset(UNDATED.get(name, ()))
    return Facet(name, name.capitalize(), labels, order=order, shown=shown, undated=undated)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What tests index is all that is indexed."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("bare_database")


@pytest.fixture(autouse=True)
def facets_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "_facets", {})
    monkeypatch.setattr(documents, "_sources", {})
    monkeypatch.setattr(expansions, "_sources", {})
    monkeypatch.setattr(expansions, "_lexicons", TokenCache(expansions._read))
    monkeypatch.setattr(everyday, "_cache", TokenCache(everyday._read))
    monkeypatch.setattr(everyday, "_sources", {})
    monkeypatch.setattr(kind_words, "_kinds", {})
    monkeypatch.setattr(completions, "_groups", [])
    monkeypatch.setattr(index_reader, "_snapshots", SnapshotCache())
    facets.register(
        labelled("type"),
        labelled("theme"),
        labelled("public", shown=False),
        labelled("etape", FacetOrder.GIVEN),
        labelled("annee", FacetOrder.BY_CODE_DESCENDING),
    )


@pytest.fixture(autouse=True)
def server_believed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """What another test made a search server do is forgotten."""
    monkeypatch.setattr(engines, "guard", Breaker())
    monkeypatch.setattr(engine, "believed", engine.Believed())


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """A database whose transactions are real, for tests with several connections.

    It is copied anew for the next test.
    """
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield
        connection.close()
