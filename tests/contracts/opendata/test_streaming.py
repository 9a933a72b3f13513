"""A file of any length asks for little memory, and the same number of queries for each part of it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import tracemalloc
from itertools import islice

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from contracts.models import Indicator
from contracts.opendata import files
from contracts.opendata.about import About
from contracts.opendata.addresses import ListAddress
from contracts.opendata.columns import Item, PublishedColumn, Type
from contracts.opendata.datasets import Dataset
from contracts.opendata.forms import ExportForm
from contracts.opendata.selection import Extract
from contracts.tables.csv_file import FRENCH, INTERNATIONAL
from tests import factories
from tests.contracts.opendata.files import french_csv

MANY = 100_000
AT_ONCE = 1_000  # rows that are read together
MOST_MEMORY = 12 * 1024 * 1024  # bytes, whatever the number of rows
ABOUT = About("Essai", "https://a.fr/", dt.date(2026, 11, 29), total=MANY)


def column(name: str) -> PublishedColumn:
    return PublishedColumn(name, "Un texte.", Type.TEXT, "a", lambda item: item.row[name])


def selection(keys, read, *names: str) -> Extract:
    dataset = Dataset("essai", "Essai", "Un essai.", tuple(map(column, names)), read)
    return Extract(dataset, keys, ABOUT, RequestFactory().get("/"), ListAddress("/"), {})


@pytest.mark.sqlite
@pytest.mark.parametrize("write", [files.csv, files.json_file])
def test_a_long_file_is_never_whole_in_memory(write):
    asked = []

    def read(keys, _request):
        asked.append(len(keys))
        return {key: Item({"a": f"{key} " * 40, "b": "é" * 200}, "") for key in keys}

    chosen = selection(range(MANY), read, "a", "b")
    content = iter(write(chosen, ExportForm(FRENCH)).streaming_content)
    written = sum(map(len, islice(content, 20)))
    assert asked == [AT_ONCE]  # nothing is read before it is written

    tracemalloc.start()
    written += sum(map(len, islice(content, 20_000)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MOST_MEMORY
    written += sum(map(len, content))
    assert sum(asked) == MANY
    assert max(asked) == AT_ONCE
    assert written > MANY * 400


def read_whole(client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    response.getvalue()


ADDRESSES = (
    "/contrats/export.csv",
    "/contrats/export.geojson",
    "/experiences/export.json",
    "/outils/export.xlsx",
    "/recherche/export.csv",
    "/engagements/export.ods",
    "/engagements/export.geojson",
    "/engagements/telecharger/",
    "/engagements/flux.atom",
    "/indicateurs/export.json",
    "/recherche/flux.atom",
)


@pytest.mark.django_db
def test_as_many_queries_for_one_row_as_for_many(client):
    def grow(size: int) -> None:
        for _ in range(size):
            theme = factories.theme()
            city, country = factories.territory(level="epci"), factories.territory()
            contract = factories.contract(
                city=city,
                country=country,
                themes=[theme],
                tags=["bois"],
                statements=[factories.statement()],
                commitments=[factories.commitment(city, country, theme=theme)],
            )
            measured = Indicator(name="Haies", theme=theme, source=factories.source(), data="Insee")
            tool = factories.tool(
                themes=[theme], statements=[factories.statement()], indicators=[measured]
            )
            factories.case_study(contract=contract, tools=[tool], places=[country, city])

    def asked(address: str) -> int:
        read_whole(client, address)  # what is kept between requests is read before
        with CaptureQueriesContext(connection) as queries:
            read_whole(client, address)
        return len(queries)

    grow(1)
    one = {address: asked(address) for address in ADDRESSES}
    grow(5)
    assert {address: asked(address) for address in ADDRESSES} == one
    assert max(one.values()) <= 30


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/contrats/export.csv", "/engagements/export.csv", "/outils/export.csv"]
)
def test_a_statement_has_as_few_values_for_many_rows_as_for_one(client, address):
    def grow(size: int) -> None:
        for _ in range(size):
            city, country = factories.territory(level="epci"), factories.territory()
            factories.contract(
                city=city,
                country=country,
                themes=[factories.theme()],
                statements=[factories.statement()],
                commitments=[factories.commitment(city, country)],
            )
            factories.tool(themes=[factories.theme()], statements=[factories.statement()])

    def most_values() -> int:
        bound = []

        def note(execute, sql, params, many, context):
            bound.append(len(params or ()))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            read_whole(client, address)
        return max(bound)

    grow(1)
    read_whole(client, address)  # what is kept between requests is read before
    one = most_values()
    grow(9)
    assert most_values() == one


# Cells that a spreadsheet would run.

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
_RUN = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@pytest.mark.sqlite
@given(
    st.one_of(
        _TEXTS, st.builds("".join, st.tuples(st.sampled_from((*_RUN, " =", "\u00a0+")), _TEXTS))
    ),
    st.sampled_from([FRENCH, INTERNATIONAL]),
)
def test_no_cell_of_a_csv_is_run_by_a_spreadsheet(text: str, dialect):
    chosen = selection([1], lambda _keys, _request: {1: Item({"a": text, "b": "x"}, "")}, "a", "b")
    written = b"".join(files.csv(chosen, ExportForm(dialect)).streaming_content)
    lines = list(
        csv.reader(
            io.StringIO(written.decode("utf-8-sig"), newline=""), delimiter=dialect.delimiter
        )
    )
    assert [len(line) for line in lines] == [2, 2]
    assert not lines[1][0].lstrip().startswith(_RUN)


@pytest.mark.sqlite
@given(_TEXTS)
def test_a_json_keeps_each_text_as_it_is(text: str):
    chosen = selection([1], lambda _keys, _request: {1: Item({"a": text}, "")}, "a")
    written = b"".join(files.json_file(chosen, ExportForm(FRENCH)).streaming_content)
    assert json.loads(written)["lignes"] == [{"a": text}]


@pytest.mark.django_db
def test_a_title_that_looks_like_a_formula_is_a_text(client):
    factories.contract(title='=HYPERLINK("https://mal.example")', slug="formule")
    [line] = french_csv(client, "/contrats/export.csv")
    assert line["Titre"] == '\'=HYPERLINK("https://mal.example")'
