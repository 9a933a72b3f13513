"""A session is to come until its end, then past: one boundary, in local time, wherever it shows."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.index.keys import page_key
from contracts.training.models import SessionDate, TrainingSessionPage
from contracts.training.seats import organising
from contracts.training.values.timing import Timing, sessions_over, sessions_to_come
from search.models import SearchDocument
from tests.contracts.reading import ReadPage
from tests.contracts.training.factories import session

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

PARIS = ZoneInfo("Europe/Paris")
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def at(monkeypatch):
    """`at(2027, 3, 28, 17)` sets the clock to that local hour."""

    def set_clock(*when: int) -> dt.datetime:
        instant = dt.datetime(*when, tzinfo=PARIS)
        monkeypatch.setattr(timezone, "now", lambda: instant.astimezone(dt.UTC))
        return instant

    return set_clock


def on(*dates: tuple) -> TrainingSessionPage:
    """A session on these (day, start, end); hours may be None."""
    return session(
        dates=[SessionDate(day=day, starts_at=start, ends_at=end) for day, start, end in dates]
    )


def said(client, page: TrainingSessionPage) -> dict[str, str]:
    """What each place says of the session: its page, its listing, the home page, a search."""
    home = ReadPage(client, "/").soup.select("[data-kind=session] [data-part=state]")
    groups = ReadPage(client, "/sessions/").soup.select(
        "#resultats h2, #resultats [data-part=state]"
    )
    return {
        "page": ReadPage(client, page.url).text("main header p:has(+ h1)").partition("· ")[2],
        "listing": " > ".join(one.get_text() for one in groups),
        "home": " ".join(one.get_text() for one in home) or "aucune",
        "search": ReadPage(client, f"/recherche/?q={page.slug}").text(
            "[data-kind=session] [data-part=state]"
        ),
    }


DAY = dt.date(2027, 6, 15)
NINE, FIVE = dt.time(9), dt.time(17)


# What is said of one session at an instant: on its page and its cards, and under which heading.
COMING = {"listing": "À venir > {}", "home": "{}"}
OVER = {"listing": "À venir > Passées > {}", "home": "aucune"}


@pytest.mark.parametrize(
    ("dates", "clock", "label", "where"),
    [
        # Around its first hour and its last one.
        ([(DAY, NINE, FIVE)], (2027, 6, 14, 23, 59, 59), "dans 1 jour", COMING),
        ([(DAY, NINE, FIVE)], (2027, 6, 15, 0, 0, 0), "aujourd’hui", COMING),
        ([(DAY, NINE, FIVE)], (2027, 6, 15, 8, 59, 59), "aujourd’hui", COMING),
        ([(DAY, NINE, FIVE)], (2027, 6, 15, 9, 0, 0), "en cours", COMING),
        ([(DAY, NINE, FIVE)], (2027, 6, 15, 16, 59, 59), "en cours", COMING),
        ([(DAY, NINE, FIVE)], (2027, 6, 15, 17, 0, 0), "passée", OVER),
        # Without hours, around the midnights of Paris, which are not those of UTC.
        ([(DAY, None, None)], (2027, 6, 14, 23, 59, 59), "dans 1 jour", COMING),
        ([(DAY, None, None)], (2027, 6, 15, 0, 0, 0), "en cours", COMING),
        ([(DAY, None, None)], (2027, 6, 15, 23, 59, 59), "en cours", COMING),
        ([(DAY, None, None)], (2027, 6, 16, 0, 0, 0), "passée", OVER),
        # An evening that ends before midnight, and its first hour alone.
        ([(DAY, dt.time(20), dt.time(23, 59))], (2027, 6, 15, 23, 58, 59), "en cours", COMING),
        ([(DAY, dt.time(20), dt.time(23, 59))], (2027, 6, 15, 23, 59, 0), "passée", OVER),
        ([(DAY, dt.time(20), None)], (2027, 6, 15, 23, 59, 59), "en cours", COMING),
        # The clocks go forward: two in the morning is three.
        ([(dt.date(2027, 3, 28), NINE, FIVE)], (2027, 3, 28, 16, 59, 59), "en cours", COMING),
        ([(dt.date(2027, 3, 28), NINE, FIVE)], (2027, 3, 28, 17, 0, 0), "passée", OVER),
        ([(dt.date(2027, 3, 28), None, None)], (2027, 3, 28, 23, 59, 59), "en cours", COMING),
        ([(dt.date(2027, 3, 28), None, None)], (2027, 3, 29, 0, 0, 0), "passée", OVER),
        ([(dt.date(2027, 3, 29), NINE, FIVE)], (2027, 3, 27, 23, 59, 59), "dans 2 jours", COMING),
        # The clocks go back: that day has 25 hours.
        ([(dt.date(2027, 10, 31), NINE, FIVE)], (2027, 10, 31, 16, 59, 59), "en cours", COMING),
        ([(dt.date(2027, 10, 31), NINE, FIVE)], (2027, 10, 31, 17, 0, 0), "passée", OVER),
        ([(dt.date(2027, 10, 31), None, None)], (2027, 10, 31, 23, 59, 59), "en cours", COMING),
        ([(dt.date(2027, 10, 31), None, None)], (2027, 11, 1, 0, 0, 0), "passée", OVER),
        # Several half-days, given in any order: until the end of the last one.
        ([(DAY + dt.timedelta(7), NINE, dt.time(12)), (DAY, NINE, FIVE)], (2027, 6, 18, 12), "en cours", COMING),
        ([(DAY + dt.timedelta(7), NINE, dt.time(12)), (DAY, NINE, FIVE)], (2027, 6, 22, 11, 59, 59), "en cours", COMING),
        ([(DAY + dt.timedelta(7), NINE, dt.time(12)), (DAY, NINE, FIVE)], (2027, 6, 22, 12, 0, 0), "passée", OVER),
        ([(DAY, dt.time(14), FIVE), (DAY, NINE, dt.time(12))], (2027, 6, 15, 12, 30, 0), "en cours", COMING),
    ],
)  # fmt: skip
def test_a_session_says_the_same_everywhere_at_each_instant(client, at, dates, clock, label, where):
    """Nothing is indexed again between the publication and the instant."""
    at(2027, 1, 1)
    page = on(*dates)
    at(*clock)

    assert said(client, page) == {
        "page": label,
        "search": label,
        **{place: text.format(label) for place, text in where.items()},
    }


def test_a_page_and_its_row_of_the_index_have_the_same_instants():
    page = on((DAY, NINE, FIVE), (DAY + dt.timedelta(1), None, None))
    row = SearchDocument.objects.get(key=page_key(page.pk))

    assert Timing.of_card(row.card) == page.timing()
    assert row.card["ends_at"] == "2027-06-16T22:00:00+00:00"


def test_the_listing_shows_those_to_come_from_the_nearest_then_those_over_from_the_latest(
    client, at
):
    at(2027, 1, 1)
    pages = [session(dates=[SessionDate(day=dt.date(2027, month, 1))]) for month in range(2, 7)]
    at(2027, 3, 20)

    shown = ReadPage(client, "/sessions/")

    assert shown.texts("#resultats h2, #resultats [data-kind] h3") == [
        "À venir",
        *(page.title for page in pages[2:]),
        "Passées",
        pages[1].title,
        pages[0].title,
    ]


def test_many_sessions_to_come_are_all_on_the_first_page(client, at):
    """Also the one that began before another one which is over."""
    at(2027, 1, 1)
    long_one = on((dt.date(2027, 1, 10), None, None), (dt.date(2027, 12, 1), None, None))
    over = on((dt.date(2027, 1, 12), None, None))
    coming = [on((dt.date(2027, 3, 1) + dt.timedelta(n), None, None)) for n in range(14)]
    oldest = on((dt.date(2027, 1, 5), None, None))
    at(2027, 2, 1)

    shown = ReadPage(client, "/sessions/")

    assert shown.texts("#resultats h2, #resultats [data-kind] h3") == [
        "À venir",
        *(page.title for page in [long_one, *coming]),
        "Passées",
        over.title,
    ]
    assert ReadPage(client, "/sessions/?page=2").texts("#resultats [data-kind] h3") == [
        oldest.title
    ]


def test_a_listing_without_any_session_to_come_says_so(client, at):
    at(2027, 1, 1)
    page = on((dt.date(2027, 1, 5), None, None))
    at(2027, 2, 1)

    shown = ReadPage(client, "/sessions/")

    assert shown.texts("#resultats h2") == ["À venir", "Passées"]
    assert "Aucune session à venir n’est annoncée." in shown.text("#resultats")
    searched = ReadPage(client, f"/sessions/?q={page.slug}&tri=recent")
    assert searched.texts("#resultats h2") == ["Passées"]


def test_a_cancelled_session_says_so_on_its_page_its_card_and_the_home_page(client, at):
    at(2027, 1, 1)
    page = on((DAY, NINE, FIVE))
    organising.cancel_session(page, by="bureau", reason="Salle inondée")

    assert said(client, page) == {
        "page": "annulée",
        "search": "annulée",
        "listing": "À venir > annulée",
        "home": "annulée",
    }
    opening = ReadPage(client, page.url).text("[data-part=notice]")
    assert "Cette session est annulée." in opening
    assert "Salle inondée" in opening


def test_a_cancelled_session_is_not_told_to_be_the_last_one_that_took_place(client, at):
    at(2027, 1, 1)
    held = on((dt.date(2027, 1, 5), None, None))
    organising.cancel_session(on((dt.date(2027, 1, 6), None, None)), by="bureau", reason="Grippe")
    at(2027, 2, 1)

    assert [row.title for row in sessions_over()] == [held.title]
    assert f"La dernière : {held.title}" in ReadPage(client, "/").text("main")


def test_seats_that_change_are_in_the_index(client):
    page = session(capacity=None)
    organising.set_capacity(page, 35)

    assert "35 places" in ReadPage(client, "/sessions/").text(
        "[data-kind=session] [data-part=foot]"
    )


def test_a_session_without_a_date_neither_comes_nor_is_over():
    page = session(dates=[SessionDate(day=DAY)])
    page.dates = []
    page.live = False  # a draft: publication asks for a date
    assert page.timing().label == "date non renseignée"
    assert (page.is_past(), page.timing().is_to_come) == (False, False)


def test_asking_for_the_sessions_to_come_costs_one_query_for_one_as_for_twelve():
    counts = []
    for number in (1, 11):
        for _ in range(number):
            session()
        with CaptureQueriesContext(connection) as queries:
            assert sessions_to_come().count() >= number
        counts.append(len(queries))
    assert counts == [1, 1]
