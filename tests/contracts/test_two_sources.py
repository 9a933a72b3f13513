"""A row that rests on two sources leads to both, on every page that shows it; the page or section
that is noted is that of the first one."""

from __future__ import annotations

import re

import pytest
from bs4 import Tag

from contracts.models import Membership, Milestone, Party, Source, TerritoryFigure
from contracts.values.dates.partial_date import PartialDate
from contracts.values.vocabulary import Section, Side
from tests import factories
from tests.contracts.reading import ReadPage

pytestmark = pytest.mark.django_db

GAIN = "Du bois pour ses chaufferies, du débit pour ses captages. " * 2
LEADS_TO_A_SOURCE = 'a[href^="#source-"]'


@pytest.fixture
def two_sources() -> dict[str, Source | str]:
    return {
        "source": factories.source(title="Le contrat"),
        "second_source": factories.source(title="Le bilan"),
        "locator": "p. 12",
    }


def beside(shown: ReadPage, text: str) -> Tag:
    """The smallest part of the page that holds this text and a mark."""
    part = shown.soup.find(string=re.compile(re.escape(text))).parent
    while not part.select(LEADS_TO_A_SOURCE):
        part = part.parent
    return part


def assert_both_are_cited(shown: ReadPage, text: str) -> None:
    part = beside(shown, text)
    assert shown.cited_by(part) == ["Le contrat", "Le bilan"]
    assert [re.sub(r"\d+", "n", mark.text, count=1) for mark in part.select(LEADS_TO_A_SOURCE)] == [
        "[n, p. 12]",
        "[n]",
    ]


def test_the_gist_of_a_fiche(client, two_sources):
    page = factories.contract(gist="La ville achète le bois.", **two_sources)
    assert_both_are_cited(read(client, page), "La ville achète le bois.")


def test_a_statement_on_its_fiche_and_among_the_conditions(client, two_sources):
    statement = factories.statement(Section.OBSTACLE, text="Les élus ont changé.", **two_sources)
    page = factories.contract(statements=[statement])
    assert_both_are_cited(read(client, page), "Les élus ont changé.")
    assert_both_are_cited(ReadPage(client, "/conditions/"), "Les élus ont changé.")


def test_a_commitment_on_its_contract_and_on_both_territories(client, two_sources):
    city, country = factories.territory(level="epci"), factories.territory()
    page = factories.contract(
        city=city,
        country=country,
        commitments=[factories.commitment(country, city, object="Du bois", **two_sources)],
    )
    assert_both_are_cited(read(client, page), "Du bois")
    for territory in (city, country):
        shown = ReadPage(client, territory.get_absolute_url())
        assert_both_are_cited(shown, "Du bois")


def test_what_a_side_gains(client, two_sources):
    gains = Party(
        territory=factories.territory(level="epci"),
        side=Side.CITY,
        gain=GAIN,
        **two_sources,
    )
    other = Party(territory=factories.territory(), side=Side.COUNTRYSIDE)
    page = factories.contract(parties=[gains, other])
    assert_both_are_cited(read(client, page), "Du bois pour ses chaufferies")


def test_a_milestone(client, two_sources):
    milestone = Milestone(date=PartialDate.parse("2017"), text="Révision", **two_sources)
    page = factories.contract(milestones=[milestone])
    assert_both_are_cited(read(client, page), "Révision")


def test_a_term_of_the_glossary(client, two_sources):
    term = factories.term("PETR", definition="Un pôle de territoires ruraux.", **two_sources)
    shown = ReadPage(client, term.get_absolute_url())
    assert_both_are_cited(shown, "Un pôle de territoires ruraux.")


def test_a_figure_and_the_members_of_a_territory(client, two_sources):
    territory = factories.territory(name="Pays des Landes")
    TerritoryFigure.objects.create(
        territory=territory, kind="population", number=12_345, retained=True, **two_sources
    )
    Membership.objects.create(
        container=territory, member=factories.territory(name="Bruyères"), **two_sources
    )
    shown = ReadPage(client, territory.get_absolute_url())
    assert_both_are_cited(shown, "12\u202f345")
    assert_both_are_cited(shown, "Bruyères")


def read(client, page) -> ReadPage:
    return ReadPage(client, page.url)
