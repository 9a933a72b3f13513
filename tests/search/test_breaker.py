"""The breaker: who waits for an engine that failed, and who is spared that."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from search.engines.base import SearchRefused, SearchUnavailable
from search.engines.breaker import Breaker

pytestmark = pytest.mark.sqlite


@pytest.fixture
def clock(monkeypatch) -> Iterator[list[float]]:
    now = [1_000.0]
    monkeypatch.setattr("search.engines.breaker.time", SimpleNamespace(monotonic=lambda: now[0]))
    return now


def failing_call() -> str:
    raise SearchUnavailable("down")


def test_after_a_failure_nobody_tries_for_a_while_then_one_does(clock):
    breaker = Breaker(pause=30)
    with pytest.raises(SearchUnavailable, match="down"):
        breaker.call(failing_call)
    calls: list[str] = []
    for now in (1_000.0, 1_029.9):
        clock[0] = now
        with pytest.raises(SearchUnavailable, match="not asked again yet"):
            breaker.call(lambda: calls.append("tried"))
    assert calls == []
    clock[0] = 1_030.0
    assert breaker.call(lambda: "back") == "back"
    assert breaker.call(lambda: "still") == "still"


def test_a_trial_that_fails_starts_another_pause(clock):
    breaker = Breaker(pause=30)
    for now in (1_000.0, 1_030.0):
        clock[0] = now
        with pytest.raises(SearchUnavailable, match="down"):
            breaker.call(failing_call)
    clock[0] = 1_059.0
    with pytest.raises(SearchUnavailable, match="not asked again yet"):
        breaker.call(lambda: "back")


def test_one_visitor_at_a_time_tries_again(clock):
    breaker = Breaker(pause=30)
    with pytest.raises(SearchUnavailable):
        breaker.call(failing_call)
    clock[0] = 1_030.0
    inside, leave = threading.Event(), threading.Event()

    def slow() -> str:
        inside.set()
        leave.wait(10)
        return "back"

    trial = threading.Thread(target=breaker.call, args=(slow,))
    trial.start()
    assert inside.wait(10)
    with pytest.raises(SearchUnavailable, match="not asked again yet"):
        breaker.call(lambda: "me too")
    leave.set()
    trial.join(10)
    assert breaker.call(lambda: "me too") == "me too"


def test_a_fault_of_ours_during_a_trial_does_not_lock_the_others_out(clock):
    breaker = Breaker(pause=30)
    with pytest.raises(SearchUnavailable):
        breaker.call(failing_call)
    clock[0] = 1_030.0
    with pytest.raises(ZeroDivisionError):
        breaker.call(lambda: str(1 / 0))
    assert breaker.call(lambda: "back") == "back"


def test_a_search_that_is_refused_spares_nobody(clock):
    breaker = Breaker(pause=30)

    def refused() -> str:
        raise SearchRefused("too deep")

    with pytest.raises(SearchRefused):
        breaker.call(refused)
    assert breaker.call(lambda: "another") == "another"


def test_a_search_that_is_refused_shows_that_the_engine_is_back(clock):
    breaker = Breaker(pause=30)
    with pytest.raises(SearchUnavailable):
        breaker.call(failing_call)
    clock[0] = 1_030.0

    def refused() -> str:
        raise SearchRefused("too deep")

    for _ in range(2):
        with pytest.raises(SearchRefused):
            breaker.call(refused)
