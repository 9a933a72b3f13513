"""Two hundred spellings of places on the real files, and any official name however it is typed."""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.catalogue.communes import FILE, NAMES, load_communes
from contracts.catalogue.files import CATALOGUE
from contracts.models import Territory
from contracts.places.gazetteer import Gazetteer, runs_of
from contracts.places.official import read_official
from contracts.places.place_hints import PlaceHints
from contracts.values.vocabulary import TerritoryLevel
from search.query.parser import parse
from search.query.request import SearchRequest
from tests.property_profiles import share_of_examples

SPELLINGS = Path(__file__).parent / "place_spellings.csv"


def rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


OFFICIAL = read_official(CATALOGUE / "territories.csv")
NAMED = [(row["code"], row["name"]) for row in rows(FILE)] + [
    (row["commune"], row["name"]) for row in rows(NAMES) if row["name"]
]


@pytest.fixture(scope="module")
def france(django_db_setup, django_db_blocker):
    """Every commune and official territory, for this module, undone after it."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        load_communes()
        Territory.objects.bulk_create(
            Territory(slug=one.slug, name=one.name, level=one.level, code=one.code)
            for one in OFFICIAL
        )
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


def labels(typed: str) -> list[str]:
    hints = PlaceHints().hints(SearchRequest(q=typed, query=parse(typed)))
    return [hint.label for hint in hints]


@pytest.mark.usefixtures("france", "db")
class TestSpellings:
    def test_two_hundred_spellings_propose_their_place_first(self):
        """A town comes after the intercommunality that bears its name, and so does the file."""
        expected = {row["typed"]: row["place"].split(" > ") for row in rows(SPELLINGS, ";")}
        found = {typed: labels(typed)[: len(places)] for typed, places in expected.items()}
        assert len(expected) >= 200
        wrong = [
            f"{typed}: {found[typed]}" for typed in expected if found[typed] != expected[typed]
        ]
        assert not wrong, "\n".join(wrong)


def without_accents(text: str) -> str:
    text = text.replace("œ", "oe").replace("Œ", "OE")
    marks = unicodedata.normalize("NFD", text)
    return "".join(one for one in marks if not unicodedata.combining(one))


SPOILING = [
    str.lower,
    str.upper,
    without_accents,
    lambda name: name.replace("’", "'"),
    lambda name: name.replace("’", " "),
    lambda name: name.replace("-", " "),
    lambda name: name.replace("-", " ").replace("’", ""),
    lambda name: re.sub(r"\bSaint(e?)\b", r"St\1", name),
    lambda name: f"  {name} ,",
]


@pytest.mark.usefixtures("france", "db")
class TestAnyName:
    @settings(max_examples=share_of_examples(2))
    @given(st.sampled_from(NAMED), st.lists(st.sampled_from(SPOILING), max_size=4))
    def test_of_a_commune_finds_it_among_its_namesakes(self, named, spoiling):
        code, name = named
        for spoil in spoiling:
            name = spoil(name)
        runs = runs_of(parse(name).typed)
        first = next(Gazetteer(runs, name).meanings(runs))
        assert code in [commune.code for commune in first.communes]

    @settings(max_examples=share_of_examples(2))
    @given(st.sampled_from(OFFICIAL), st.lists(st.sampled_from(SPOILING), max_size=4))
    def test_of_a_territory_finds_it_first(self, official, spoiling):
        name = official.name
        for spoil in spoiling:
            name = spoil(name)
        runs = runs_of(parse(name).typed)
        first = next(Gazetteer(runs, name).meanings(runs))
        assert official.slug in [place.slug for place in first.territories]
        if official.level in {TerritoryLevel.REGION, TerritoryLevel.DEPARTEMENT}:
            assert first.territories[0].name == official.name
