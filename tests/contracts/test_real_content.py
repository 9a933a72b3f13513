"""What a reader finds on the real content, and the counts that the filters announce."""

from itertools import chain

import pytest
from django.http import QueryDict

from contracts.models import CaseStudyPage, ContractPage, Term, ToolPage
from contracts.values.vocabulary import ContractStatus
from search.answers.service import answer
from search.models import SearchDocument
from search.query.form import SearchForm
from tests.contracts.reading import ReadPage

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.any_engine]

BREST = "Brest Métropole et Pays Centre Ouest Bretagne"


def ask(address: str):
    return answer(SearchForm.from_querydict(QueryDict(address)))


def titles(query: str) -> list[str]:
    query_dict = QueryDict(mutable=True)
    query_dict["q"] = query
    return [hit.title for hit in answer(SearchForm.from_querydict(query_dict)).hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("reciprocite", "Contrat de réciprocité"),
        ("réciprocités", "Contrat de réciprocité"),
        ("mise en oeuvre", "Mise en œuvre"),
        ("mise en œuvre", "Mise en œuvre"),
        ("l'eau", "Eau"),
        ("l’eau", "Eau"),
        ("circuit court", ""),
        ("centre-ouest-bretagne", BREST),
        ("COB", BREST),
        ("Brest COB", BREST),
        ("bois energie", "bois"),
    ],
)
def test_readers_find_on_the_first_page_what_they_expect(query, expected):
    found = titles(query)

    assert any(expected.casefold() in title.casefold() for title in found), found


def test_spellings_of_one_query_find_the_same():
    assert titles("reciprocite") == titles("réciprocité")
    assert titles("l'eau") == titles("l’eau")
    assert titles("mise en oeuvre") == titles("mise en œuvre")


def test_brest_was_signed_on_two_dates_and_counts_once_under_2016():
    brest = ContractPage.objects.get(title=BREST)
    [dates] = [group for group in brest.fact_groups() if group.attribute == "date-signature"]

    assert dates.divergent
    assert [value.shown for value in dates.values] == ["4 novembre 2016", "10 novembre 2016"]
    assert [hit.title for hit in ask("annee=2016&type=contrat&q=brest").hits].count(BREST) == 1
    year = next(count for count in ask("type=contrat").facets if count.facet.name == "annee")
    announced = {value.code: value.count for value in year.values}
    assert announced["2016"] == ask("type=contrat&annee=2016").total


def test_belledonne_is_never_signed():
    studied = {hit.title for hit in ask("statut=a-l-etude").hits}
    signed = {
        row["title"]
        for row in SearchDocument.objects.filter(kind="contrat").values("title", "facets")
        if "signe" in row["facets"]["statut"]
    }

    assert any("Belledonne" in title for title in studied)
    assert not any("Belledonne" in title for title in signed)


def test_brest_says_in_which_session_it_was_presented(client):
    shown = client.get("/contrats/brest-metropole-centre-ouest-bretagne/").content.decode()

    assert "Présenté en session" in shown
    assert "/sessions/2016-12-06-contrat-de-reciprocite/" in shown


