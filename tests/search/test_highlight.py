"""What is marked and what is shown of a text."""

import re

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from search.answers.highlight import EXCERPT_LENGTH, Highlighter
from search.query.parser import parse


def marked(q: str, text: str) -> str:
    return Highlighter(parse(q)).whole(text)


@pytest.mark.parametrize(
    ("q", "text", "expected"),
    [
        ("reciprocite", "Réciprocités", "<mark>Réciprocités</mark>"),
        ("eau", "L’eau et l'Eau", "L’<mark>eau</mark> et l&#x27;<mark>Eau</mark>"),
        ("oeuvre", "Mise en œuvre", "Mise en <mark>œuvre</mark>"),
        ("ami", "Une dynamique amicale", "Une dynamique amicale"),
        ("bois", "<b>Bois</b> & cie", "&lt;b&gt;<mark>Bois</mark>&lt;/b&gt; &amp; cie"),
        ('"grand est"', "Le Grand Est est grand", "Le <mark>Grand Est</mark> est grand"),
        ('"grand est"', "Grand <&> Est", "<mark>Grand &lt;&amp;&gt; Est</mark>"),
        (
            '"bois énergie" bois',
            "bois-énergie, bois",
            "<mark>bois-énergie</mark>, <mark>bois</mark>",
        ),
        ("-bois eau", "eau, bois", "<mark>eau</mark>, bois"),
        ("pnr", "Le P.N.R. d’Armorique", "Le <mark>P.N.R.</mark> d’Armorique"),
        ("20000", "Ses 20 000 habitants", "Ses <mark>20 000</mark> habitants"),
        ("20 000", "20.000 et 000", "<mark>20.000</mark> et 000"),
        ("élues", "Les élu(e)s (ruraux)", "Les <mark>élu(e)s</mark> (ruraux)"),
        ("", "Un texte", "Un texte"),
        ("le", "Le pays", "<mark>Le</mark> pays"),
    ],
)
def test_what_was_found_is_marked_and_everything_escaped(q: str, text: str, expected: str):
    assert marked(q, text) == expected


def test_an_excerpt_shows_the_words_found_and_what_surrounds_them():
    body = "Avant. " * 60 + "La chaufferie au bois de Grenoble est ici. " + "Après. " * 60
    excerpt = Highlighter(parse("chaufferie bois")).excerpt(body, told=["Un résumé sans rien."])
    assert "La <mark>chaufferie</mark> au <mark>bois</mark> de Grenoble" in excerpt
    assert excerpt.startswith("…")
    assert excerpt.endswith("…")


@pytest.mark.parametrize("shift", range(40))
def test_an_excerpt_is_never_cut_within_a_number(shift: int):
    body = "x" * shift + " 120 000 340 000" * 60 + " bois" + " 120 000 340 000" * 60
    excerpt = Highlighter(parse("bois")).excerpt(body.replace("000 340", "000, 340"))
    words = excerpt.strip("…").replace("<mark>bois</mark>", "bois").replace(",", "").split()
    assert (words[0], words[-1]) in {("120", "000"), ("340", "000")} or words[0] == "bois"


@pytest.mark.parametrize(
    ("q", "told", "body"),
    [
        ("", ["Un résumé."], "Un texte."),
        ("absent", ["Un résumé."], "Un texte."),
        ("eau", ["L’eau ici."], "L’eau là."),
        ("brest cantine", ["Brest Métropole", "La cantine."], "Brest et ses cantines."),
        ("contrat brest", ["Brest et le pays", "", "Contrat"], "Contrat\nBrest"),
    ],
)
def test_nothing_is_quoted_of_a_body_when_all_is_said_beside_it(q, told, body):
    excerpt = Highlighter(parse(q)).excerpt(body, told=told)
    assert excerpt == ""
    assert isinstance(excerpt, SafeString)


def test_a_body_is_quoted_for_the_words_that_are_not_said_beside_it():
    body = "Brest. " * 60 + "À Brest, les cantines achètent au pays. " + "Brest. " * 60
    excerpt = Highlighter(parse("brest cantine")).excerpt(body, told=["Brest Métropole"])
    assert "À <mark>Brest</mark>, les <mark>cantines</mark> achètent" in excerpt


def test_an_excerpt_is_of_one_piece_of_the_body_a_sentence_if_one_says_it():
    body = "Il y a du bois.\nChaufferie\nUne chaufferie y brûle.\nChaufferie\nRhône"
    excerpt = Highlighter(parse("chaufferie")).excerpt(body)
    assert excerpt == "Une <mark>chaufferie</mark> y brûle."
    assert Highlighter(parse("rhône")).excerpt(body) == "<mark>Rhône</mark>"
    assert Highlighter(parse("bois brûle")).excerpt(body).endswith("<mark>bois</mark>.")


def test_a_word_without_end_is_cut_all_the_same():
    excerpt = Highlighter(parse("eau")).excerpt("eau" + "x" * 5_000)
    assert len(excerpt) <= EXCERPT_LENGTH


@given(st.text(max_size=600), st.text(max_size=30))
def test_an_excerpt_is_short_safe_and_part_of_the_text(body: str, q: str):
    excerpt = Highlighter(parse(q)).excerpt(body)
    assert isinstance(excerpt, SafeString)
    without_marks = excerpt.replace("<mark>", "").replace("</mark>", "")
    assert not re.search("[<>\"']", without_marks)
    plain = (
        without_marks.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
    )
    assert len(plain) <= EXCERPT_LENGTH
    assert plain.strip("…") in body.replace("…", "") or "…" in body
