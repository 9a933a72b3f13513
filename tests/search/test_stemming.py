"""The families of words that one stem brings together, and those it must keep apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.stemming import numbers, singular, stem


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("reciprocite reciprocites", "reciprocit"),
        ("contrat contrats", "contrat"),
        ("eau eaux", "eau"),
        ("elu elus elue elues", "elu"),
        ("tableau tableaux", "tableau"),
        ("territorial territoriale territoriaux territoriales", "teritorial"),
        ("travail travaux", "travail"),
        ("developper developpe developpee developpees developpement", "develop"),
        ("amenager amenagement amenagements", "amenag"),
        ("cooperer cooperation cooperations", "coper"),
        ("planifier planification planificateur planificatrice", "planifi"),
        ("communiquer communication communique", "comuni"),
        ("organiser organisation organisateur organisatrice", "organis"),
        ("animer animation animateur animatrice", "anim"),
        ("directeur directrice directeurs", "direct"),
        ("premier premiere premieres", "premi"),
        ("collectif collective collectivement collectifs", "colectiv"),
        ("culture culturel culturelle culturels", "cultur"),
        ("professionnel professionnelle", "profesion"),
        ("heureux heureuse", "heureu"),
        ("public publique publics publiques", "public"),
        ("commune communes communal communale communaux", "commune"),
        ("formation formations formateur formatrices former", "formation"),
        ("porte portes porter portee portees porteur porteuses", "porte"),
        ("departement departements departementaux departementale", "departement"),
        ("economie economique economies", "economi"),
        ("investir investissement investissements", "investi"),
        ("energie energies", "energi"),
        ("transition transitions", "transition"),
        ("element elements", "element"),
        ("foret forets forestier forestiere forestieres", "foret"),
        ("alimentation alimentaire alimentaires aliments", "aliment"),
        ("frontiere frontaliers", "fronti"),
        ("hopital hopitaux hospitalier hospitaliere", "hopital"),
        ("tourisme touristique touristes", "tourism"),
        ("financer finance financent financement", "financ"),
        ("porter porte portent portaient porteront", "porte"),
        ("fournir fournissent", "fourni"),
        ("consommer consomme consomment", "consom"),
        ("vend vendent vendre", "vend"),
        ("payer paye payee payent", "paye"),
        ("durer dure duree durees durent", "dure"),
        ("aider aide aides aident", "aide"),
        ("gerer gere gerent", "gere"),
        ("creer cree creee creation createur", "creation"),
        ("trier tri trient", "tri"),
        ("different differents differente", "diferent"),
    ],
)
def test_a_family_of_words_has_one_stem(words: str, expected: str):
    assert {stem(word) for word in words.split()} == {expected}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pays", "payer"),
        ("temps", "tempe"),
        ("cours", "cour"),
        ("transition", "transport"),
        ("national", "nation"),
        ("formation", "forme"),
        ("commune", "commun"),
        ("communes", "communs"),
        ("departement", "depart"),
        ("environnement", "environ"),
        ("parlement", "parler"),
        ("parce", "parc"),
        ("porte", "port"),
        ("prix", "pris"),
        ("voix", "voie"),
        ("public", "publier"),
        ("savoie", "savoir"),
        ("terre", "ter"),
        ("causse", "cause"),
        ("metre", "mettre"),
        ("ouvrier", "ouvrir"),
        ("faute", "faut"),
        ("gers", "gerer"),
        ("agent", "agir"),
        ("argent", "argile"),
        ("parent", "parer"),
        ("element", "elire"),
        ("rennes", "rene"),
        ("duree", "dur"),
        ("cob", "cobra"),
        ("2016", "2015"),
        ("2000", "200"),
    ],
)
def test_words_that_only_look_alike_keep_their_own_stem(one: str, other: str):
    assert stem(one) != stem(other)


@pytest.mark.parametrize("word", ["eau", "cob", "pnr", "epci", "petr", "scot", "co2", "u5317", "é"])
def test_short_words_and_what_is_not_a_french_word_stay_whole(word: str):
    assert stem(word) == word


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("contrat", "contrats"),
        ("eau", "eaux"),
        ("local", "locaux"),
        ("hopital", "hopitaux"),
        ("travail", "travaux"),
        ("bail", "baux"),
    ],
)
def test_the_singular_and_the_plural_lead_to_each_other(word: str, other: str):
    assert other in numbers(word)
    assert word in numbers(other)


@given(st.text("aeiloprstux", min_size=1, max_size=9))
def test_what_is_a_number_of_a_word_is_of_its_singular_and_of_its_stem(word: str):
    assert numbers(word)[0] == word
    assert {singular(form) for form in numbers(word)} == {singular(word)}
