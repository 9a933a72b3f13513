"""What the real catalogue proposes while one types, and how it mends what was mistyped."""

from __future__ import annotations

import random

import pytest
from django.http import QueryDict
from wagtail.models import PageViewRestriction

from contracts.models import Tag, Theme
from contracts.models.contract import ContractPage
from search.answers.assistance import assist
from search.answers.service import answer
from search.query.form import SearchForm
from search.text.stemming import stem
from search.words import term_dictionary
from search.words.suggestions import suggest
from search.words.term_dictionary import CORRECTED_FROM, Vocabulary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

ERRORS = 600
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def proposed(text: str) -> dict[str, list[str]]:
    return {group.label: [one.label for one in group.suggestions] for group in suggest(text)}


@pytest.mark.parametrize(
    ("typed", "group", "expected"),
    [
        ("bois-én", "Fiches", "Réunir collectivités et agriculteurs dans une SCIC de bois-énergie"),
        ("agri", "Thèmes", "Agriculture et alimentation"),
        ("eau pot", "Étiquettes", "eau potable"),
        ("cob", "Territoires", "Pays Centre Ouest Bretagne"),
        ("brest met", "Territoires", "Brest Métropole"),
        ("Rennes Mét", "Territoires", "Rennes Métropole"),
        ("Pays Centre Ou", "Territoires", "Pays Centre Ouest Bretagne"),
        ("Grand Nan", "Territoires", "Métropole du Grand Nancy"),
        ("pnr", "Glossaire", "PNR"),
        ("etablissement public de coop", "Glossaire", "EPCI"),
        ("meropole de ly", "Territoires", "Métropole de Lyon"),
        ("aliment", "Thèmes", "Agriculture et alimentation"),
    ],
)
def test_every_kind_of_name_is_proposed(typed: str, group: str, expected: str):
    assert expected in proposed(typed)[group]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("br", "Brest Métropole"),
        ("bre", "Brest Métropole"),
        ("gr", "Grenoble-Alpes-Métropole"),
        ("to", "Toulouse Métropole"),
        ("bo", "Bordeaux Métropole"),
        ("ly", "Métropole de Lyon"),
        ("lil", "Métropole Européenne de Lille"),
        ("st", "Eurométropole de Strasbourg"),
        ("mo", "Montpellier Méditerranée Métropole"),
        ("re", "Rennes Métropole"),
        ("an", "Ville d’Angoulême"),
    ],
)
def test_the_territory_of_which_most_is_told_is_proposed_first(typed: str, expected: str):
    assert proposed(typed)["Territoires"][0] == expected


@pytest.mark.parametrize("typed", ["br", "eau", "reci", "agricultr", "cob", "contrat de"])
def test_a_name_leads_straight_to_its_page(client, typed: str):
    for group in suggest(typed):
        for one in group.suggestions:
            assert client.get(one.url).status_code == 200, one


def test_a_page_made_private_and_its_words_are_proposed_no_more():
    page = ContractPage.objects.live().get(slug="clermont-saint-flour")
    assert page.title in proposed("clermont")["Fiches"]
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="secret"
    )
    assert page.title not in proposed("clermont").get("Fiches", [])


def test_a_draft_is_not_proposed_and_a_renamed_page_is_by_its_new_name():
    page = ContractPage.objects.live().get(slug="clermont-saint-flour")
    page.title = "Zythologie partagée"
    page.save_revision()
    assert proposed("zytho") == {}
    page.save_revision().publish()
    assert proposed("zytho") == {"Fiches": ["Zythologie partagée"]}


def test_a_renamed_theme_or_tag_is_proposed_by_its_new_name():
    theme = Theme.objects.get(slug="eau-et-milieux-aquatiques")
    theme.label = "Rivières et nappes"
    theme.save()
    assert proposed("nappes")["Thèmes"] == ["Rivières et nappes"]
    tag = Tag.objects.get(name="eau potable")
    tag.name = "Eau Potable"
    tag.save()
    assert "Eau Potable" in proposed("eau pot")["Étiquettes"]


def slip(maker: random.Random, word: str) -> str:
    """One error: a letter missing, another one in its place, one too many, two swapped."""
    place = maker.randrange(len(word))
    before, after = word[:place], word[place:]
    match maker.randrange(4):
        case 0:
            return before + after[1:]
        case 1:
            return before + maker.choice(LETTERS) + after[1:]
        case 2:
            return before + maker.choice(LETTERS) + after
        case _:
            return before + after[1:2] + after[:1] + after[2:]


def errors(words: Vocabulary) -> list[tuple[str, str]]:
    """(mistyped, meant): words of the catalogue with one error that makes them unknown."""
    maker = random.Random(2016)  # noqa: S311
    meant = sorted(word for word in words.documents if len(word) >= CORRECTED_FROM)
    families = {stem(word) for word in words.documents}
    drawn: list[tuple[str, str]] = []
    while len(drawn) < ERRORS:
        word = maker.choice([one for one in meant if one.isalpha()])
        mistyped = slip(maker, word)
        if len(mistyped) >= CORRECTED_FROM and stem(mistyped) not in families:
            drawn.append((mistyped, word))
    return drawn


def test_nine_mistyped_words_in_ten_are_understood_at_once():
    words, _ = term_dictionary.present()
    drawn = errors(words)
    right = sum(words.nearest(mistyped, 1) == [meant] for mistyped, meant in drawn)
    assert right / ERRORS >= 0.92  # 96 % are


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("circuitcourt", "circuit court"),
        ("convenion de partenariat", "convention de partenariat"),
        ("réciprocté", "réciprocité"),
        ("lagriculture", "l’agriculture"),
        ("belldonne", "Belledonne"),
    ],
)
def test_a_correction_is_spelled_as_the_catalogue_spells_it(typed: str, expected: str):
    form = SearchForm.from_querydict(QueryDict(f"q={typed}"))
    correction = assist(form, answer(form)).correction
    assert correction is not None
    assert correction.q == expected
    assert correction.total == answer(correction.form).total > 0
