"""The memory stays within its bounds, whatever is asked, and keeps no page that was made meanwhile."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from contracts.models import Territory
from kb.kept.asked import Address, NotedParameters
from kb.kept.middleware import KeptPagesMiddleware
from kb.kept.store import Memory
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

MEGABYTE = 1_000_000


class Site:
    """A view behind the middleware, that tells how often it was asked."""

    def __init__(self, view: Callable[[HttpRequest], HttpResponse]) -> None:
        self.made = 0
        self._view = view
        self.middleware = KeptPagesMiddleware(self._count)

    def _count(self, request: HttpRequest) -> HttpResponse:
        self.made += 1
        return self._view(request)

    def get(self, address: str, **headers: str) -> str:
        answer = self.middleware(RequestFactory().get(address, headers=headers))
        return answer.content.decode()


@pytest.fixture(autouse=True)
def a_small_memory(settings) -> None:
    settings.KEPT_PAGES_MB = 1
    factories.territory(slug="ys", name="Kerys")


def _listing(request: HttpRequest) -> HttpResponse:
    """Reads a word, then an order if there is a word, as forms do."""
    q = request.GET.get("q", "")
    order = request.GET.get("tri", "") if q else ""
    return HttpResponse(f"{request.path} {q} {order} " + "x" * 5_000)


def test_parameters_that_nobody_reads_make_no_other_page():
    site = Site(_listing)
    for number in range(50):
        site.get(f"/contrats/?utm_source={number}&fbclid={number}&tri={number}")
    assert (site.made, len(site.middleware.pages)) == (1, 1)


def test_a_parameter_that_was_not_read_before_makes_another_page():
    site = Site(_listing)
    assert site.get("/contrats/?tri=recent").split()[1] == "x" * 5_000
    assert site.get("/contrats/?q=eau").split()[1] == "eau"
    assert site.get("/contrats/?q=eau&tri=recent").split()[1:3] == ["eau", "recent"]
    assert site.get("/contrats/?q=eau&tri=titre").split()[1:3] == ["eau", "titre"]
    assert site.get("/contrats/?q=eau").split()[1] == "eau"
    assert site.made == 4


def test_names_that_were_forgotten_and_learnt_again_in_part_mislead_nobody():
    site = Site(_listing)
    site.get("/contrats/?q=eau&tri=titre")
    site.middleware.pages._names.clear()
    site.get("/contrats/")
    assert site.get("/contrats/?tri=titre&q=eau").split()[1:3] == ["eau", "titre"]
    assert site.get("/contrats/?q=eau&tri=recent").split()[1:3] == ["eau", "recent"]


def test_invented_searches_fill_a_part_of_the_memory_and_drive_no_page_out():
    site = Site(_listing)
    pages = [f"/page-{number}/" for number in range(20)]
    for page in pages:
        site.get(page)
    for number in range(1_000):
        site.get(f"/recherche/?q={number}")
    made = site.made
    for page in pages:
        site.get(page)
    assert site.made == made
    assert site.middleware.pages.size <= MEGABYTE
    assert len(site.middleware.pages) < 100


def test_addresses_without_a_page_leave_nothing():
    site = Site(lambda _: HttpResponse("rien", status=404))
    for number in range(100):
        site.get(f"/{number}/?q={number}")
    assert site.middleware.pages.size == 0


def test_very_long_addresses_and_other_hosts_leave_nothing():
    site = Site(_listing)
    site.get(f"/contrats/?q={'a' * 2_000}")
    site.get("/contrats/", host="ailleurs.example")
    assert len(site.middleware.pages) == 0


@pytest.mark.parametrize(
    "header", [{"authorization": "Bearer x"}, {"cookie": "sessionid=x"}, {"cookie": "csrftoken=x"}]
)
def test_whoever_says_who_he_is_is_answered_anew(header):
    site = Site(_listing)
    for _ in range(2):
        site.get("/contrats/", **header)
    assert (site.made, len(site.middleware.pages)) == (2, 0)


def test_a_cookie_that_the_site_does_not_know_changes_nothing():
    site = Site(_listing)
    for number in range(2):
        site.get("/contrats/", cookie=f"_ga={number}")
    assert site.made == 1


def test_a_preview_has_no_address_here():
    request = RequestFactory().get("/contrats/")
    assert Address.of(request) is not None
    request.is_preview = True
    assert Address.of(request) is None


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse("x", headers={"Vary": "User-Agent"}),
        HttpResponse("x", headers={"Vary": "*"}),
        HttpResponse("x", headers={"Cache-Control": "no-store"}),
        HttpResponse("x", headers={"Cache-Control": "private"}),
        HttpResponse("x", headers={"ETag": '"sien"'}),
        HttpResponse("x", content_type="application/pdf"),
        HttpResponse("x", status=301),
    ],
)
def test_what_depends_on_more_or_says_how_to_keep_it_is_not_kept(response: HttpResponse):
    site = Site(lambda _: response)
    site.get("/contrats/")
    assert len(site.middleware.pages) == 0


def test_what_reads_all_its_parameters_together_is_not_kept():
    site = Site(lambda request: HttpResponse(request.GET.urlencode()))
    assert site.get("/contrats/?a=1") == "a=1"
    assert site.get("/contrats/?a=2") == "a=2"
    assert len(site.middleware.pages) == 0


def test_parameters_are_read_as_django_reads_them():
    for query in ("q=%C3%A9t%C3%A9", "q=%E9t%E9", "a=1&a=2&b=", "a;b=%zz"):
        request = RequestFactory().get(f"/?{query}")
        noted = NotedParameters(query.encode(), request.encoding)
        assert dict(noted.lists()) == dict(request.GET.lists())


def test_an_edit_while_a_page_is_made_leaves_no_old_page_behind():
    def edited_meanwhile(_: HttpRequest) -> HttpResponse:
        read = Territory.objects.get(slug="ys").name
        if site.made == 1:
            Territory.objects.update(name="Nouveau")
        return HttpResponse(read)

    site = Site(edited_meanwhile)
    assert site.get("/") == "Kerys"
    assert len(site.middleware.pages) == 0
    assert [site.get("/"), site.get("/")] == ["Nouveau", "Nouveau"]
    assert site.made == 2


def test_a_page_made_across_midnight_is_not_kept(monkeypatch):
    before = dt.datetime(2027, 5, 1, 21, 59, 59, tzinfo=dt.UTC)  # two hours later in Paris
    after = before + dt.timedelta(seconds=2)
    monkeypatch.setattr(timezone, "now", lambda: before)

    def slow(_: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        monkeypatch.setattr(timezone, "now", lambda: after)
        return HttpResponse(today.isoformat())

    site = Site(slow)
    assert [site.get("/") for _ in range(3)] == ["2027-05-01", "2027-05-02", "2027-05-02"]
    assert site.made == 2


class Value:
    def __init__(self, size: int) -> None:
        self.size = size


def test_the_least_recently_used_goes_first_and_the_sum_is_kept():
    memory: Memory[Value] = Memory(10)
    for name in "abc":
        memory.put(name, Value(3))
    memory.get("a")
    memory.put("d", Value(4))
    assert [name for name in "abcd" if memory.get(name)] == ["a", "c", "d"]
    assert memory.size == 10
    memory.put("a", Value(1))
    memory.put("e", Value(11))
    assert (memory.size, len(memory), memory.get("e")) == (8, 3, None)


def test_threads_share_the_memory_and_its_sum_stays_right():
    memory: Memory[Value] = Memory(1_000)

    def fill(seed: int) -> None:
        for number in range(2_000):
            memory.put((seed * number) % 97, Value(number % 53))
            memory.get(number % 89)

    threads = [threading.Thread(target=fill, args=(seed,)) for seed in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert memory.size == sum(value.size for value in memory._values.values()) <= 1_000
