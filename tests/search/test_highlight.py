"""What is marked and what is shown of a text."""

import re

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from search.answers.highlight import EXCERPT_LENGTH, Highlighter
from search.query.parser import parse


def marked(q: str, text: str) -> str:
    return Highlighter(parse(q)).title(text)


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
    excerpt = Highlighter(parse("chaufferie bois")).excerpt("Un résumé sans rien.", body)
    assert "La <mark>chaufferie</mark> au <mark>bois</mark> de Grenoble" in excerpt
    assert excerpt.startswith("…")
    assert excerpt.endswith("…")


@pytest.mark.parametrize("shift", range(40))
def test_an_excerpt_is_never_cut_within_a_number(shift: int):
    body = "x" * shift + " 120 000 340 000" * 60 + " bois" + " 120 000 340 000" * 60
    excerpt = Highlighter(parse("bois")).excerpt("", body.replace("000 340", "000, 340"))
    words = excerpt.strip("…").replace("<mark>bois</mark>", "bois").replace(",", "").split()
    assert (words[0], words[-1]) in {("120", "000"), ("340", "000")} or words[0] == "bois"


def test_without_anything_found_the_summary_is_shown_from_its_start():
    assert Highlighter(parse("")).excerpt("Un résumé.", "Un texte.") == "Un résumé."
    assert Highlighter(parse("absent")).excerpt("", "Un texte.") == "Un texte."


def test_the_summary_comes_before_the_body():
    assert Highlighter(parse("eau")).excerpt("L’eau ici.", "L’eau là.") == "L’<mark>eau</mark> ici."


def test_the_pieces_of_a_body_are_told_apart():
    excerpt = Highlighter(parse("chaufferie")).excerpt("", "Il y a du bois.\nUne chaufferie\nRhône")
    assert excerpt == "Il y a du bois.\u00a0· Une <mark>chaufferie</mark>\u00a0· Rhône"


def test_a_word_without_end_is_cut_all_the_same():
    excerpt = Highlighter(parse("eau")).excerpt("", "x" * 5_000)
    assert len(excerpt) <= EXCERPT_LENGTH


@given(st.text(max_size=600), st.text(max_size=600), st.text(max_size=30))
def test_an_excerpt_is_short_safe_and_part_of_the_text(summary: str, body: str, q: str):
    excerpt = Highlighter(parse(q)).excerpt(summary, body)
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
    told = (summary + body).replace("\n", "\u00a0· ")
    assert plain.strip("…") in told.replace("…", "") or "…" in told
