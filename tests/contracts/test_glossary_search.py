"""A published term is a rule of the search; what would make a bad rule is refused."""

from __future__ import annotations

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from contracts.models import Synonym, Term
from tests import factories
from tests.contracts.reading import ReadPage
from tests.contracts.test_admin import EDITORS, member_of, term_form
from tests.search.elastic import (  # noqa: F401 (fixtures)
    create_index,
    elastic,
    elastic_url,
    project,
)
from tests.search.factories import ask

pytestmark = pytest.mark.django_db

EPCI = ("EPCI", "intercommunalité")


def titles(q: str) -> list[str]:
    """The contracts that words find."""
    return [hit.title for hit in ask(q).hits if hit.kind == "contrat"]


def refused(*faults: str):
    """The term is refused with these words in its faults."""
    return pytest.raises(ValidationError, match=".*".join(faults))


# From the desk to the results


def test_a_published_term_is_a_rule_of_the_search_until_it_is_unpublished(client):
    factories.contract(title="Les EPCI du bassin")
    assert titles("intercommunalité") == []

    term = factories.term(*EPCI)
    assert titles("intercommunalité") == ["Les EPCI du bassin"]
    assert titles("intercommunalités") == ["Les EPCI du bassin"]

    term.unpublish()
    assert titles("intercommunalité") == []
    term.save_revision().publish()
    assert titles("intercommunalité") == ["Les EPCI du bassin"]
    term.delete()
    assert titles("intercommunalité") == []


@pytest.mark.elasticsearch
def test_a_published_term_is_a_rule_of_elasticsearch_too_without_a_rebuild(elastic):  # noqa: F811
    factories.contract(title="Les EPCI du bassin")
    create_index(elastic)
    project(elastic)
    assert titles("intercommunalité") == []

    term = factories.term(*EPCI)  # the server hears of nothing: the rule is in what it is asked
    response = ask("intercommunalité")
    assert [hit.title for hit in response.hits if hit.kind == "contrat"] == ["Les EPCI du bassin"]
    assert not response.degraded
    assert [one.label for one in response.expansions] == ["EPCI"]

    term.unpublish()
    assert titles("intercommunalité") == []


def test_a_draft_changes_nothing():
    factories.contract(title="Les EPCI du bassin")
    term = factories.term(*EPCI, live=False)
    assert titles("intercommunalité") == []

    term.save_revision().publish()
    draft = Term.objects.get(pk=term.pk)
    draft.synonyms = [Synonym(text="groupement")]
    draft.save_revision()
    assert titles("intercommunalité") == ["Les EPCI du bassin"]
    assert titles("groupement") == []


def test_a_synonym_taken_away_or_renamed_is_followed_at_once():
    factories.contract(title="Les EPCI du bassin")
    term = factories.term(*EPCI)
    term.synonyms = [Synonym(text="regroupement de communes")]
    term.save()
    assert titles("intercommunalité") == []
    assert titles("regroupement de communes") == ["Les EPCI du bassin"]


def test_the_expansion_of_an_acronym_is_a_wording_too():
    factories.contract(title="Charte du parc naturel régional d’Armorique")
    factories.term("PNR", expansion="parc naturel régional")
    assert titles("charte PNR") == ["Charte du parc naturel régional d’Armorique"]
    assert titles("charte « PNR »") == []


def test_the_page_says_to_what_the_search_is_extended_and_leads_to_the_exact_one(client):
    factories.contract(title="Les EPCI du bassin", themes=[factories.theme(slug="bois")])
    factories.term(*EPCI)

    shown = ReadPage(client, "/recherche/?q=intercommunalité&theme=bois&tri=titre")
    assert shown.text("[data-part=expansions]") == (
        "Recherche étendue à : EPCI . Chercher exactement « intercommunalité »"
    )
    term, exact = shown.soup.select("[data-part=expansions] a")
    assert term["href"] == "/glossaire/epci/"
    assert shown.texts("[data-kind] h3") == ["Les EPCI du bassin"]

    shown = ReadPage(client, exact["href"])
    assert shown.texts("[data-kind] h3") == []
    assert shown.text("[data-part=expansions]") == (
        "Recherche exacte, sans les équivalents du glossaire. L’étendre à : EPCI"
    )
    assert shown.one('input[name="exact"]')["form"] == "recherche"
    assert ReadPage(client, shown.one("[data-part=expansions] a")["href"]).texts(
        "[data-kind] h3"
    ) == ["Les EPCI du bassin"]


def test_a_search_that_nothing_extends_says_nothing(client):
    factories.term(*EPCI)
    for address in ("/recherche/", "/recherche/?q=bois", "/recherche/?q=«intercommunalité»"):
        assert ReadPage(client, address).texts("[data-part=expansions]") == []


def test_every_filter_keeps_an_exact_search(client):
    factories.contract(title="Intercommunalité")
    shown = ReadPage(client, "/recherche/filtres/?q=intercommunalité&exact=oui")
    assert shown.one('input[name="exact"]')["value"] == "oui"


