"""A cursor: whatever is published or withdrawn between two answers, what stayed is given once."""

from __future__ import annotations

import base64
import json
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from contracts.opendata.api.cursor import Cursor, chunk, name_of

NAME = name_of("contrats", "tri=titre")


@given(st.data())
def test_what_stays_is_given_once_and_in_order(data):
    keys = list(range(data.draw(st.integers(0, 40))))
    size = data.draw(st.integers(1, 9))
    stayed, given_keys, new = set(keys), [], iter(range(1_000, 1_020))
    cursor = None
    while True:
        found = chunk(keys, NAME, cursor, size)
        given_keys += found.keys
        if found.following is None:
            break
        cursor = Cursor.read(found.following.written())
        assert cursor == found.following
        for number in islice(new, data.draw(st.integers(0, 6))):
            keys.insert(data.draw(st.integers(0, len(keys))), number)
        one_that_stays = data.draw(st.sampled_from(cursor.anchors))
        for key in data.draw(st.lists(st.sampled_from(keys), max_size=6, unique=True)):
            if key != one_that_stays:
                keys.remove(key)
                stayed.discard(key)
    of_those = [key for key in given_keys if key in stayed]
    assert of_those == sorted(stayed)
    assert len(given_keys) == len(set(given_keys))


def test_one_of_the_last_rows_that_moves_does_not_carry_the_list_along():
    keys = list("abcdefghijkl")
    first = chunk(keys, NAME, None, 6)
    assert first.following
    for place in (0, len(keys)):
        moved = [key for key in keys if key != "f"]
        moved.insert(place, "f")
        rest = chunk(moved, NAME, first.following, 100).keys
        assert [key for key in rest if key != "f"] == list("ghijkl")


def test_where_all_the_last_rows_are_gone_the_list_goes_on_after_as_many():
    keys = list("abcdefghijkl")
    first = chunk(keys, NAME, None, 7)
    left = [key for key in keys if key not in first.following.anchors]
    assert list(chunk(left, NAME, first.following, 100).keys) == list("hijkl")


def test_what_this_site_has_not_written_is_no_cursor():
    written = chunk(list(range(9)), NAME, None, 2).following.written()
    content, _, signature = written.partition(":")
    other = base64.urlsafe_b64encode(json.dumps([NAME, 0, []]).encode()).decode().rstrip("=")
    for forged in ("", ":", content, f"{other}:{signature}", written[:-1], f".{written}", "é" * 9):
        assert Cursor.read(forged) is None
    assert Cursor.read(written) is not None
