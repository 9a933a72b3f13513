"""What people type with their own words, on the real content: the answer is proposed above the
results or is one of the first three."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.utils.html import strip_tags

from contracts.catalogue.communes import load_communes
from contracts.values.dates.french_calendar import french_date
from search.answers.hints import hints_for
from search.answers.service import answer
from search.index.integrity import differences
from search.models import SearchDocument
from search.query.form import SearchForm
from tests.contracts.reading import ReadPage
from tests.contracts.training.factories import session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("france", "catalogue")]

QUESTIONS = "/comprendre/questions/"
THEME = "/recherche/?theme="
PLACE = "/recherche/?territoire="


@pytest.fixture(scope="module")
def france(real_catalogue, django_db_blocker):
    """Every commune beside the catalogue, undone with it."""
    with django_db_blocker.unblock():
        load_communes()


def form_of(q: str) -> SearchForm:
    data = QueryDict(mutable=True)
    data["q"] = q
    return SearchForm.from_querydict(data, path="/recherche/")


def first_answers(q: str) -> list[str]:
    """The addresses that a reader sees first: what is proposed above, then three results."""
    form = form_of(q)
    proposed = [url for hint in hints_for(form)[:3] for url in (hint.url, hint.more_url)]
    return [*proposed, *(hit.url for hit in answer(form).hits[:3])]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("conditions de réussite", "/conditions/"),
        ("freins", "/conditions/"),
        ("échecs", f"{QUESTIONS}ce-qui-echoue/"),
        ("ce qui a coincé", f"{QUESTIONS}ce-qui-echoue/"),
        ("combien ça coûte", f"{QUESTIONS}combien-ca-coute/"),
        ("combien ca coute", f"{QUESTIONS}combien-ca-coute/"),
        ("qui paye", f"{QUESTIONS}qui-paie/"),
        ("subvention", f"{QUESTIONS}qui-paie/"),
        ("des subventions pour un contrat", f"{QUESTIONS}qui-paie/"),
        ("est-ce obligatoire", f"{QUESTIONS}est-ce-obligatoire/"),
        ("mes obligations", f"{QUESTIONS}est-ce-obligatoire/"),
        ("petite commune", f"{QUESTIONS}petite-commune/"),
        ("convaincre", f"{QUESTIONS}comment-convaincre/"),
        ("prochaine formation", "/sessions/"),
        ("indicateurs", f"{QUESTIONS}quels-indicateurs/"),
        ("modèle de délibération", f"{QUESTIONS}modele-de-deliberation/"),
        ("modèle de contrat", f"{QUESTIONS}modele-de-deliberation/"),
        ("qui signe", f"{QUESTIONS}qui-signe/"),
        ("forme juridique", f"{QUESTIONS}quelle-forme-juridique/"),
        ("combien de temps", f"{QUESTIONS}combien-de-temps/"),
        ("par où commencer", f"{QUESTIONS}par-ou-commencer/"),
        ("aide de l’État", f"{QUESTIONS}que-fait-l-etat/"),
        ("différence avec un PAT", f"{QUESTIONS}difference-avec-un-pat/"),
        ("différence avec un CRTE", f"{QUESTIONS}difference-avec-un-crte/"),
        ("contrat ou entente", f"{QUESTIONS}difference-avec-une-entente/"),
        ("fin du contrat", f"{QUESTIONS}comment-ca-finit/"),
        ("questions fréquentes", QUESTIONS),
        ("glossaire", "/glossaire/"),
        ("liste des contrats", "/contrats/"),
        ("comme le mien", "/contrats/comme-le-mien/"),
        ("accessibilité", "/accessibilite/"),
        ("mentions légales", "/mentions-legales/"),
        ("données personnelles", "/donnees-personnelles/"),
        ("territoires", "/territoires/"),
        ("thèmes", "/themes/"),
        ("carte", "/carte/"),
        ("engagements", "/engagements/"),
        ("qui donne quoi", "/engagements/"),
        ("indicateurs", "/indicateurs/"),
        ("indicateur de suivi", "/indicateurs/"),
        ("contact", "/contact/"),
    ],
)
def test_everyday_words_have_their_answer_first(typed, address):
    assert address in first_answers(typed)


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        (f"{PLACE}toulouse-metropole", "toulousain, toulousains, toulousaine"),
        (f"{PLACE}bordeaux-metropole", "bordelais, bordelaises"),
        (f"{PLACE}metropole-de-lyon", "lyonnais, lyonnaise"),
        (f"{PLACE}brest-metropole", "brestois, brestoises, interco brest, Brest métropole"),
        (f"{PLACE}grenoble-alpes-metropole", "grenoblois, métro grenoble, agglo de grenoble"),
        (f"{THEME}mobilites-et-transports", "vélo, covoit, transport à la demande, AOM, ZFE"),
        (f"{THEME}jeunesse-education-et-enseignement-superieur", "crèche"),
        (f"{THEME}agriculture-et-alimentation", "abattoir, maraîchage"),
        (f"{THEME}energie-et-transition-ecologique", "méthanisation"),
        (f"{THEME}dechets-et-economie-circulaire", "compost"),
        (f"{THEME}amenagement-foncier-et-habitat", "ZAN, artificialisation, friche"),
        (
            f"{THEME}sante-et-acces-aux-soins",
            "désert médical, manque de médecins, maison de santé, personnes âgées",
        ),
        (f"{THEME}developpement-economique-et-emploi", "artisans"),
        (f"{THEME}tourisme-loisirs-et-montagne", "rando"),
        (f"{THEME}eau-et-milieux-aquatiques", "zone humide"),
        ("/communes/29019-brest/", "29200, brest 29, mairie de brest"),
        ("/communes/69123-lyon/", "69003, lyon 3, Lyon 3e arrondissement"),
        ("/communes/69003-albigny-sur-saone/", "69003"),
        ("/communes/73008-aix-les-bains/", "73100"),
        ("/communes/69024-val-d-oingt/", "Le Bois-d’Oingt, le bois d oingt, oingt"),
        ("/communes/69202-sainte-foy-les-lyon/", "ste foy les lyon, Ste-Foy-lès-Lyon"),
        ("/communes/29024-carhaix-plouguer/", "carhaix"),
        (f"{PLACE}ca-saint-brieuc-armor-agglomeration", "st brieuc, ST-BRIEUC, ca saint brieuc"),
        ("/communes/22278-saint-brieuc/", "st brieuc"),
        ("/communes/35288-saint-malo/", "st-malo, st malo"),
        (f"{PLACE}ca-du-pays-de-saint-malo-agglomeration", "st-malo, agglo st malo"),
        ("/territoires/marne/", "la marne, marne, dépt marne"),
        ("/territoires/la-reunion/", "la réunion, reunion, région réunion"),
        ("/territoires/creuse/", "la creuse, dépt 23"),
        ("/territoires/manche/", "la manche"),
        ("/territoires/corse/", "corse, la corse"),
        (f"{PLACE}nord", "le nord, dépt nord"),
        (f"{PLACE}isere", "isère, l’isère, dépt isère, conseil départemental de l’isère"),
        (f"{PLACE}bretagne", "bretagne, la bretagne, région bretagne"),
        ("/territoires/bretagne/", "bretagne"),
        (
            "/sessions/",
            "prochaine formation, prochaine session, prochaines sessions, quand se former, "
            "puis-je y participer, s’inscrire, inscription, comment participer, m’inscrire",
        ),
    ],
)
def test_inhabitants_themes_codes_and_places_have_their_answer_first(address, typed):
    assert [q for q in typed.split(", ") if address not in first_answers(q)] == []


def test_a_departement_or_a_region_with_its_article_is_the_very_first():
    for q, name in (("la marne", "Marne"), ("la réunion", "La Réunion"), ("le nord", "Nord")):
        first = hints_for(form_of(q))[0]
        assert first.label == name
        assert "/territoires/" in first.url + first.more_url


@pytest.mark.parametrize(
    ("q", "name"),
    [("grenoblois", "Grenoble"), ("bordelaises", "Bordeaux"), ("Lyonnais", "Lyon")],
)
def test_names_of_inhabitants_find_first_what_the_name_of_their_territory_does(q, name):
    response = answer(form_of(q))

    assert all(name in hit.title for hit in response.hits[:5])
    assert any(name in one.label for one in response.expansions)


def test_a_number_that_is_two_codes_proposes_both():
    assert "/communes/73100-domessin/" in {hint.url for hint in hints_for(form_of("73100"))}


def test_a_search_for_a_session_says_that_none_is_to_come_and_how_to_be_told(client):
    page = ReadPage(client, "/recherche/?q=prochaine+formation").text("main")

    assert "Sessions : aucune session à venir n’est annoncée" in page
    assert hints_for(form_of("prochaine session"))[0].more_url == "/sessions/#prevenir"


def test_a_search_for_a_session_names_the_next_one_with_its_date():
    page = session(title="Se former à deux")

    proposed = hints_for(form_of("quand se former"))[:2]

    assert [one.label for one in proposed] == [
        "Prochaine session\u00a0: Se former à deux",
        "Sessions",
    ]
    assert proposed[0].url == page.url
    assert proposed[0].detail == french_date(page.first_date().day)


def test_the_index_holds_all_of_it():
    assert not list(differences())


@pytest.mark.parametrize(
    "q",
    [
        *("toulousain", "brestoise", "bordelais", "tourangelle", "35", "finistère", "bretagne"),
        *("COB", "PNR", "PETR", "EPCI", "ADEUPa", "PAT", "CRTE", "chaufferie bois", "santé"),
        *("circuits courts", "eau", "mobilités", "signé", "portrait croisé", "liste des outils"),
    ],
)
def test_no_excerpt_is_a_heap_of_names(q):
    for hit in answer(form_of(q)).hits:
        labels = SearchDocument.objects.get(key=hit.key).labels.split("\n")
        plain = strip_tags(hit.excerpt).strip("… ")
        assert not plain or plain not in labels
        assert "\u00a0· " not in plain


@pytest.mark.parametrize("typed", ["manque de médecins", "désert médical", "ehpad"])
def test_under_a_theme_what_speaks_of_the_matter_comes_before_the_most_recent(client, typed):
    found = ReadPage(client, f"/recherche/?q={typed}").soup.select("#resultats h3 a")
    fiches = [one["href"] for one in found if one["href"].startswith(("/contrats/", "/exp"))]
    assert fiches[0] == "/experiences/hopital-carhaix-chu-brest/"
