"""Every alphabetical list of the site has one order, on either database."""

import pytest
from django.urls import reverse

from contracts.models import Source, Tag, Term, Territory
from contracts.values.vocabulary import Section
from search.text.collation import title_key
from tests import factories
from tests.contracts.reading import ReadPage

pytestmark = pytest.mark.django_db

IN_ORDER = [
    "2 villes",
    "10 villes",
    "Aménager",
    "L’eau",
    "Effets",
    "Élan",
    "«\u00a0Gagnant-gagnant\u00a0»",
    "Le Mans",
    "Zone",
]
SHUFFLED = sorted(IN_ORDER, key=lambda title: title[::-1])


def of_these(texts: list[str]) -> list[str]:
    """Those of the list, in the order in which they are read."""
    titles = {" ".join(title.split()): title for title in IN_ORDER}
    read = dict.fromkeys(" ".join(text.split()) for text in texts)
    return [titles[text] for text in read if text in titles]


def test_rows_of_the_admin_and_of_choosers_are_in_order():
    for title in SHUFFLED:
        factories.territory(name=title)
        factories.source(title=title)
        factories.term(title)
        factories.tag(title)
    for model, column in ((Territory, "name"), (Source, "title"), (Term, "term"), (Tag, "name")):
        assert of_these(model.objects.values_list(column, flat=True)) == IN_ORDER, model


def test_a_row_that_is_renamed_takes_its_new_place():
    row = factories.territory(name="Zone")
    row.name = "Les Alpes"
    row.save()
    assert Territory.objects.get(pk=row.pk).sort_key == title_key("Alpes")


def test_listings_and_the_plan_of_the_site_are_in_order(client):
    for title in SHUFFLED:
        factories.contract(title=title)
    for address in ("/contrats/?tri=titre", "/plan-du-site/"):
        assert of_these(ReadPage(client, address).texts("main a")) == IN_ORDER, address


def test_tags_and_conditions_are_in_order(client):
    for title in SHUFFLED:
        told = factories.statement(Section.CONDITION, text="Se réunir.")
        factories.tool(title=title, tags=[title], statements=[told])
    tags = ReadPage(client, "/etiquettes/").soup.select("main a[href^='/etiquettes/']")
    assert of_these([next(link.stripped_strings) for link in tags]) == IN_ORDER
    assert of_these(ReadPage(client, reverse("statements")).texts("main a")) == IN_ORDER


def test_equal_values_of_a_facet_are_in_order(client):
    for title in SHUFFLED:
        factories.tool(themes=[factories.theme(label=title)])
    themes = ReadPage(client, "/plan-du-site/").soup.select("main a[href^='/themes/']")
    assert of_these([next(link.stripped_strings) for link in themes]) == IN_ORDER


def test_terms_stand_under_their_letters(client):
    for title in SHUFFLED:
        factories.term(title)
    page = ReadPage(client, "/glossaire/")
    assert of_these(list(page.soup.select_one("main").stripped_strings)) == IN_ORDER
    assert "L’eau" in page.text("#lettre-e")
    assert "Gagnant-gagnant" in page.text("#lettre-g")
