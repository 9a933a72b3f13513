"""Waiting that nothing stretches, and threads that end once nobody waits for them."""

from __future__ import annotations

import threading
import time

import pytest
import urllib3

from search.engines.elastic import deadline
from search.engines.elastic.deadline import Overdue, PromptConnection, within
from tests.search import rubbish_server as rubbish
from tests.search.rubbish_server import http, serving

pytestmark = pytest.mark.sqlite


@pytest.fixture(autouse=True)
def none_given_up(monkeypatch):
    monkeypatch.setattr(deadline, "_given_up", set())


def all_end() -> bool:
    """Whether the threads given up end, in a time in which none would by itself."""
    until = time.monotonic() + 5
    while any(one.is_alive() for one in deadline._given_up) and time.monotonic() < until:
        time.sleep(0.01)
    return not any(one.is_alive() for one in deadline._given_up)


def get(port: int) -> bytes:
    pool = urllib3.HTTPConnectionPool("127.0.0.1", port, timeout=60, retries=False)
    pool.ConnectionCls = PromptConnection
    return pool.request("GET", "/").data


def test_what_is_done_in_time_is_returned_or_raised_as_it_is():
    assert within(5, lambda: "answer") == "answer"
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 / 0)
    with serving(rubbish.always(http(b"whole"))) as server:
        assert within(5, lambda: get(server.port)) == b"whole"


def test_the_work_is_given_up_after_that_long():
    held = threading.Event()
    started = time.monotonic()
    with pytest.raises(Overdue, match=r"no answer within 0\.1 s"):
        within(0.1, held.wait)
    assert 0.1 <= time.monotonic() - started < 2
    held.set()


@pytest.mark.parametrize(
    "answer",
    [
        rubbish.silent,
        rubbish.endless,
        rubbish.dripping(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 10_000, pause=0.02),
        rubbish.dripping(b" " * 10_000, after=http(length=10_000), pause=0.02),
    ],
    ids=["silent", "endless", "dripping headers", "dripping body"],
)
def test_a_thread_given_up_ends_whatever_the_server_sends(answer):
    with serving(answer) as server:
        with pytest.raises(Overdue):
            within(0.3, lambda: get(server.port))
        assert all_end()


def test_a_server_that_holds_every_thread_is_sent_nothing_more():
    held = threading.Event()
    for _ in range(deadline.GIVEN_UP_AT_MOST):
        with pytest.raises(Overdue, match="no answer"):
            within(0.001, held.wait)
    with pytest.raises(Overdue, match="still held"):
        within(1, lambda: "an answer")
    held.set()
    assert all_end()
    assert within(1, lambda: "an answer") == "an answer"
