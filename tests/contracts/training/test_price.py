"""A price in words is told to machines as a number when there is no doubt, and never in part."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.training.values.price import price_in_euros

SPACES = (" ", "\u00a0", "\u202f", "\u2009", "\u2007")


@pytest.mark.parametrize(
    ("words", "price"),
    [
        ("gratuit", "0"),
        ("Gratuit.", "0"),
        ("Entrée gratuite", "0"),
        ("sans frais", "0"),
        ("0 €", "0"),
        ("1 200 €", "1200"),
        ("1\u202f200\u00a0€", "1200"),
        ("1.200 €", "1200"),
        ("1.200,50 €", "1200.50"),
        ("1200€", "1200"),
        ("12,50 €", "12.50"),
        ("12.5 euros", "12.50"),
        ("90 EUR TTC", "90"),
        ("Tarif : 90 € par personne", "90"),
        ("90 € la journée, repas compris", "90"),
        ("90 € la journe\u0301e", "90"),
    ],
)
def test_one_amount_and_nothing_else_is_a_price(words, price):
    assert price_in_euros(words, days=1) == Decimal(price)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "selon le quotient",
        "à partir de 90 €",
        "dès 90 €",
        "environ 90 €",
        "90 € minimum",
        "de 90 à 150 €",
        "90-150 €",
        "90 € ou 150 €",
        "90 € la journée, 150 € les deux",
        "gratuit pour les adhérents, 40 € sinon",
        "40 €, gratuit pour les adhérents",
        "gratuit sur inscription à 12 €",
        "90 € HT",
        "2 x 90 €",
        "90 € la demi-journée",
        "90",
        "90 $",
        "90 k€",
        "-90 €",
        "1,200 €",  # a decimal comma, or thousands in English
        "1 20 €",
        "12 00 €",
        "1 200 000,5.2 €",
        "007 €",
        "90 €²",
        "²90 €",
        "1’200 €",
        "90 € (tarif réduit)",
        "90 € avant le 3 mai",
    ],
)
def test_where_there_is_a_doubt_there_is_no_price(words):
    assert price_in_euros(words, days=1) is None


def test_the_price_of_one_day_is_not_that_of_several():
    assert price_in_euros("90 € la journée", days=2) is None
    assert price_in_euros("90 € par jour", days=2) is None
    assert price_in_euros("90 € la session", days=2) == 90


@st.composite
def amounts(draw: st.DrawFn) -> tuple[str, Decimal]:
    """An amount as people write it, and what it is."""
    whole = draw(st.integers(0, 9_999_999))
    cents = draw(st.none() | st.integers(0, 99))
    space = draw(st.sampled_from(SPACES))
    grouping = draw(st.sampled_from(("", space, ".")))
    mark = "," if grouping == "." else draw(st.sampled_from((",", ".")))
    written = f"{whole:,}".replace(",", grouping)
    if cents is not None:
        written += f"{mark}{cents:02}"
    unit = draw(st.sampled_from(("€", "euros", "euro", "EUR")))
    gap = draw(st.sampled_from(("", *SPACES)))
    return f"{written}{gap}{unit}", whole + Decimal(cents or 0) / 100


@given(amount=amounts(), after=st.sampled_from(("", " TTC", " par personne", ".", " la journée")))
def test_any_way_to_write_an_amount_is_read_whole(amount, after):
    written, value = amount
    assert price_in_euros(written + after, days=1) == value


@given(one=amounts(), other=amounts(), between=st.sampled_from((" ou ", ", ", " / ", " à ", " ")))
def test_two_amounts_are_no_price(one, other, between):
    assert price_in_euros(one[0] + between + other[0], days=1) is None


PIECES = st.sampled_from(
    ("1", "20", "200", " ", "\u202f", ".", ",", "€", "euros", "à partir de", "-", "la journée")
)


@given(words=st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=12))
def test_no_digit_of_the_words_is_left_out_of_the_price(words):
    price = price_in_euros(words, days=1)
    digits = "".join(letter for letter in words if letter.isdigit())
    if price:
        assert digits.strip("0") == re.sub(r"\D", "", f"{price:f}").strip("0")
    elif price == 0:
        assert digits.strip("0") == ""
