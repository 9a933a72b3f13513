"""How many forms an address may send in a day, and what is kept of it."""

import datetime as dt
import json
import subprocess
import sys

import pytest
from django.test import RequestFactory, override_settings
from django.utils import timezone

from contracts.public_forms import throttle
from contracts.public_forms.models import AttemptCount
from tests.own_database import ROOT, create, run

FORM = "essai"
PROXIED = override_settings(ADDRESS_FROM_PROXY=True)


def request(remote: str = "192.0.2.1", forwarded: str | None = None):
    extra = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return RequestFactory().post("/", REMOTE_ADDR=remote, **extra)


@pytest.mark.django_db
def test_attempts_are_counted_by_address_and_by_day(monkeypatch):
    assert [throttle.attempt(FORM, "192.0.2.1") for _ in range(3)] == [1, 2, 3]
    assert throttle.attempt(FORM, "192.0.2.2") == 1
    tomorrow = timezone.now() + dt.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert throttle.attempt(FORM, "192.0.2.1") == 1


@pytest.mark.django_db
def test_an_address_that_sent_a_form_too_often_may_send_another():
    assert [throttle.attempt("essai", "192.0.2.1") for _ in range(2)] == [1, 2]
    assert throttle.attempt("autre", "192.0.2.1") == 1


@pytest.mark.django_db
def test_a_day_begins_at_midnight_of_here(monkeypatch):
    late = dt.datetime(2026, 6, 1, 21, 59, tzinfo=dt.UTC)  # 23:59 in Paris
    monkeypatch.setattr(timezone, "now", lambda: late)
    throttle.attempt(FORM, "192.0.2.1")
    monkeypatch.setattr(timezone, "now", lambda: late + dt.timedelta(minutes=1))
    assert throttle.attempt(FORM, "192.0.2.1") == 1


@pytest.mark.django_db
def test_the_address_is_not_kept_and_the_next_day_nothing_is(monkeypatch):
    throttle.attempt(FORM, "192.0.2.1")
    first = AttemptCount.objects.get()
    assert "192.0.2.1" not in f"{first.address_hash} {first}"
    tomorrow = timezone.now() + dt.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    throttle.attempt(FORM, "192.0.2.1")
    second = AttemptCount.objects.get()  # that of the day before is gone
    assert second.address_hash != first.address_hash


@pytest.mark.django_db
@override_settings(SECRET_KEY="another key, another key, another key, another key")
def test_the_hash_is_worth_nothing_without_the_key_of_the_site():
    day = timezone.localdate()
    with override_settings(SECRET_KEY="one key, one key, one key, one key, one key, one key"):
        throttle.attempt(FORM, "192.0.2.1")
    throttle.attempt(FORM, "192.0.2.1")
    assert AttemptCount.objects.filter(day=day).count() == 2


@pytest.mark.django_db
def test_the_sixty_first_is_refused_and_another_address_is_not():
    answers = [throttle.allows(request(), FORM) for _ in range(61)]
    assert answers == [True] * 60 + [False]
    assert throttle.allows(request("192.0.2.2"), FORM)


def test_the_proxy_is_believed_only_where_it_is_trusted():
    asked = request("10.0.0.1", "203.0.113.9")
    assert throttle.address_of(asked) == "10.0.0.1"
    with PROXIED:
        assert throttle.address_of(asked) == "203.0.113.9"


@PROXIED
def test_what_a_visitor_writes_before_the_proxy_is_not_believed():
    asked = request("10.0.0.1", "1.1.1.1, 2.2.2.2,203.0.113.9")
    assert throttle.address_of(asked) == "203.0.113.9"


@PROXIED
@pytest.mark.django_db
@pytest.mark.parametrize("forwarded", [None, "", "unknown", "1.1.1.1, rubbish\x00"])
def test_nobody_is_locked_out_when_the_proxy_does_not_say_who_asks(forwarded):
    """The proxy's own address would count everybody as one person."""
    assert throttle.address_of(request("10.0.0.1", forwarded)) is None
    assert all(throttle.allows(request("10.0.0.1", forwarded), FORM) for _ in range(61))
    assert AttemptCount.objects.count() == 0


@pytest.mark.parametrize(
    ("written", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
    ],
)
def test_a_subscriber_counts_once_whatever_the_address(written: str, counted: str):
    assert throttle.address_of(request(written)) == counted


# Many at once: processes of their own, on a database of their own.

_COUNT = """
import django, json, sys
from concurrent.futures import ThreadPoolExecutor
django.setup()
from django.db import connection
from contracts.public_forms import throttle

def one(_):
    try:
        return throttle.attempt("essai", "192.0.2.1")
    finally:
        connection.close()

print("ready", flush=True)
sys.stdin.readline()
with ThreadPoolExecutor(int(sys.argv[1])) as threads:
    print(json.dumps(list(threads.map(one, range(int(sys.argv[2]))))))
"""


def counted_at_once(environment, *, processes: int, threads: int, each: int) -> list[int]:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _COUNT, str(threads), str(each)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(processes)
    ]
    for process in running:
        assert process.stdout.readline() == "ready\n"
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    return [
        number for process in running for number in json.loads(process.communicate(timeout=120)[0])
    ]


@pytest.fixture(scope="module")
def database(tmp_path_factory, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return create("throttle", tmp_path_factory.mktemp("throttle"))


def test_those_who_send_at_the_same_moment_never_get_the_same_number(database):
    numbers = counted_at_once(database, processes=3, threads=4, each=40)
    assert sorted(numbers) == list(range(1, 121))
    kept = run(
        database,
        "-c",
        "import django; django.setup();"
        "from contracts.public_forms.models import AttemptCount as A; print(A.objects.get().attempts)",
    )
    assert kept.stdout == "120\n"
