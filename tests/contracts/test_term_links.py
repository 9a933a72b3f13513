"""The first time that a page writes a term of the glossary, it leads to its definition."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import SafeString

from contracts.models import PageLink, Party
from contracts.models.tool import ToolStep
from contracts.pages.parts.glossary_links import MOST_LINKS, TermLinks
from contracts.values.vocabulary import LinkType, Section, Side
from home.models import EditorialPage
from search.models import IndexState
from tests import factories
from tests.contracts.reading import ReadPage

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

TERM = re.compile(r'<a [^>]*href="/glossaire/')


def linked(text: str, **options) -> list[tuple[str, str]]:
    """(words, slug) of each link made in a text."""
    html = shown(TermLinks(**options).linked(text))
    pieces = TERM.split(html)[1:]
    found = []
    for piece in pieces:
        slug, _, rest = piece.partition('/">')
        found.append((rest.partition("</a>")[0], slug))
    return found


def shown(text: str) -> str:
    return Template("{{ text|typo_fr }}").render(Context({"text": text}))


def links(page: ReadPage, within: str = "main") -> list[tuple[str, str]]:
    return [
        (link.get_text(), link["href"].split("/")[2])
        for link in page.one(within).select("a[href^='/glossaire/']:not(nav a)")
    ]


# What is a term, in a text


def test_a_term_is_linked_by_its_name_its_expansion_and_its_synonyms():
    factories.term("EPCI", "intercommunalité", expansion="établissement public de coopération")
    assert linked("Un EPCI.") == [("EPCI", "epci")]
    assert linked("Les intercommunalités.") == [("intercommunalités", "epci")]
    assert linked("L’INTERCOMMUNALITE") == [("INTERCOMMUNALITE", "epci")]
    assert linked("Cet établissement public de coopération, là") == [
        ("établissement public de coopération", "epci")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Le cob est un cheval.",
        "Deux cobs.",
        "Cob",
        "Un parc naturel. Régional, dit-il.",
        "Un parc naturel",
        "Naturel, le parc régional",
        "Les navets du champ",
        "Le départ",
        "Des services, les équipements",
    ],
)
def test_other_words_are_not_linked(text: str):
    factories.term("COB")
    factories.term("Parc naturel régional")
    factories.term("Flux de personnes", "navettes")
    factories.term("Département")
    factories.term("Services et équipements")
    assert linked(text) == []


def test_an_acronym_is_linked_in_capitals_with_or_without_dots():
    factories.term("SCoT")
    factories.term("PNR")
    assert linked("Le SCOT") == [("SCOT", "scot")]
    assert linked("Le SCoT") == [("SCoT", "scot")]
    assert linked("Le P.N.R. du Vercors") == [("P.N.R.", "pnr")]


def test_a_link_keeps_the_commas_and_the_brackets_of_its_term():
    factories.term("SEM, SPL, SCIC")
    factories.term("Pôle d’équilibre (PETR)")
    assert linked("Une société (SEM, SPL, SCIC) du pôle d’équilibre (PETR).") == [
        ("SEM, SPL, SCIC", "sem-spl-scic"),
        ("pôle d’équilibre (PETR)", "pole-d-equilibre-petr"),
    ]


def test_the_longest_term_wins_and_a_name_wins_over_a_synonym():
    factories.term("Protocole")
    factories.term("Protocole d’accord")
    factories.term("PNR", "parc naturel régional")
    factories.term("Parc naturel régional")
    assert linked("Le protocole d'accord, puis un protocole.") == [
        ("protocole d’accord", "protocole-d-accord"),
        ("protocole", "protocole"),
    ]
    assert linked("Un parc naturel régional, des parcs naturels régionaux, un PNR") == [
        ("parc naturel régional", "parc-naturel-regional"),
        ("PNR", "pnr"),
    ]


def test_each_term_is_linked_once_in_a_page_and_never_on_its_own_page():
    factories.term("EPCI", "intercommunalité")
    factories.term("PNR")
    page = TermLinks()
    assert page.linked("Un EPCI") != "Un EPCI"
    assert page.linked("Un EPCI, une intercommunalité") == "Un EPCI, une intercommunalité"
    assert linked("Un EPCI et un PNR", own="/glossaire/epci/") == [("PNR", "pnr")]


def test_a_page_has_a_limited_number_of_links():
    names = [f"Terme{'abcdefghijklmnopqrst'[number]}" for number in range(20)]
    for name in names:
        factories.term(name)
    page = TermLinks()
    assert page.linked(", ".join(names)).count("<a ") == MOST_LINKS
    assert page.linked(names[-1]) == names[-1]


def test_drafts_are_not_linked():
    factories.term("EPCI", live=False)
    assert linked("Un EPCI") == []


def test_everything_else_is_escaped_once_and_keeps_its_typography():
    factories.term("EPCI", "intercommunalité & cie")
    text = "<script>x</script> l'EPCI « d'ici » & \"là\" : 1 000 € ; fin"
    html = shown(TermLinks().linked(text))
    assert TERM.sub('<a href="/glossaire/', html) == (
        "&lt;script&gt;x&lt;/script&gt; l’"
        '<a href="/glossaire/epci/">EPCI</a> '
        "«\u00a0d’ici\u202f» &amp; &quot;là&quot;\u00a0: 1\u202f000\u00a0€\u202f; fin"
    )
    without = TermLinks().linked("<b>rien</b>")
    assert not isinstance(without, SafeString)
    assert shown(without) == "&lt;b&gt;rien&lt;/b&gt;"
    assert TERM.sub(
        '<a href="/glossaire/', shown(TermLinks().linked("Une intercommunalité & cie"))
    ) == ('Une <a href="/glossaire/epci/">intercommunalité &amp; cie</a>')


# In pages


def test_a_fiche_links_its_prose_in_reading_order_and_neither_headings_nor_tables(client):
    factories.term("EPCI")
    factories.term("PETR")
    factories.term("Bassin")
    city, country = factories.territory(name="PETR d’Ys", level="epci"), factories.territory()
    gain = f"Le PETR y gagne, et l’EPCI aussi. {'Beaucoup de mots pour le dire. ' * 4}"
    page = factories.contract(
        title="Un EPCI et un Bassin",
        gist="Un EPCI signe.",
        parties=[
            Party(territory=city, side=Side.CITY, gain=gain, source=factories.source()),
            Party(territory=country, side=Side.COUNTRYSIDE),
        ],
        commitments=[factories.commitment(city, country, object="Le Bassin")],
        statements=[factories.statement(text="Le bassin et l’EPCI.")],
    )
    read = ReadPage(client, page.url)
    assert links(read) == [("EPCI", "epci"), ("PETR", "petr"), ("bassin", "bassin")]
    assert links(read, "[data-part=lede]") == [("EPCI", "epci")]
    assert read.soup.select("h1 a, h2 a, th a[href^='/glossaire/'], a a") == []
    assert "glossaire" not in str(read.soup.select('meta[name="description"]'))


def test_a_tool_an_explanation_and_the_list_of_conditions_are_linked_too(client):
    factories.term("EPCI")
    tool = factories.tool(gist="Un outil.")
    tool.steps = [ToolStep(text="Réunir l’EPCI.", source=factories.source())]
    tool.save()
    assert links(ReadPage(client, tool.url)) == [("EPCI", "epci")]

    home = factories.home_page()
    page = EditorialPage(title="Comprendre", slug="comprendre-tout", live=False)
    page.body = [
        ("heading", "EPCI"),
        ("sourced_paragraph", {"text": "Un EPCI <b>.", "source": factories.source()}),
    ]
    home.add_child(instance=page)
    page.save_revision().publish()
    read = ReadPage(client, page.url)
    assert links(read, "[data-part=prose]") == [("EPCI", "epci")]
    assert read.text("[data-part=prose] p") == "Un EPCI <b>."

    factories.contract(statements=[factories.statement(Section.OBSTACLE, text="L’EPCI hésite.")])
    assert links(ReadPage(client, "/conditions/")) == [("EPCI", "epci")]


def test_the_definition_of_a_term_leads_to_others_and_not_to_itself(client):
    factories.term("EPCI", definition="Un EPCI est un groupement.")
    factories.term("PETR", definition="Un PETR réunit des EPCI.")
    assert links(ReadPage(client, "/glossaire/epci/")) == []
    assert links(ReadPage(client, "/glossaire/petr/")) == [("EPCI", "epci")]


def test_a_term_is_linked_as_soon_as_it_is_published_and_no_longer_once_it_is_not(client):
    page = factories.contract(gist="Un EPCI signe.")
    assert links(ReadPage(client, page.url)) == []
    term = factories.term("EPCI")
    assert links(ReadPage(client, page.url)) == [("EPCI", "epci")]
    term.unpublish()
    assert links(ReadPage(client, page.url)) == []


def test_links_ask_nothing_of_the_database_beside_related_pages_and_one_query_without(client):
    factories.term("EPCI")
    alone = factories.contract(gist="Un EPCI signe.")
    related = factories.contract(gist="Un EPCI signe.")
    PageLink.objects.create(page=related, target=alone, type=LinkType.values[0])
    client.get(related.url)
    with CaptureQueriesContext(connection) as asked:
        client.get(related.url)
    statements = [one["sql"] for one in asked.captured_queries]
    assert [sql for sql in statements if 'FROM "contracts_term"' in sql] == []
    token = IndexState.objects.get().token
    with CaptureQueriesContext(connection) as asked:
        TermLinks(token=token)
    assert len(asked) == 0
    with CaptureQueriesContext(connection) as asked:
        TermLinks()
    assert len(asked) == 1
