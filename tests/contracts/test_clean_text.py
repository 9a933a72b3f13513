"""Texts pasted from office programs: nothing unseen stays, nothing that is read is lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.values.clean_text import clean_html, clean_line, clean_lines

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        ("Premier\x0bdeuxième", "Premier\ndeuxième"),
        ("un\r\ndeux\rtrois\x0cquatre", "un\ndeux\ntrois\nquatre"),
        ("un\x85deux\u2028trois\u2029quatre", "un\ndeux\ntrois\nquatre"),
        ("Bonjour\x07 à\x00 tous\x1b", "Bonjour à tous"),
        ("\uf0b7\tPorter un repas\n\uf0a7\tLouer", "• Porter un repas\n▪ Louer"),
        ("\ue123 Un\n  \U00100042 Deux", "• Un\n  • Deux"),
        ("Voir\uf0e0ici \ue123, fin", "Voir→ici , fin"),
        ("réci\xadpro\u200bci\u2060té\ufeff", "réciprocité"),
        ("rendez\x1evous tra\x1fvail", "rendez-vous travail"),
        ("\u202eeuqilbuper\u202c \u200eet\u200f \u2066nous\u2069", "euqilbuper et nous"),
        ("col1\tcol2", "col1 col2"),
        ("a\u200db\u200cc", "abc"),
        ("image \ufffc ici\udc80", "image  ici"),
        ("\U0001f600\U000e0041\U000e0042", "\U0001f600"),
    ],
)
def test_what_office_programs_leave_becomes_what_was_seen(pasted: str, read: str):
    assert clean_lines(pasted) == read


@pytest.mark.parametrize(
    "text",
    [
        "Les 3 200 habitants « d’Ys » ; 20 % – à\u202fsuivre\u00a0!",
        "• déjà une puce\n– un tiret\n\n→ une flèche",
        "👩‍🌾 👨‍👩‍👧‍👦 🏳️‍🌈 ❤️ ❤️‍🔥 🧑🏽‍🤝‍🧑🏻 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴‍☠️ 🐻‍❄️",
        "שלום עולם، مرحبا بالعالم",
        "می‌خواهم क्‍ष ശ്രീ‌",
        "e\u0301te\u0301 Kemper-C\u02bchoad",
        "",
    ],
)
def test_what_is_read_stays_as_it_is(text: str):
    assert clean_lines(text) == text.rstrip("\u200c")
    assert clean_html(text) == text.rstrip("\u200c")


def test_a_line_has_no_break():
    assert clean_line("Titre\x0b en deux \r\n\n lignes\u2028") == "Titre en deux lignes "
    assert clean_line("\uf0b7\tUn titre") == "• Un titre"


def test_rich_text_breaks_where_its_words_did_and_its_tags_stay():
    assert clean_html('<p a="b\x0bc">un\x0bdeux\nsuite\u2028</p>') == (
        '<p a="b c">un<br/>deux\nsuite<br/></p>'
    )
    assert clean_html("<p>\uf0b7 un &lt; deux\xad</p><hr/>") == "<p>• un &lt; deux</p><hr/>"


# Marks of every kind, more often than chance alone would draw them.
MARKS = st.sampled_from(
    "\x00\x07\t\n\x0b\x0c\r\x1e\x1f\x85\xad\u200b\u200c\u200d\u200e\u2028\u2029\u202e\u2060\u2066"
    "\ufe0f\ufeff\uf0b7\ue000\ufffc\udc80👩🌾🏴\U000e0067\U000e007f\U00100000نक e\u0301\u00a0\u202f<>"
)
TEXTS = st.text(MARKS | st.characters())
# Marks of Arabic and of other scripts that are drawn: « ؀ » goes around a number.
DRAWN = {"\u06dd", "\u070f", "\u08e2", *map(chr, range(0x0600, 0x0606)), "\u0890", "\u0891"}


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs", "Co", "Zl", "Zp") or (
        unicodedata.category(character) == "Cf"
        and character not in DRAWN
        and "EGYPTIAN" not in unicodedata.name(character, "")
        and "KAITHI" not in unicodedata.name(character, "")
    )


@given(TEXTS)
def test_nothing_unseen_is_left(text: str):
    left = {character for character in clean_lines(text) if _is_unseen(character)}
    assert {one for one in left if not "\U000e0020" <= one <= "\U000e007f"} <= {
        "\n",
        "\u200c",
        "\u200d",
    }
    assert "\n" not in clean_line(text)


@given(TEXTS)
def test_once_is_enough(text: str):
    for clean in (clean_line, clean_lines, clean_html):
        assert clean(clean(text)) == clean(text)


@given(TEXTS)
def test_everything_seen_is_kept_in_its_order(text: str):
    seen = [one for one in text if unicodedata.category(one)[0] in "LMNPS" and one not in HIDDEN]
    left = iter(clean_lines(text))
    assert all(one in left for one in seen)


# They are written as letters, marks and symbols, and show nothing.
HIDDEN = set("\u034f\u115f\u1160\u3164\uffa0\ufffc")


def test_the_table_of_unicode_knows_no_other_unseen_mark():
    left = [
        hex(point)
        for point in range(0x110000)
        if _is_unseen(character := chr(point)) and character in clean_lines(f"a{character}b")
    ]
    assert left == ["0xa"]
