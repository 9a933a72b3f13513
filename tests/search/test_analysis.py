"""How words become terms: apostrophes, accents, hyphens, acronyms, and any text at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.analysis import (
    EXACT_MARK,
    MAX_DOCUMENT_TERMS,
    MAX_TERM_LENGTH,
    field_terms,
    fold,
    terms,
    without_prefix,
)

FRENCH = st.text(alphabet="abcdeéèêàçœæîïôûù'’ -ABCDEÉÈŒ.,:;«»\u00a0\u202f0123", max_size=80)


def exact(text: str) -> list[str]:
    return [term.exact for term in terms(text)]


def stems(text: str) -> list[str]:
    return [term.stem for term in terms(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l'eau", ["eau"]),
        ("l’eau", ["eau"]),
        ("L’EAU", ["eau"]),
        ("d'œuvre", ["oeuvre"]),
        ("Œuvre", ["oeuvre"]),
        ("curriculum vitæ", ["curriculum", "vitae"]),
        ("qu’il jusqu'à lorsqu’on", ["il", "a", "on"]),
        ("aujourd’hui", ["aujourdhui"]),
        ("aujourd'hui", ["aujourdhui"]),
        ("la presqu’île de Crozon", ["la", "presquile", "de", "crozon"]),
        ("PRESQU'ÎLES", ["presquiles"]),
        ("presqu’aussi", ["aussi"]),
        ("Trans-en-Provence", ["trans", "en", "provence"]),
        ("le Pré-d’Auge", ["le", "pre", "auge"]),
        ("le Pré-Saint-Gervais", ["le", "pre", "saint", "gervais"]),
        ("l'", []),
        ("l’’eau", ["eau"]),
        ("prud’homme", ["prud", "homme"]),
        ("Centre-Ouest-Bretagne", ["centre", "ouest", "bretagne"]),
        ("Centre Ouest Bretagne", ["centre", "ouest", "bretagne"]),
        ("Loire‑Atlantique", ["loire", "atlantique"]),
        ("co-voiturage covoiturage", ["covoiturage", "covoiturage"]),
        ("éco-quartiers", ["ecoquartiers"]),
        ("P.N.R. d'Armorique", ["pnr", "armorique"]),
        ("le S.C.O.T.", ["le", "scot"]),
        ("PNR", ["pnr"]),
        ("CO₂ et m²", ["co2", "et", "m2"]),
        ("re\u0301ciprocite\u0301", ["reciprocite"]),
        ("réci\u00adpro\u200bcité", ["reciprocite"]),
        ("4,5 M€ en 2016", ["4", "5", "m", "en", "2016"]),
        ("北京 Ελλάδα", ["u5317u4eac", "u3b5u3bbu3bbu3b1u3b4u3b1"]),
        ("🌾 … !? \x00", []),
        ("www.reciprocites.fr", ["www", "reciprocites", "fr"]),
    ],
)
def test_words_are_read_as_a_french_reader_writes_them(text: str, expected: list[str]):
    assert exact(text) == expected


def test_a_stop_word_keeps_its_place_but_has_no_stem():
    assert stems("mise en œuvre de la charte") == ["mise", "", "oeuvr", "", "", "chart"]


def test_the_stem_does_not_depend_on_accents_or_case():
    assert stems("reciprocite") == stems("RÉCIPROCITÉS") == ["reciprocit"]


def test_a_word_of_300_letters_is_cut_at_200():
    assert [len(term) for term in exact("x" * 300)] == [MAX_TERM_LENGTH]


def test_a_field_holds_its_stems_then_its_words_marked():
    assert field_terms("La mise en œuvre").text == "mise oeuvr =la =mise =en =oeuvre"


def test_a_document_too_long_keeps_its_first_terms_and_says_so():
    kept = field_terms("contrat " * (MAX_DOCUMENT_TERMS + 5))
    assert (kept.count, kept.truncated) == (16_000, True)
    assert field_terms("contrat " * MAX_DOCUMENT_TERMS).truncated is False


def test_words_that_are_all_long_and_different_stop_below_one_megabyte():
    kept = field_terms(" ".join(f"{number:x}" + "y" * 150 for number in range(10_000)))
    assert kept.truncated
    assert 500_000 < len(kept.text) < 1_000_000


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str):
    assert fold(fold(text)) == fold(text)


@given(FRENCH)
def test_case_and_kind_of_apostrophe_change_no_term(text: str):
    assert exact(text) == exact(text.replace("'", "’")) == exact(text.upper())


@given(st.text(alphabet="éèêëàâùûüîïôöçabcdefghijklmnopqrstuvwxyz", min_size=1, max_size=20))
def test_accents_change_no_stem(word: str):
    assert stems(word) == stems(fold(word))


@given(st.text())
def test_any_text_has_terms_of_ascii_letters_and_digits_that_point_into_it(text: str):
    end = 0
    for position, term in enumerate(terms(text)):
        assert term.position == position
        assert end <= term.start < term.end <= len(text)
        end = term.end
        for value in (term.exact, term.stem or "x"):
            assert value.isascii()
            assert value.isalnum()
            assert value == value.lower()
            assert len(value) <= MAX_TERM_LENGTH


@given(st.text())
def test_no_term_holds_the_mark_of_the_words(text: str):
    assert not any(EXACT_MARK in term.exact for term in terms(text))


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("transfrontalier", "frontalier"),
        ("interterritorialite", "territorialite"),
        ("microentreprise", "entreprise"),
        ("repas", ""),
        ("contrat", ""),
        ("eau", ""),
    ],
)
def test_a_word_made_with_a_prefix_gives_the_word_it_is_made_from(word: str, base: str):
    assert without_prefix(word) == base
