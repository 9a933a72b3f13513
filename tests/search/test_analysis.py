"""How words become terms: apostrophes, accents, hyphens, acronyms, and any text at all."""

import unicodedata

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

FRENCH = st.text(alphabet="·()/abcdeéèêàçœæîïôûù'’ -ABCDEÉÈŒ.,:;«»\u00a0\u202f0123", max_size=80)


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20 000", ["20000"]),
        ("20\u00a0000", ["20000"]),
        ("20\u202f000", ["20000"]),
        ("20.000", ["20000"]),
        ("20'000", ["20000"]),
        ("12 345 678,9", ["12345678", "9"]),
        ("10 000-20 000 km", ["10000", "20000", "km"]),
        ("20 000m² 20000m²", ["20000m2", "20000m2"]),
        ("2020 100 000 euros", ["2020", "100000", "euros"]),
        ("20 000 2015", ["20000", "2015"]),
        ("2016 2020", ["2016", "2020"]),
        ("en 2015 300 communes", ["en", "2015", "300", "communes"]),
        ("2,5 ou 2.5", ["2", "5", "ou", "2", "5"]),
        ("0.250", ["0", "250"]),
        ("27.11.2026", ["27", "11", "2026"]),
        ("20.000.5", ["20", "000", "5"]),
        ("02 98 00 80 80", ["02", "98", "00", "80", "80"]),
        ("0 800 123 456", ["0", "800", "123", "456"]),
        ("06 12 345 678", ["06", "12", "345", "678"]),
        ("2 00 000", ["2", "00", "000"]),
        ("L5211 100", ["l5211", "100"]),
        ("20 0005", ["20", "0005"]),
        ("20\n000", ["20", "000"]),
    ],
)
def test_a_number_is_read_without_what_groups_its_digits(text: str, expected: list[str]):
    assert exact(text) == expected


@given(
    st.integers(min_value=1_000, max_value=10**15),
    st.sampled_from([" ", "\u00a0", "\u202f", "\u2009", ".", "'", "’"]),
    st.sampled_from(["", "Près de ", "en 2020 ", "l’", "(", "+", "1 ou "]),
    st.sampled_from(["", " habitants", " 2020", "€", " €", ".", ", soit 5 %", "m²", ",50", "-"]),
)
def test_every_spelling_of_a_number_is_read_as_one_word(number, separator, before, after):
    spelled = f"{before}{number:,}{after}".replace(",", separator, f"{number:,}".count(","))
    joined = f"{before}{number}{after}"
    assert exact(spelled) == exact(joined)
    [term] = [term for term in terms(spelled) if term.exact.startswith(str(number))]
    assert spelled[term.start : term.end].startswith(f"{number:,}".replace(",", separator))


@given(st.integers(1_000, 2_999), st.integers(100, 9_999), st.sampled_from([" ", "\u202f", ", "]))
def test_a_year_is_no_part_of_the_number_that_follows(year, number, between):
    assert exact(f"{year}{between}{number}") == [str(year), str(number)]


INCLUSIVE = [
    "élu·e·s",
    "élu.e.s",
    "élu•e•s",
    "élu(e)s",
    "élu(e)(s)",
    "élu(es)",
    "élu/e/s",
    "élu-e-s",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, ["elus"]) for text in (*INCLUSIVE, "élu·es", "élu.es", "ÉLU.E.S", "ÉLU·E·S")),
        *((text, ["elu"]) for text in ("élu·e", "élu.e", "élu(e)", "élu/e", "élu-e", "l’élu·e")),
        ("agriculteur·rice·s", ["agriculteurs"]),
        ("acteur.rice.s", ["acteurs"]),
        ("directeur/trice", ["directeur"]),
        ("citoyen(ne)s", ["citoyens"]),
        ("usager·ère·s", ["usagers"]),
        ("professionnel.le.s", ["professionnels"]),
        ("professionnel-le-s", ["professionnels"]),
        ("nombreux·ses", ["nombreux"]),
        ("commune(s) et lieu(x)", ["communes", "et", "lieux"]),
        ("un·e élu.e.", ["un", "elu"]),
        ("fin.Le début", ["fin", "le", "debut"]),
        ("Bois-le-Roi", ["bois", "le", "roi"]),
        ("peut-elle, dit-elle", ["peut", "elle", "dit", "elle"]),
        ("est-ce que", ["est", "ce", "que"]),
        ("land-use", ["land", "use"]),
        ("et/ou, lui/elle", ["et", "ou", "lui", "elle"]),
        ("Paral·lel", ["paral", "lel"]),
        ("www.exemple.es", ["www", "exemple", "es"]),
    ],
)
def test_an_inclusive_form_is_its_root(text: str, expected: list[str]):
    assert exact(text) == expected
    assert exact(unicodedata.normalize("NFD", text)) == expected


def test_an_inclusive_form_is_one_stretch_of_the_text():
    text = "Des élu(e)s, agriculteur·rice·s"
    assert [text[term.start : term.end] for term in terms(text)] == [
        "Des",
        "élu(e)s",
        "agriculteur·rice·s",
    ]


@pytest.mark.parametrize(
    "text", ["qu ont décidé", "jusqu ici décidé", "l a décidé", "puisqu a décidé"]
)
def test_an_elision_that_lost_its_apostrophe_is_a_stop_word(text):
    elided, *_ = terms(text)
    assert elided.stem == ""


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("La loi NOTRe", ["loi", "notre"]),
        ("NOTRe", ["notre"]),
        ("loi notre", ["loi", "notre"]),
        ("LOI NOTRE", ["loi", "notre"]),
        ("notre loi", ["loi"]),
        ("Notre charte", ["chart"]),
        ("NOTRE CHARTE", ["chart"]),
        ("la loi, notre charte", ["loi", "chart"]),
        ("le nôtre", []),
        ("LEs chartes", ["chart"]),
    ],
)
def test_an_acronym_spelled_as_a_stop_word_counts_when_its_case_or_the_law_says_so(text, stems):
    assert [term.stem for term in terms(text) if term.stem] == stems


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
