"""Before something is deleted, who refers to it is named, with what to do first."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from contracts.admin.referrers import MOST_NAMED
from home.groups import CONTRIBUTORS, EDITORS
from tests import factories
from tests.contracts.roles import member_of

pytestmark = pytest.mark.django_db


def told(client: Client, address: str) -> tuple[str, list[str]]:
    """The words of the page that asks whether to delete, and the addresses of its list."""
    main = BeautifulSoup(client.get(address).content, "html.parser").select_one("main")
    return " ".join(main.get_text(" ").split()), [link["href"] for link in main.select("li a")]


def edit(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_a_page_that_others_link_to_names_them_by_their_latest_title():
    tool = factories.tool(title="Guide des ententes")
    user_of_it = factories.case_study(title="Cantines", tools=[tool])
    user_of_it.title = "Cantines de Redon"
    user_of_it.save_revision()

    words, addresses = told(
        member_of(EDITORS), reverse("wagtailadmin_pages:delete", args=[tool.pk])
    )

    assert "Expérience : Cantines de Redon" in words
    assert "ouvrez-les d’abord" in words
    assert "référencé" not in words
    assert edit(user_of_it) in addresses


def test_a_source_that_rows_rest_on_cannot_go_and_says_which_fiches_hold_it():
    source = factories.source(title="Rapport")
    contract = factories.contract(title="Brest et le Pays COB", source=source)

    words, addresses = told(
        member_of(EDITORS), reverse("wagtailsnippets_contracts_source:delete", args=[source.pk])
    )

    assert "La suppression est impossible" in words
    assert "Contrat : Brest et le Pays COB" in words
    assert edit(contract) in addresses
    assert "Oui, supprimer" not in words


def test_only_the_first_ones_are_named_and_the_others_are_counted():
    source = factories.source()
    for number in range(MOST_NAMED + 2):
        factories.tool(title=f"Outil {number}", source=source)

    words, addresses = told(
        member_of(EDITORS), reverse("wagtailsnippets_contracts_source:delete", args=[source.pk])
    )

    assert len(addresses) == MOST_NAMED
    assert "2 autres" in words


def test_what_nobody_refers_to_says_nothing_of_it():
    tool = factories.tool()
    words, addresses = told(
        member_of(EDITORS), reverse("wagtailadmin_pages:delete", args=[tool.pk])
    )
    assert not addresses
    assert "s’en servent" not in words


def test_whoever_may_not_open_what_refers_reads_its_name_without_a_link():
    contributor = member_of(CONTRIBUTORS)
    source = factories.source()
    factories.contract(title="Brest et le Pays COB", source=source)
    page = contributor.get(reverse("wagtailsnippets_contracts_source:delete", args=[source.pk]))
    assert page.status_code in (302, 403)
