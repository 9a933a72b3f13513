"""A turn of the clock does the jobs of every application, and tells what failed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.utils import timezone

from kb import jobs
from search.jobs import KEPT_MONTHS
from search.models import LoggedQuery

pytestmark = pytest.mark.django_db


def fail() -> Iterator[tuple[str, int]]:
    yield "pages relues", 2
    raise ValueError("ada@ys.example")


def half_done() -> Iterator[tuple[str, int | str]]:
    yield "fiches vues", 1
    yield "fiches vues", 2
    yield "fiche 7", "elle n’existe plus"


def test_applications_that_write_mail_have_their_turn_before_it_is_sent():
    names = [name for name, _ in jobs.registered()]
    assert names.index("rappels") < names.index("envoi des courriels")
    assert {"adresses oubliées", "recherches oubliées"} < set(names)


def test_what_fails_is_told_without_its_words_and_holds_nothing_else(monkeypatch):
    search = apps.get_app_config("search")
    monkeypatch.setattr(search, "jobs", (("relecture", fail), ("fiches", half_done)))
    turn = jobs.turn()
    assert (turn.done["pages relues"], turn.done["fiches vues"]) == (2, 3)
    first, second = turn.failures
    assert first.startswith("relecture : ValueError (test_jobs.py:")
    assert second == "fiche 7 : elle n’existe plus"


def test_searches_of_long_ago_are_forgotten():
    today = timezone.localdate()
    for day in (today, today - dt.timedelta(days=31 * (KEPT_MONTHS + 1))):
        LoggedQuery.objects.create(day=day, folded="soja", shown="soja", searches=1)
    assert jobs.turn().done["recherches oubliées"] == 1
    assert LoggedQuery.objects.get().day == today
    assert jobs.turn().done["recherches oubliées"] == 0
