"""Every address is asked once a week, and said to be unreachable after failures over several days."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from contracts.editing.link_checks import addresses, jobs
from contracts.editing.link_checks.asking import Answer, Visitor
from contracts.editing.link_checks.transport import Transport
from contracts.models import ExternalLink, Source
from contracts.models.upkeep.link import LinkState
from home.models import EditorialPage, HomePage
from kb import jobs as clock
from tests import factories
from tests.contracts.link_checks.site import local_site
from tests.contracts.reading import ReadPage

pytestmark = pytest.mark.django_db
FAILED, REACHED = Answer(LinkState.FAILING, "code 404"), Answer(LinkState.REACHED, "code 200")


@pytest.fixture
def site():
    with local_site() as found:
        yield found


@pytest.fixture
def at(monkeypatch):
    """Sets the clock that jobs read."""

    def set_to(day: int, hour: int = 9) -> None:
        now = dt.datetime(2027, 3, day, hour, tzinfo=dt.UTC)
        monkeypatch.setattr(timezone, "now", lambda: now)

    return set_to


def visitor() -> Visitor:
    return Visitor(Transport(public_only=False), pause=0)


def test_addresses_of_sources_and_of_public_texts_are_followed_and_forgotten():
    factories.home_page()
    addresses.remember()
    before = set(ExternalLink.objects.values_list("address", flat=True))
    source = factories.source(url="https://exemple.fr/a")
    page = HomePage.objects.get().add_child(
        instance=EditorialPage(
            title="Aide",
            gist="Aide.",
            body=[
                (
                    "paragraph",
                    '<p><a href="https://exemple.fr/b?x=1&amp;y=2">b</a> <a href="/c/">c</a></p>',
                )
            ],
        )
    )
    assert addresses.remember() == (2, 0)
    new = ExternalLink.objects.exclude(address__in=before)
    assert sorted(new.values_list("address", "host")) == [
        ("https://exemple.fr/a", "exemple.fr"),
        ("https://exemple.fr/b?x=1&y=2", "exemple.fr"),
    ]
    page.delete()
    Source.objects.filter(pk=source.pk).update(url="", reference="Rapport n° 12")
    assert addresses.remember() == (0, 2)


def test_one_address_of_a_site_is_asked_in_a_turn_then_each_once_a_week(site, at):
    at(1)
    for path in ("/a", "/b"):
        site.pages[path] = (200, {}, b"")
        factories.source(url=site.url(path))
    addresses.remember()
    at(2)

    assert [jobs.check_due(visitor()) for _ in range(3)] == [1, 1, 0]
    at(8)
    assert jobs.check_due(visitor()) == 0
    at(9)
    assert jobs.check_due(visitor()) == 1
    assert set(ExternalLink.objects.values_list("state", flat=True)) == {"joignable"}


def test_a_link_is_unreachable_after_three_failures_over_days_and_readers_are_told(site, at):
    at(1)
    source = factories.source(
        title="Bilan", url=site.url("/a"), archived_url="https://web.archive.org/web/2020/bilan"
    )
    page = factories.tool(source=source)
    addresses.remember()
    for day in (2, 3):
        at(day, 10)
        jobs.check_due(visitor())
    assert ExternalLink.objects.get(address=source.url).state == LinkState.FAILING
    assert "inaccessible" not in ReadPage(Client(), page.url).text("main")

    at(5, 11)
    jobs.check_due(visitor())

    link = ExternalLink.objects.get(address=source.url)
    assert (link.state, link.since, link.failures) == ("inaccessible", dt.date(2027, 3, 2), 3)
    read = ReadPage(Client(), page.url)
    assert "lien inaccessible depuis le 2 mars 2027" in read.text("main").replace("\xa0", " ")
    [archived] = [link for link in read.soup.select("a") if link.get_text() == "copie archivée"]
    assert archived["href"] == "https://web.archive.org/web/2020/bilan"

    site.pages["/a"] = (200, {}, b"")
    at(10)
    jobs.check_due(visitor())
    assert Source.objects.get(pk=source.pk).unreachable_since is None


def test_three_failures_of_one_day_are_not_enough(at):
    at(1)
    link = ExternalLink.objects.create(address="https://exemple.fr/a", host="exemple.fr")
    for hour in (1, 5, 9, 13):
        at(1, hour)
        jobs.record(link, FAILED)
    assert (link.state, link.failures) == (LinkState.FAILING, 4)


def test_a_success_between_failures_begins_again(at):
    link = ExternalLink.objects.create(address="https://exemple.fr/a", host="exemple.fr")
    for day, answer in ((1, FAILED), (3, FAILED), (4, REACHED), (6, FAILED), (8, FAILED)):
        at(day)
        jobs.record(link, answer)
    assert (link.state, link.failures, link.since) == ("essai", 2, dt.date(2027, 3, 6))


def test_checks_are_nearer_after_a_failure_then_weekly(at):
    at(1)
    link = ExternalLink.objects.create(address="https://exemple.fr/a", host="exemple.fr")
    waits = []
    for _ in range(5):
        jobs.record(link, FAILED)
        waits.append((link.due_at - timezone.now()).days)
    assert waits == [1, 2, 4, 7, 7]
    jobs.record(link, Answer(LinkState.UNTOLD, "code 429", retry_after=20 * 86400))
    assert (link.due_at - timezone.now()).days == 20


def test_an_address_that_another_clock_has_taken_is_left_to_it():
    link = ExternalLink.objects.create(address="https://exemple.fr/a", host="exemple.fr")
    same = ExternalLink.objects.get()
    assert jobs._claim(link)
    assert not jobs._claim(same)


def test_an_address_that_is_corrected_is_no_longer_said_to_be_unreachable():
    source = factories.source()
    Source.objects.update(unreachable_since=dt.date(2027, 3, 1))
    source = Source.objects.get(pk=source.pk)
    source.title = "Un autre titre"
    source.save()
    assert source.unreachable_since == dt.date(2027, 3, 1)
    source.url = "https://exemple.fr/corrigee"
    source.save()
    assert Source.objects.get(pk=source.pk).unreachable_since is None


def test_nothing_is_asked_of_anybody_unless_the_setting_says_so(settings):
    assert settings.LINK_CHECKS is False
    factories.source(url="https://exemple.fr/a")
    clock.turn()
    assert not ExternalLink.objects.exists()
