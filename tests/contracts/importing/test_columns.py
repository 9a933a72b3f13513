"""The columns of fiches: what they write of the real content, they read back as it was."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth import get_user_model

from contracts.catalogue.schema import Boolean, Choice, Day, Number, Partial, Text
from contracts.columns import fiches
from contracts.columns.reading import CellFault, read_cell, read_statements
from contracts.columns.writing import write_cell
from contracts.editing.importing.names import DatabaseNames
from contracts.editing.importing.plan import Decision, make_plan
from contracts.editing.importing.records import read_records
from contracts.tables.sheets import read_sheets
from tests import factories
from tests.contracts.importing.files import ods, sheets_of, xlsx

pytestmark = pytest.mark.any_engine

KINDS = pytest.mark.parametrize("tables", fiches.ALL, ids=lambda one: one.code)


@KINDS
@pytest.mark.parametrize("write", [xlsx, ods])
def test_the_real_fiches_written_to_a_file_and_read_back_change_nothing(catalogue, tables, write):
    pages = list(tables.model.objects.all()[:12])
    content = write({sheet.name: sheet.lines for sheet in sheets_of(pages, tables)})
    names = DatabaseNames()
    records = read_records(read_sheets(content, f"essai.{write.__name__}"), tables, names)
    assert (records.notes, records.stray) == ([], [])
    user = get_user_model().objects.create_superuser("importatrice")
    plan = [one.line for one in make_plan(records.fiches, tables, names.refs(), user)]
    assert [(line.key, line.action, line.faults, line.differences) for line in plan] == [
        (page.slug, Decision.UNCHANGED, [], []) for page in pages
    ]


@KINDS
def test_each_column_says_what_it_holds_with_an_example_that_it_reads(catalogue, tables):
    names = DatabaseNames()
    for table in tables.tables:
        headers = [column.header for column in table.columns]
        assert len(headers) == len(set(headers))
        for column in table.columns:
            assert column.description.endswith("."), column
            assert column.example, column
            assert table.kind_of_value(column)
            refers = any(
                word in table.kind_of_value(column)
                for word in ("source", "territoire", "fiche", "un par ligne")
            )
            if not refers:
                read_cell(column.example, table.spec(column), table.labels(column), names)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1 234,5", 1234.5),
        ("1\u202f234,50", 1234.5),
        ("12", 12),
        (12.0, 12),
        (0.5, 0.5),
        ("-3,25", -3.25),
        ("1234.5", 1234.5),
    ],
)
def test_numbers_are_read_as_the_french_write_them(typed, number):
    assert read_cell(typed, Number(), {}, DatabaseNames()) == number


@pytest.mark.parametrize("typed", ["1,234.5", "12 km", "douze", dt.date(2020, 1, 2), True, "1e400"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(CellFault, match="Un nombre est attendu"):
        read_cell(typed, Number(), {}, DatabaseNames())


@pytest.mark.parametrize(
    ("typed", "spec", "read"),
    [
        (dt.date(2016, 11, 4), Partial(), "2016-11-04"),
        (dt.datetime(2016, 11, 4, 8, 30), Day(), "2016-11-04"),  # noqa: DTZ001 - as in a cell
        (2016.0, Partial(), "2016"),
        ("4 novembre 2016", Partial(), "4 novembre 2016"),
        ("4 novembre 2016", Day(), "2016-11-04"),
        ("27/11/2026", Day(), "2026-11-27"),
        ("Oui", Boolean(), True),
        (False, Boolean(), False),
        ("evalue", Choice(["evalue"]), "evalue"),
        ("évalué", Choice(["evalue"]), "evalue"),
        (2016.0, Text(), "2016"),
        (dt.datetime(2016, 11, 4), Text(), "04/11/2016"),  # noqa: DTZ001
    ],
)
def test_cells_are_read_by_what_their_column_takes(typed, spec, read):
    assert read_cell(typed, spec, {"evalue": "Évalué"}, DatabaseNames()) == read


@pytest.mark.django_db
def test_a_statement_ends_with_its_sources_and_where_in_them():
    first = factories.source(url="https://exemple.fr/a?b=1")
    second = factories.source()
    cell = f"Un élément.\nUn autre [sic] fait. [{first.url} ; {second.key}, p. 12, bas]\n"
    assert read_statements(cell, "contexte", DatabaseNames()) == [
        {"section": "contexte", "text": "Un élément."},
        {
            "section": "contexte",
            "text": "Un autre [sic] fait.",
            "source": [first.key, second.key],
            "locator": "p. 12, bas",
        },
    ]


@pytest.mark.django_db
def test_a_name_that_two_territories_have_is_refused_with_both():
    for slug in ("val-vert", "val-vert-2"):
        factories.territory(slug=slug, name="Val-Vert")
    names = DatabaseNames()
    with pytest.raises(
        CellFault, match="en désigne plusieurs : écrivez l’un de val-vert, val-vert-2"
    ):
        names.key("territory", "Val-Vert ")
    assert names.key("territory", "val-vert-2") == "val-vert-2"


@pytest.mark.django_db
def test_nothing_is_written_for_what_a_fiche_does_not_say():
    page = fiches.TOOLS.model(slug="x", title="Titre")
    main = fiches.TOOLS.main
    cells = {column.header: write_cell(page, main, column) for column in main.columns}
    assert {header for header, cell in cells.items() if cell is not None} == {
        "Identifiant",
        "Titre",
    }
