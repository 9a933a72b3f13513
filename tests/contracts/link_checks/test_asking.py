"""One address is asked as a polite visitor does, and never inside this network."""

import socket
import time

import pytest

from contracts.editing.link_checks.asking import MOST_REDIRECTS, Visitor
from contracts.editing.link_checks.transport import MOST_BYTES, Transport, _is_public
from contracts.models.upkeep.link import LinkState
from tests.contracts.link_checks.site import local_site

pytestmark = pytest.mark.any_engine
OK = (200, {}, b"une page")


@pytest.fixture
def site():
    with local_site() as found:
        yield found


@pytest.fixture
def visitor():
    return Visitor(Transport(public_only=False), pause=0)


def test_a_page_that_answers_is_asked_by_head_alone_with_the_address_of_this_site(site, visitor):
    site.pages["/a"] = OK
    assert visitor.ask(site.url("/a")).state == LinkState.REACHED
    assert site.requests("/a") == ["HEAD"]
    agents = {agent for _, _, agent in site.asked}
    assert agents == {"ReciprocitesLiens/1.0 (+http://127.0.0.1:8000/contact/)"}


def test_a_page_that_refuses_head_is_asked_again_by_get(site, visitor):
    site.pages["/a"] = OK
    site.no_head.add("/a")
    assert visitor.ask(site.url("/a")).state == LinkState.REACHED
    assert site.requests("/a") == ["HEAD", "GET"]


@pytest.mark.parametrize("status", [404, 410, 500, 503])
def test_a_page_that_is_gone_fails(site, visitor, status):
    site.pages["/a"] = (status, {}, b"")
    answer = visitor.ask(site.url("/a"))
    assert (answer.state, answer.words) == (LinkState.FAILING, f"code {status}")


@pytest.mark.parametrize("status", [401, 403, 429, 451])
def test_a_site_that_refuses_programs_says_nothing_of_its_page(site, visitor, status):
    site.pages["/a"] = (status, {"Retry-After": "86400"}, b"")
    answer = visitor.ask(site.url("/a"))
    assert (answer.state, answer.retry_after) == (LinkState.UNTOLD, 86400)


def test_redirects_are_followed_and_bounded(site, visitor):
    site.pages |= {"/a": (301, {"Location": "/b"}, b""), "/b": OK}
    assert visitor.ask(site.url("/a")).state == LinkState.REACHED

    site.pages["/round"] = (302, {"Location": "/round"}, b"")
    answer = visitor.ask(site.url("/round"))
    assert (answer.state, answer.words) == (LinkState.FAILING, "trop de redirections")
    assert len(site.requests("/round")) == MOST_REDIRECTS + 1


@pytest.mark.parametrize("location", ["file:///etc/passwd", "http://[", "gopher://x/"])
def test_a_redirect_to_what_is_no_page_is_not_followed(site, visitor, location):
    site.pages["/a"] = (302, {"Location": location}, b"")
    assert visitor.ask(site.url("/a")).state == LinkState.UNTOLD


def test_robots_txt_is_read_once_and_obeyed(site, visitor):
    rules = b"User-agent: *\nDisallow: /prive/\n"
    site.pages |= {"/robots.txt": (200, {}, rules), "/prive/a": OK, "/a": OK}

    answer = visitor.ask(site.url("/prive/a"))
    assert (answer.state, answer.words) == (LinkState.UNTOLD, "robots.txt ne le permet pas")
    assert visitor.ask(site.url("/a")).state == LinkState.REACHED
    assert site.requests("/prive/a") == []
    assert site.requests("/robots.txt") == ["GET"]


def test_a_site_whose_robots_txt_fails_is_asked_nothing_else(site, visitor):
    site.pages |= {"/robots.txt": (503, {}, b""), "/a": OK}
    assert visitor.ask(site.url("/a")).state == LinkState.FAILING
    assert site.requests("/a") == []


def test_a_site_is_given_the_delay_that_it_asks_for(site):
    site.pages |= {"/robots.txt": (200, {}, b"User-agent: *\nCrawl-delay: 3600\n"), "/a": OK}
    answer = Visitor(Transport(public_only=False), pause=0).ask(site.url("/a"))
    assert answer.words == "robots.txt demande trop d’attente"


def test_requests_to_one_site_are_apart(site):
    site.pages["/a"] = OK
    started = time.monotonic()
    Visitor(Transport(public_only=False), pause=0.2).ask(site.url("/a"))
    assert time.monotonic() - started >= 0.2


def test_no_more_is_read_than_the_bound(site):
    site.pages["/a"] = (200, {}, b"x" * (MOST_BYTES + 1000))
    reply = Transport(public_only=False).ask("GET", site.url("/a"), wants_body=True)
    assert len(reply.body) == MOST_BYTES


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://0x7f.1/",
    ],
)
def test_nothing_is_asked_inside_this_network(address):
    assert Visitor(pause=0).ask(address).state == LinkState.UNTOLD


@pytest.mark.parametrize(
    "address",
    [
        "100.64.0.1",
        "192.168.1.1",
        "172.16.0.1",
        "fe80::1%eth0",
        "fd00::1",
        "2002:7f00:1::",
        "224.0.0.1",
    ],
)
def test_addresses_that_are_not_public_are_known(address):
    assert not _is_public(address)


def test_a_public_address_is_one():
    assert _is_public("93.184.216.34")
    assert _is_public("2606:2800:220:1:248:1893:25c8:1946")


def test_a_site_redirected_inside_this_network_is_not_followed(site):
    """The first site is let through, the one that it leads to is not."""
    inside = site.url("/secret")

    class FirstOnly(Transport):
        def ask(self, method, address, *, wants_body=False):
            judged = Transport(public_only=address.startswith(inside))
            return judged.ask(method, address, wants_body=wants_body)

    site.pages |= {"/a": (302, {"Location": inside}, b""), "/secret": OK}
    answer = Visitor(FirstOnly(), pause=0).ask(site.url("/a"))
    assert (answer.state, answer.words) == (LinkState.UNTOLD, "adresse d’un réseau privé")
    assert site.requests("/secret") == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "mailto:a@b.fr",
        "javascript:alert(1)",
        "http://",
        "http://[",
        "https://a b/\n",
        "http://h:99999/",
    ],
)
def test_what_is_no_address_is_told_and_nothing_breaks(visitor, address):
    assert visitor.ask(address).state in {LinkState.UNTOLD, LinkState.FAILING}


def test_a_port_that_nobody_listens_to_fails(visitor):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    answer = visitor.ask(f"http://127.0.0.1:{port}/")
    assert (answer.state, answer.words) == (LinkState.FAILING, "connexion impossible")