def test_the_session_of_2016_says_each_line_of_its_programme(client):
    shown = ReadPage(client, "/sessions/2016-12-06-contrat-de-reciprocite/")

    assert shown.text("h1") == (
        "Contrat de réciprocité ville - campagne : nouvelle opportunité pour mieux coopérer ?"
    )
    assert shown.text("main header p:has(+ h1)") == "Session · passée"
    assert "les inscriptions sont closes" in shown.text("[data-part=notice]")
    assert shown.fact("Date") == "mardi 6 décembre 2016 , de 9 h 30 à 17 h"
    assert shown.fact("Lieu") == "À proximité de la gare Valence TGV (26)"
    assert shown.fact("Nombre de places") == "20 places"
    assert shown.fact("Inscription jusqu’au") == "30 novembre 2016"
    assert "soumise à la cotisation annuelle à Cap Rural" in shown.fact(
        "Condition de participation"
    )
    assert shown.fact("Contact") == "Dominique Bernier | cooperationsentreacteurs@caprural.org"
    assert len(shown.texts("#pourquoi p")) == 3
    assert shown.texts("#publics dt") == ["Élues et élus", "Directions", "Agents techniques"]
    assert shown.texts("#programme h3") == [
        "Rapide état des lieux de l’expérimentation sur les contrats de réciprocité ville-campagne",
        "Élaboration et mise en œuvre du contrat entre Brest Métropole Océane et le Pays Centre "
        "Ouest Bretagne",
        "Panorama d’expériences et d’outils pour développer des coopérations",
        "Pistes de coopérations à l’étude entre l’Espace Belledonne et Grenoble Alpes Métropole",
        "Vers des écosystèmes territoriaux ?",
        "Réflexion collective : conditions et modalités pour faire émerger et organiser des "
        "coopérations villes-campagnes",
    ]
    assert shown.texts("#programme li ul li") == [
        "Jean-Pierre Caroff , chargé de mission auprès du président, Brest Métropole Océane",
        "Jean-Charles Lollier , chargé de mission auprès du président, Pays Centre Ouest Bretagne",
        "Geneviève Le Meur , directrice, Pays Centre Ouest Bretagne",
        "François Keraval , directeur adjoint, Mission Stratégie et Prospective, Brest Métropole "
        "et Ville (sous réserve)",
        "Vincent Chassagne , expert associé, Mairie-conseils – Caisse des Dépôts",
        "Bruno Caraguel , vice-président, Espace Belledonne",
        "Sophie Gouin , directrice, Association Espace Belledonne",
        "Alexandre Mignotte , chargé de mission, Service Coopération Territoriale, Grenoble Alpes "
        "Métropole",
        "Jean-Yves Pineau , Collectif Ville Campagne",
    ]
    assert shown.texts("#programme li > p").count("Témoignage · par visioconférence") == 1
    assert shown.soup.select("a[href^='tel:'], form") == []
    assert shown.texts(":is(#dates, #en-pratique) dd:-soup-contains('non renseigné')") == []


def test_every_signed_contract_has_a_dated_and_sourced_signature():
    for page in ContractPage.objects.filter(status=ContractStatus.SIGNED):
        assert page.status_source is not None, page.title
        assert page.signature_date is not None, page.title


def test_nothing_published_is_without_source():
    for page in ContractPage.objects.live():
        rows = chain(page.facts.all(), page.statements.all(), page.milestones.all())
        unsourced = [row for row in chain(rows, page.commitments.all()) if row.source_id is None]
        assert unsourced == [], page.title


TICKED = ["", "type=contrat", "theme=mobilites-et-transports", "q=bois", "region=bretagne&q=eau"]


@pytest.mark.parametrize("elsewhere", TICKED)
def test_the_count_beside_a_value_is_the_number_of_results_after_ticking_it(elsewhere):
    """For every value of every facet, against a plain reading of the rows."""
    already = SearchForm.from_querydict(QueryDict(elsewhere)).request.filters
    rows = list(SearchDocument.objects.values_list("key", "facets"))
    words = QueryDict(elsewhere).get("q")
    matched = {key for key, _ in rows} if not words else _all_keys(f"q={words}")
    wrong = []
    for count in ask(elsewhere).facets:
        name = count.facet.name
        if name in already:
            continue
        for value in count.values:
            plain = sum(
                key in matched
                and value.code in facets.get(name, ())
                and all(set(codes) & set(facets.get(f, ())) for f, codes in already.items())
                for key, facets in rows
            )
            if value.count != plain:
                wrong.append((name, value.code, value.count, plain))
        for value in count.values[:3]:
            ticked = QueryDict(f"{elsewhere}&{name}={value.code}", mutable=True)
            assert answer(SearchForm.from_querydict(ticked)).total == value.count
    assert wrong == []


@pytest.mark.parametrize(
    ("title", "similar"),
    [
        # A rare tag and its themes.
        (
            "Parc naturel régional du Massif des Bauges et ses villes-portes",
            "Parc naturel régional de la Montagne de Reims et ses villes-portes",
        ),
        # The same tool.
        (
            "Cinq communautés de communes soutiennent le projet alimentaire de Dijon",
            "Un bassin de vie urbain et un parc naturel partagent un seul projet alimentaire",
        ),
        # Two tags.
        (
            "Le contrat de transition écologique (CTE)",
            "Le contrat de ruralité, un contrat en six volets avec l’État",
        ),
        # A tag, a theme and the kind of pair.
        ("Bordeaux Métropole et Limoges", "Bordeaux Métropole et Saintes"),
        # Nothing but the kind of pair: none rather than any.
        ("Métropole de Lyon et Pays d’Aurillac", None),
        # A common theme only.
        ("Des cars express relient les campagnes de Gironde à Bordeaux", None),
    ],
)
def test_the_fiche_that_is_the_most_like_another_or_none(client, title, similar):
    pages = (ContractPage, CaseStudyPage, ToolPage)
    page = next(page for model in pages for page in model.objects.filter(title=title))
    shown = ReadPage(client, page.url).texts("#proches li a")
    assert (shown[0] if shown else None) == similar


