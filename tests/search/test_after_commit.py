"""What is asked for several times in a transaction is done once, after its commit."""

from __future__ import annotations

import logging

import pytest
from django.db import transaction

from search.after_commit import call_once_after_commit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.bare_database]


def test_one_call_has_the_values_of_the_whole_transaction_in_their_order():
    calls: list[list[str]] = []
    with transaction.atomic():
        for value in "abc":
            call_once_after_commit(calls.append, value)
        assert calls == []
    assert calls == [["a", "b", "c"]]


def test_two_purposes_are_two_calls_and_so_are_two_transactions():
    first: list[list[int]] = []
    second: list[list[int]] = []
    for _ in range(2):
        with transaction.atomic():
            for number in (1, 2):
                call_once_after_commit(first.append, number)
                call_once_after_commit(second.append, -number)
    assert (first, second) == ([[1, 2], [1, 2]], [[-1, -2], [-1, -2]])


def test_without_a_transaction_the_call_is_made_at_once():
    calls: list[list[str]] = []
    call_once_after_commit(calls.append, "a")
    assert calls == [["a"]]


def test_nothing_is_called_of_a_transaction_that_was_undone():
    calls: list[list[str]] = []
    with transaction.atomic():
        call_once_after_commit(calls.append, "a")
        transaction.set_rollback(True)
    assert calls == []


def test_a_savepoint_that_was_undone_takes_no_other_value_along():
    calls: list[list[str]] = []
    with transaction.atomic():
        with transaction.atomic():
            call_once_after_commit(calls.append, "undone")
            with transaction.atomic():
                call_once_after_commit(calls.append, "undone with it")
            transaction.set_rollback(True)
        with transaction.atomic():
            call_once_after_commit(calls.append, "kept")
        call_once_after_commit(calls.append, "kept too")
    assert calls == [["kept", "kept too"]]


def test_what_a_call_asks_for_is_a_call_of_its_own():
    calls: list[list[str]] = []

    def ask_again(values: list[str]) -> None:
        calls.append(values)
        if values == ["first"]:
            call_once_after_commit(ask_again, "second")

    with transaction.atomic():
        call_once_after_commit(ask_again, "first")
    assert calls == [["first"], ["second"]]


def test_what_a_test_has_run_already_gathers_nothing_more(django_capture_on_commit_callbacks):
    calls: list[list[str]] = []
    with transaction.atomic():
        for value in "ab":
            with django_capture_on_commit_callbacks(execute=True):
                call_once_after_commit(calls.append, value)
        assert calls == [["a"], ["b"]]
        transaction.set_rollback(True)


def test_an_error_is_logged_and_touches_nothing_that_was_committed(caplog):
    def fail(values: list[str]) -> None:
        raise RuntimeError("no worker")

    with caplog.at_level(logging.ERROR), transaction.atomic():
        call_once_after_commit(fail, "a")
    assert "no worker" in caplog.text
