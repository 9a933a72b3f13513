"""Wrong passwords: how many are answered, who waits for whom, and what one is told."""

from __future__ import annotations

import datetime as dt
import re
import threading

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connections
from django.test import Client
from django.utils import timezone

from accounts import jobs, passwords
from home.groups import EDITORS
from tests.accounts.people import LOGIN, PASSWORD, log_in, person

pytestmark = pytest.mark.django_db

MOST = 10


def wrong(client: Client, times: int, username: str = "ada", **extra) -> list[int]:
    return [log_in(client, username, f"faux {n}", **extra).status_code for n in range(times)]


def text_of(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def without_token(response) -> str:
    return re.sub(r'(CSRF_TOKEN": "|csrfmiddlewaretoken" value=")\w+', "", text_of(response))


def test_the_tenth_wrong_password_closes_the_account_and_says_until_when(client):
    person(EDITORS)
    before = timezone.localtime()

    assert wrong(client, MOST - 1) == [200] * (MOST - 1)
    response = log_in(client, password="faux")

    assert response.status_code == 429
    hour, minute = map(int, re.search(r"à partir de (\d+) h (\d\d)\.", text_of(response)).groups())
    told = before.replace(hour=hour, minute=minute)
    assert (
        dt.timedelta(minutes=14) < (told - before) % dt.timedelta(days=1) < dt.timedelta(minutes=17)
    )
    assert 880 <= int(response["Retry-After"]) <= 901
    assert 'value="ada"' in text_of(response)


def test_the_right_password_waits_too_and_the_hour_that_was_told_stays(client):
    person(EDITORS)
    wrong(client, MOST)
    [first] = re.findall(r"\d+ h \d\d", text_of(log_in(client)))
    AccessAttempt.objects.update(attempt_time=timezone.now() - dt.timedelta(minutes=10))
    [second] = re.findall(r"\d+ h \d\d", text_of(log_in(client)))

    assert first != second
    end = timezone.localtime() + dt.timedelta(minutes=5, seconds=59)
    assert second == f"{end.hour} h {end:%M}"
    AccessAttempt.objects.update(attempt_time=timezone.now() - dt.timedelta(minutes=16))
    assert log_in(client).url == "/admin/"


def test_an_account_is_counted_from_wherever_it_is_tried(client):
    person(EDITORS)
    statuses = [wrong(client, 1, REMOTE_ADDR=f"192.0.2.{n}")[0] for n in range(MOST)]

    assert statuses == [200] * (MOST - 1) + [429]
    assert log_in(client, REMOTE_ADDR="198.51.100.7").status_code == 429


def test_an_address_is_counted_whatever_account_it_tries(client):
    person(EDITORS)
    for n in range(MOST):
        wrong(client, 1, username=f"inconnu {n}")

    assert log_in(client).status_code == 429
    assert log_in(client, REMOTE_ADDR="198.51.100.7").url == "/admin/"


def test_behind_the_proxy_the_address_is_the_one_that_the_proxy_adds(client, settings):
    settings.ADDRESS_FROM_PROXY = True
    person(EDITORS)
    for n in range(MOST):
        claimed = f"203.0.113.{n}, 192.0.2.1"
        wrong(client, 1, username=f"inconnu {n}", headers={"X-Forwarded-For": claimed})

    refused = log_in(client, headers={"X-Forwarded-For": "203.0.113.99, 192.0.2.1"})
    assert refused.status_code == 429
    assert log_in(client, headers={"X-Forwarded-For": "192.0.2.2"}).url == "/admin/"


def test_an_ipv6_subscriber_is_one_address(client):
    person(EDITORS)
    for n in range(MOST):
        wrong(client, 1, username=f"inconnu {n}", REMOTE_ADDR=f"2001:db8:1:2::{n + 1:x}")

    assert log_in(client, REMOTE_ADDR="2001:db8:1:2:ffff::1").status_code == 429
    assert log_in(client, REMOTE_ADDR="2001:db8:1:3::1").url == "/admin/"


def test_people_whose_address_is_unknown_are_not_one_person(client, settings):
    settings.ADDRESS_FROM_PROXY = True  # and the proxy says nothing
    person(EDITORS)
    for n in range(MOST + 2):
        assert wrong(client, 1, username=f"inconnu {n}") == [200]

    assert log_in(client).url == "/admin/"


def test_logging_in_to_one_account_forgives_no_other(client):
    """Whoever has an account could else try the password of another for ever."""
    person(EDITORS)
    person(EDITORS, "mallory")
    for _ in range(2):
        wrong(client, 4)
        wrong(client, 1, username="mallory")
        log_in(Client(), "mallory")

    assert wrong(client, 2) == [200, 429]


def test_logging_in_forgets_the_wrong_passwords_of_the_account(client):
    person(EDITORS)
    wrong(client, MOST - 1)
    log_in(Client())

    assert wrong(client, 2) == [200, 200]


def test_no_password_is_kept_of_those_that_were_tried(client):
    person(EDITORS)
    log_in(client, password="presque le bon")

    assert "presque" not in str(list(AccessAttempt.objects.values()))


def test_the_clock_erases_what_counts_no_more(client):
    person(EDITORS)
    wrong(client, 2)
    AccessAttempt.objects.update(attempt_time=timezone.now() - dt.timedelta(minutes=16))
    [(_, forget)] = jobs.JOBS

    assert dict(forget())["mots de passe refusés oubliés"] == 1
    assert not AccessAttempt.objects.exists()


def test_the_other_door_of_wagtail_leads_to_this_one(client):
    response = client.post("/_util/login/?next=/prive/", {"username": "ada", "password": PASSWORD})

    assert (response.status_code, response.url) == (302, f"{LOGIN}?next=/prive/")


@pytest.mark.parametrize("username", ["", "\x00", "é" * 300, "ada\x00"])
def test_whatever_is_typed_gets_a_page(client, username):
    assert log_in(client, username).status_code == 200


def attempts_at_once(number: int) -> list[int]:
    """What they get, each on a connection of its own and from an address of its own."""
    statuses: list[int] = []
    gate = threading.Barrier(number)

    def attempt(n: int) -> None:
        client = Client()
        gate.wait()
        try:
            statuses.extend(wrong(client, 1, REMOTE_ADDR=f"192.0.2.{n}"))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=attempt, args=(n,)) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_attempts_at_the_same_moment_do_not_get_through_the_limit():
    person(EDITORS)

    statuses = attempts_at_once(30)

    assert sorted(statuses) == [200] * (MOST - 1) + [429] * 21
    counted = AccessAttempt.objects.values_list("failures_since_start", flat=True)
    assert sum(counted) == MOST


