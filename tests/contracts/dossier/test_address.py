"""All of a dossier stands in its address, and whatever else stands there does no harm."""

from __future__ import annotations

import base64
import datetime as dt
import json
import zlib
from contextlib import suppress

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from contracts.deciding.dossier.address import (
    LONGEST_PACKED,
    DamagedAddress,
    DossierAddress,
    packed,
    pasted,
    unpacked,
)
from contracts.deciding.dossier.choice import LONGEST_NOTE, DossierChoice, PickedFiche
from kb.middleware import LONGEST_ADDRESS

pytestmark = pytest.mark.any_engine

COUNCIL = dt.date(2026, 12, 12)

texts = st.text(max_size=80)
pages = st.lists(st.builds(PickedFiche, st.integers(-5, 2**40), texts), max_size=12)
choices = st.builds(
    DossierChoice.of,
    pages,
    texts,
    st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2999, 1, 1)),
    texts,
)


def choice(*pks: int, note: str = "") -> DossierChoice:
    return DossierChoice.of([PickedFiche(pk, note) for pk in pks], "Conseil", COUNCIL)


def forged(content: object) -> str:
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    return "a" + base64.urlsafe_b64encode(zlib.compress(text)).decode().rstrip("=")


@given(choices)
def test_what_an_address_holds_is_read_back(chosen):
    assert unpacked(packed(chosen)) == chosen
    assert pasted(f"https://exemple.fr/dossier/?d={packed(chosen)}#fiches") == chosen


def test_an_address_of_before_what_is_asked_could_be_told_is_still_read():
    before = forged(["Conseil", COUNCIL.isoformat(), [[1, "Oui"]]])
    assert unpacked(before) == choice(1, note="Oui")


def test_a_page_stands_once_at_its_first_place_with_its_first_note():
    chosen = DossierChoice.of([PickedFiche(3, "un"), PickedFiche(2), PickedFiche(3, "deux")])
    assert chosen.pages == (PickedFiche(3, "un"), PickedFiche(2))


def test_a_hundred_fiches_with_short_notes_stand_in_an_address():
    notes = [f"À voir avec la commission n° {n}, budget {n * 137} €" for n in range(100)]
    chosen = DossierChoice.of(
        [PickedFiche(1_000 + 7 * n, note) for n, note in enumerate(notes)], "Conseil", COUNCIL
    )
    assert DossierAddress(chosen).is_within_limit
    assert len(DossierAddress(chosen).url) < LONGEST_ADDRESS


def test_an_address_with_a_search_beside_it_is_never_too_long_for_the_site():
    url = DossierAddress(choice(1), searched="é" * 200).search_url
    assert len(url) - len(packed(choice(1))) + LONGEST_PACKED < LONGEST_ADDRESS


@given(choices, st.data())
def test_a_cut_address_is_damaged(chosen, data):
    whole = packed(chosen)
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    with pytest.raises(DamagedAddress):
        unpacked(cut)


@given(choices, st.data())
def test_a_changed_letter_is_noticed(chosen, data):
    whole = packed(chosen)
    place = data.draw(st.integers(0, len(whole) - 1))
    letter = data.draw(st.sampled_from("abcXYZ019-_"))
    changed = whole[:place] + letter + whole[place + 1 :]
    try:
        assert unpacked(changed) == chosen  # the last bits of base64 say nothing
    except DamagedAddress:
        assert changed != whole


@given(st.text() | st.text("abcdefghijklmnopqrstuvwxyz-_0123456789").map(lambda text: f"a{text}"))
def test_any_text_is_read_or_damaged(text):
    asked = QueryDict(mutable=True)
    asked["d"] = text
    address = DossierAddress.from_querydict(asked)
    assert not address.choice or not address.is_damaged


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=3),
)


@given(json_values)
def test_any_json_is_read_or_damaged(content):
    with suppress(DamagedAddress):
        assert isinstance(unpacked(forged(content)), DossierChoice)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b'["","",[' + b"9" * 5_000 + b"]]",
        ["", "2026-02-30", []],
        ["", "", [True]],
        ["", "", [[1, 2]]],
        ["", "", [["1", ""]]],
        ["", "", {}],
        ["", "", [], 1],
        ["", "", [], "", ""],
        [],
    ],
)
def test_what_has_another_shape_is_damaged(content):
    with pytest.raises(DamagedAddress):
        unpacked(forged(content))


def test_what_would_inflate_to_megabytes_is_damaged_and_never_inflated():
    bomb = forged(b'["' + b"a" * 50_000_000 + b'","",[]]')
    with pytest.raises(DamagedAddress, match="holds too much"):
        unpacked(bomb)


def test_the_longest_notes_of_a_full_dossier_are_read_when_they_are_posted():
    chosen = DossierChoice.of([PickedFiche(n + 1, "é" * LONGEST_NOTE) for n in range(100)])
    assert unpacked(packed(chosen)) == chosen


@pytest.mark.parametrize(
    "text", ["", "bonjour", "https://[", "https://exemple.fr/dossier/?d=", "/?d=a&d=a"]
)
def test_an_address_of_no_dossier_cannot_be_pasted(text):
    with pytest.raises(DamagedAddress):
        pasted(text)
