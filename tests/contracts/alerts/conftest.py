"""A site whose clock a test sets, and somebody who follows lists of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from contracts.opendata.alerts.models import Alert
from tests import factories
from tests.contracts.alerts.clock import Clock, stamp
from tests.contracts.mail.post_office import PostOffice, links_of

ADA = "ada@ys.example"


@pytest.fixture
def clock(db, monkeypatch) -> Clock:
    factories.home_page()
    return Clock(monkeypatch)


@pytest.fixture
def turn(django_capture_on_commit_callbacks) -> Callable[[], None]:
    """One turn of the clock of the site."""

    def turn() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            call_command("run_due", verbosity=0)

    return turn


class Person:
    """Somebody with a browser and a mailbox."""

    def __init__(self, client: Client, office: PostOffice, capture: Any) -> None:
        self.client, self.office, self._capture = client, office, capture

    def ask(self, address: str, *, email: str = ADA, rhythm: str = "jour", **changed: Any):
        typed = {"email": email, "rhythm": rhythm, "site": "", "stamp": stamp(), **changed}
        return self.post(address, typed)

    def post(self, address: str, typed: dict[str, Any] | None = None):
        with self._capture(execute=True):
            return self.client.post(address, typed or {})

    def link(self, words: str) -> str:
        """The path of a link of the last mail, by what its path holds."""
        found = (link for link in links_of(self.office.received[-1]) if words in link)
        return next(found).split("8000", 1)[-1].split("testserver", 1)[-1]

    def follow(self, address: str, **options: Any) -> Alert:
        """Ask and confirm."""
        self.ask(address, **options)
        self.post(self.link("/alertes/confirmer/"))
        return Alert.objects.confirmed().latest("confirmed_at", "pk")

    def confirm(self) -> str:
        """The address of her alerts, once the last demand is confirmed."""
        said: str = self.post(self.link("/alertes/confirmer/"))["Location"]
        return said.partition("?")[0]


@pytest.fixture
def ada(client, office, clock, django_capture_on_commit_callbacks) -> Person:
    return Person(client, office, django_capture_on_commit_callbacks)


@pytest.fixture(autouse=True)
def no_address_in_logs(caplog):
    """Whatever a test does, no log names anybody."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.CRITICAL, logger="mail.log")  # the mail server of the tests
    yield
    assert "ys.example" not in caplog.text