def ask_reset(client: Client, email: str, **extra):
    return client.post("/admin/password_reset/", {"email": email}, follow=True, **extra)


def test_a_forgotten_password_gets_the_same_answer_with_and_without_an_account(
    client, django_capture_on_commit_callbacks
):
    person(EDITORS)
    with django_capture_on_commit_callbacks(execute=True):
        known = ask_reset(client, "ada@ys.example")
        unknown = ask_reset(client, "personne@ys.example")

    assert known.redirect_chain == unknown.redirect_chain
    assert without_token(known) == without_token(unknown)
    [letter] = mail.outbox
    assert letter.to == ["ada@ys.example"]
    [link] = re.findall(r"http\S+/password_reset/confirm/\S+", letter.body)
    page = client.get(link, follow=True)
    new = {"new_password1": "cinq chevaux verts", "new_password2": "cinq chevaux verts"}
    client.post(page.request["PATH_INFO"], new)
    assert get_user_model().objects.get().check_password("cinq chevaux verts")


def test_a_forgotten_password_is_asked_so_many_times_a_day(client):
    for email in ("ada@ys.example", "personne@ys.example"):
        person(EDITORS) if email.startswith("ada") else None
        statuses = [
            ask_reset(client, email.upper() if n else email, REMOTE_ADDR=f"192.0.2.{n}").status_code
            for n in range(passwords.MOST_FOR_ONE + 1)
        ]
        assert statuses == [200] * passwords.MOST_FOR_ONE + [429]
    told = text_of(ask_reset(client, "ada@ys.example"))
    assert "Réessayez demain à partir de 0 h 00" in told


def test_one_address_asks_for_so_many_people_a_day(client):
    statuses = [
        ask_reset(client, f"p{n}@ys.example").status_code for n in range(passwords.MOST_A_DAY + 1)
    ]
    assert statuses == [200] * passwords.MOST_A_DAY + [429]
