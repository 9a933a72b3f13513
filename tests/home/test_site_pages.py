"""The pages of the site in the index: listings and places to look, kept in step, legal pages last."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.http import QueryDict
from wagtail.models import PageViewRestriction

from contracts import kinds
from contracts.models import ContractIndexPage, ToolIndexPage
from home.models import EditorialPage
from home.site_pages import SitePageCode, site_places
from search.answers.service import answer
from search.index.indexing import rebuild
from search.index.integrity import differences
from search.models import SearchDocument
from search.query.form import SearchForm
from search.query.results import SearchResponse
from search.query.synonyms import wording
from tests import factories
from tests.contracts.reading import ReadPage

pytestmark = pytest.mark.django_db


def search(address: str) -> SearchResponse:
    return answer(SearchForm.from_querydict(QueryDict(address)))


def addresses() -> set[str]:
    rows = SearchDocument.objects.filter(key__startswith="site:")
    return set(rows.values_list("url", flat=True))


def test_listings_and_places_to_look_are_found_by_what_they_are_called():
    factories.home_page()

    assert addresses() >= {
        *("/contrats/", "/experiences/", "/outils/", "/sessions/", "/territoires/", "/themes/"),
        *("/glossaire/", "/communes/", "/conditions/", "/contrats/comme-le-mien/"),
        *("/carte/", "/engagements/", "/indicateurs/", "/contact/", "/etiquettes/"),
    }
    for q, url in (
        ("glossaire", "/glossaire/"),
        ("liste+des+contrats", "/contrats/"),
        ("conditions+de+réussite", "/conditions/"),
    ):
        assert url in {hit.url for hit in search(f"q={q}").hits[:3]}, q
    assert not list(differences())


@pytest.mark.parametrize(
    "q",
    [
        *("pourquoi ça rate", "ça ne marche pas", "pourquoi ça n’a pas marché"),
        *("pourquoi ça ne fonctionne pas", "éviter de se rater"),
    ],
)
def test_words_of_failure_lead_to_what_helped_and_what_held_back(client, q: str):
    factories.home_page()

    page = ReadPage(client, f"/recherche/?q={quote(q)}")

    assert not page.text("#compte").startswith("Aucun résultat")
    assert "Conditions de réussite et freins" in page.text("[aria-label=Pistes]")


def test_no_result_is_not_the_first_word_where_a_page_answers(client):
    factories.home_page()

    page = ReadPage(client, "/recherche/?q=formation+zzzz")

    assert page.text("#compte").startswith("Une page répond ; aucune fiche")
    alone = ReadPage(client, "/recherche/?q=yyyy+zzzz")
    assert alone.text("#compte").startswith("Aucun résultat pour « yyyy zzzz »")


def test_the_word_contract_alone_does_not_lead_to_the_map(client):
    factories.home_page()

    page = ReadPage(client, f"/recherche/?q={quote('qui signe le contrat, le maire ?')}")

    assert not page.soup.select("[aria-label=Pistes] a[href='/carte/']")


def test_no_wording_of_a_place_is_the_mere_name_of_a_kind():
    names = {wording(kind.label).keys for kind in kinds.registered()}
    for place in site_places():
        for words in place.words:
            assert wording(words).keys not in names, f"{place.code}: {words}"


def test_each_has_a_code_to_which_an_editor_may_lead():
    assert {place.code for place in site_places()} <= set(SitePageCode.values)


def test_they_are_of_a_kind_apart_told_last_and_no_fiche():
    factories.home_page()
    factories.contract(title="Liste de courses")

    (kinds,) = (count for count in search("q=liste").facets if count.facet.name == "type")

    assert [value.label for value in kinds.values][-1] == "Page du site"
    assert {hit.kind for hit in search("q=liste&type=contrat").hits} == {"contrat"}


def test_a_listing_that_is_renamed_moved_closed_or_reserved_is_followed():
    factories.home_page()
    listing = ContractIndexPage.objects.get()
    listing.title, listing.slug = "Accords", "accords"
    listing.save_revision().publish()
    assert "/accords/" in addresses()
    assert "/contrats/" not in addresses()

    tools = ToolIndexPage.objects.get()
    tools.unpublish()
    assert "/outils/" not in addresses()

    reserved = PageViewRestriction.objects.create(
        page=listing, restriction_type=PageViewRestriction.LOGIN
    )
    assert "/accords/" not in addresses()
    reserved.delete()
    assert "/accords/" in addresses()
    assert not list(differences())


def test_a_rebuild_writes_the_same():
    factories.home_page()
    before = addresses()
    SearchDocument.objects.filter(key="site:glossary").delete()
    assert any("site:glossary" in one.message for one in differences())

    rebuild()

    assert addresses() == before
    assert not list(differences())


def test_a_legal_page_comes_after_all_other_results():
    factories.home_page()
    factories.contract(title="Un contrat", gist="L’accessibilité des gares, pour tous et partout.")

    hits = search("q=accessibilité").hits

    assert [hit.url for hit in hits][-1] == "/accessibilite/"
    assert hits[0].title == "Un contrat"

    page = EditorialPage.objects.get(slug="accessibilite")
    page.is_legal = False
    page.save_revision().publish()
    assert search("q=accessibilité").hits[0].url == "/accessibilite/"


def test_the_help_leads_to_what_readers_compare_prepare_and_follow(client):
    factories.home_page()
    page = ReadPage(client, "/aide/")
    led = {link["href"] for link in page.soup.select("main a")}
    assert {"/comparer/", "/dossier/", "/contact/", "/proposer-une-experience/"} <= led
    for words in ("note de synthèse", "projet de délibération", "tableur", "Me prévenir"):
        assert words in page.text("main"), words