def test_words_typed_cannot_be_markup(client):
    factories.term("<b>EPCI</b> & co", "<script>alert(1)</script>")
    content = client.get("/recherche/?q=script+alert+1+script").content.decode()
    assert "&lt;b&gt;EPCI&lt;/b&gt; &amp; co" in content
    assert "<script>alert" not in content


# What is refused


@pytest.mark.parametrize("text", ["de la", "pour", "« ! »", "…"])
def test_a_wording_of_stop_words_alone_is_refused(text):
    with refused("aucun mot que la recherche retienne"):
        factories.term("EPCI", text)
    with refused("aucun mot que la recherche retienne"):
        factories.term(text)
    with refused("aucun mot que la recherche retienne"):
        factories.term("EPCI", expansion=text)
    factories.term("EPCI", text, live=False)


def test_a_synonym_leads_to_one_term():
    factories.term(*EPCI)
    with refused("« intercommunalités » mène déjà au terme « EPCI »", "retirez-le"):
        factories.term("Communauté de communes", "intercommunalités")
    factories.term("Communauté de communes", "communauté")
    draft = factories.term("Groupement", "intercommunalité", live=False)
    with refused("mène déjà au terme « EPCI »"):
        draft.save_revision().publish()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_terms_published_at_once_with_one_synonym_the_second_is_refused():
    """On SQLite the second transaction does not even begin before the first one has ended."""
    source = factories.source()
    outcomes: list[str] = []

    def publish_another() -> None:
        try:
            factories.term("Communauté", "intercommunalité", source=source)
            outcomes.append("published")
        except ValidationError as refusal:
            outcomes.append(refusal.messages[0])
        finally:
            connection.close()

    another = threading.Thread(target=publish_another)
    with transaction.atomic():
        factories.term(*EPCI, source=source)
        another.start()
        another.join(1)  # it waits for the lock
        assert outcomes == []
    another.join(30)
    assert len(outcomes) == 1
    assert "mène déjà au terme « EPCI »" in outcomes[0]


def test_a_name_is_published_once():
    factories.term("PSE", slug="pse-environnement")
    with refused("« PSE » est déjà un terme publié", "entre parenthèses"):
        factories.term("PSE", slug="pse-emploi")
    factories.term("PSE (emploi)")


def test_the_name_of_another_term_may_be_a_synonym_but_not_in_a_circle():
    factories.term("Parc naturel régional", "parc")
    factories.term("PNR", "parc naturel régional")
    parc = Term.objects.get(term="Parc naturel régional")
    parc.synonyms = [Synonym(text="PNR")]
    with refused("« Parc naturel régional » → « PNR » → « Parc naturel régional »"):
        parc.save()


def test_a_circle_through_a_third_term_is_told_with_its_way():
    factories.term("Pays", "territoire de projet")
    factories.term("Territoire de projet", "bassin")
    with refused("« Bassin » → « Pays » → « Territoire de projet » → « Bassin »"):
        factories.term("Bassin", "pays")


def test_a_synonym_that_half_of_the_catalogue_says_is_refused_once_there_is_a_catalogue():
    for number in range(9):
        factories.tool(title=f"Un accord, numéro {number}")
    term = factories.term("Pacte", "accord")  # too few pages to tell
    term.unpublish()
    for number in range(31):
        factories.tool(title=f"Un autre accord, numéro {number}")
    with refused("« accord » est dans 41 des .. pages du site", "plus précise"):
        term.save_revision().publish()
    # Of a name that is never looked for instead of something else, nothing is asked.
    factories.term("Accord")
    factories.term("Accord-cadre", "accord")
    # Everyday words that lead to a theme have the same rule.
    theme = factories.theme()
    theme.everyday_words = "accord"
    with refused("« accord » est dans .. des .. pages du site", "plus précise"):
        theme.full_clean()


def test_the_admin_tells_the_fault_on_the_synonym_and_keeps_what_was_typed():
    factories.term(*EPCI)
    editor = member_of(EDITORS)
    address, values = term_form(
        editor,
        term="Communauté",
        category="acteur",
        definition="Un regroupement.",
        source=str(factories.source().pk),
    )
    values |= {
        "synonyms-TOTAL_FORMS": ["2"],
        "synonyms-0-text": ["regroupement"],
        "synonyms-0-id": [""],
        "synonyms-1-text": ["intercommunalité"],
        "synonyms-1-id": [""],
    }
    response = editor.post(address, {**values, "action-publish": "action-publish"})

    assert response.status_code == 200
    assert [form.errors for form in response.context["form"].formsets["synonyms"].forms] == [
        {},
        {
            "text": [
                "« intercommunalité » mène déjà au terme « EPCI » : retirez-le de l’un des deux."
            ]
        },
    ]
    assert not Term.objects.filter(term="Communauté").exists()
    draft = editor.post(address, values)
    assert draft.status_code == 302
    assert not Term.objects.get(term="Communauté").live