def test_three_quarters_of_the_fiches_have_similar_ones_and_none_has_more_than_four(client):
    counts = [
        len(ReadPage(client, page.url).soup.select("#proches li"))
        for model in (ContractPage, CaseStudyPage, ToolPage)
        for page in model.objects.live()
    ]
    assert max(counts) == 4
    assert 0.75 <= sum(map(bool, counts)) / len(counts) <= 0.97


def _all_keys(address: str) -> set[str]:
    keys: set[str] = set()
    page = 1
    while True:
        response = ask(f"{address}&page={page}")
        keys |= {hit.key for hit in response.hits}
        if page >= response.pages.last:
            return keys
        page += 1


@pytest.mark.parametrize(
    ("address", "offered"),
    [
        ("/contrats/", ["Faits les plus récents", "Titre"]),
        ("/experiences/?q=eau", ["Pertinence", "Faits les plus récents", "Titre"]),
        ("/recherche/", ["Faits les plus récents", "Titre"]),
        ("/outils/", []),
        ("/outils/?q=eau&tri=recent", ["Pertinence", "Titre"]),
        ("/recherche/?type=outil&type=territoire", []),
        ("/recherche/?outil=methode", []),
    ],
)
def test_the_most_recent_is_offered_where_there_are_dates(client, address, offered):
    assert ReadPage(client, address).texts("select[name=tri] option") == offered


def test_a_word_alone_that_finds_nothing_is_not_told_to_be_taken_off(client):
    page = ReadPage(client, "/recherche/?q=zzzzz")
    assert "Aucun résultat" in page.text("[role=status]")
    assert not [text for text in page.texts("main a") if text.startswith("Sans ")]
    filtered = ReadPage(client, "/recherche/?q=zzzzz&statut=signe")
    assert [text for text in filtered.texts("main a") if text.startswith("Sans ")]


@pytest.mark.parametrize("address", ["/aide/", "/recherche/filtres/"])
def test_what_filters_do_together_is_said_with_the_same_words_everywhere(client, address):
    said = ReadPage(client, address).text("main")
    assert "d’un même filtre élargit la recherche" in said
    assert "dans deux filtres la resserre" in said
    assert "s’ajoutent" not in said


def test_a_list_without_dates_says_why_its_order_is_not_chosen(client):
    shown = ReadPage(client, "/outils/")

    assert shown.soup.select("#tri") == []
    assert shown.text("[data-part=order]") == (
        "Dans l’ordre des titres : ces pages ne portent pas de date. Me prévenir"
    )
    assert ReadPage(client, "/contrats/").soup.select("[data-part=order]") == []


def test_the_whole_glossary_weighs_less_than_a_page_may(client):
    shown = ReadPage(client, "/glossaire/")

    assert len(shown.response.content) <= 100_000
    assert len(shown.structured[0]["hasDefinedTerm"]) == Term.objects.filter(live=True).count()


def test_a_body_has_one_term_that_says_its_name():
    terms = Term.objects.filter(live=True).prefetch_related("synonyms")
    saying = [
        term.slug
        for term in terms
        if any(
            "caisse des dépôts" in wording.casefold()
            for wording in (term.term, term.expansion, *(one.text for one in term.synonyms.all()))
        )
    ]

    assert saying == ["cdc"]


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("/glossaire/pnr/", "charte"),
        ("/glossaire/parc-naturel-regional/", "charte"),
        ("/outils/charte-forestiere-de-territoire/", "diagnostic"),
        ("/outils/projet-alimentaire-territorial/", "diagnostic"),
    ],
)
def test_a_word_of_everyday_does_not_lead_to_a_term_that_means_something_else(
    client, address, word
):
    shown = ReadPage(client, address)

    assert word in shown.text("main").casefold()
    assert word not in [link.casefold() for link in shown.texts("main a[href^='/glossaire/']")]
