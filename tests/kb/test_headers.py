"""Headers of every answer: content security, cookies and caches, public pages and admin."""

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from wagtail.models import PageViewRestriction

from kb.kept.middleware import KeptPagesMiddleware
from tests.factories import tool

pytestmark = pytest.mark.django_db

PUBLIC = "/recherche/"
MISSING = "/cette-page-n-existe-pas/"
ADMIN = "/admin/login/"


def content_security(client: Client, address: str) -> dict[str, list[str]]:
    header = client.get(address)["Content-Security-Policy"]
    directives = (directive.split() for directive in header.split(";"))
    return {name: values for name, *values in directives}


@pytest.mark.parametrize("address", [PUBLIC, MISSING])
def test_a_public_page_loads_nothing_inline_and_nothing_from_elsewhere(
    client: Client, address: str
):
    assert content_security(client, address) == {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'self'"],
        "manifest-src": ["'self'"],
    }


def test_the_admin_alone_may_run_what_is_inline(client: Client):
    policy = content_security(client, ADMIN)
    assert policy["script-src"] == ["'self'", "'unsafe-inline'"]
    assert policy["style-src"] == ["'self'", "'unsafe-inline'"]
    assert policy["frame-ancestors"] == ["'self'"]
    assert policy["default-src"] == ["'none'"]


def test_an_address_that_only_looks_like_the_admin_stays_strict(client: Client):
    assert content_security(client, "/administration/")["script-src"] == ["'self'"]


@pytest.mark.parametrize("address", [PUBLIC, "/recherche/?q=eau&page=2", MISSING])
def test_a_reader_gets_no_cookie(client: Client, address: str):
    answer = client.get(address)
    assert not answer.cookies
    assert "Set-Cookie" not in answer.headers


def test_a_page_read_by_nobody_in_particular_may_be_kept_and_is_asked_for_again_each_time(
    client: Client,
):
    answer = client.get(PUBLIC)
    assert answer.status_code == 200
    directives = set(answer["Cache-Control"].split(", "))
    assert directives == {"public", "max-age=0", "must-revalidate", "stale-if-error=86400"}
    assert "Cookie" in answer["Vary"]


def test_a_missing_page_is_not_kept(client: Client):
    answer = client.get(MISSING)
    assert answer.status_code == 404
    assert "Cache-Control" not in answer


def test_what_a_logged_in_editor_reads_is_not_shared(client: Client):
    client.force_login(get_user_model().objects.create_user("editrice"))
    answer = client.get(PUBLIC)
    assert answer.status_code == 200
    assert "public" not in answer.get("Cache-Control", "")
    assert "Cookie" in answer["Vary"]


def test_a_page_behind_a_password_is_never_public(client: Client):
    page = tool()
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="ensemble"
    )
    answer = client.get(page.url)
    assert answer.status_code == 200
    assert "csrftoken" in answer.cookies
    assert "public" not in answer.get("Cache-Control", "")


def test_an_answer_that_sets_a_cookie_is_never_public(rf: RequestFactory):
    def view(request: HttpRequest) -> HttpResponse:
        response = HttpResponse("une page")
        response.set_cookie("choix", "1")
        return response

    answer = KeptPagesMiddleware(view)(rf.get("/"))
    assert "Cache-Control" not in answer


@pytest.mark.parametrize("address", [PUBLIC, ADMIN])
def test_every_answer_is_protected_from_guesses_and_leaks(client: Client, address: str):
    answer = client.get(address)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert "geolocation=()" in answer["Permissions-Policy"]


def test_a_page_comes_compressed_to_those_who_accept_it(client: Client):
    answer = client.get(PUBLIC, headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert len(answer.content) < len(client.get(PUBLIC).content) / 2


def test_a_request_that_is_refused_is_answered_in_french(client: Client):
    answer = client.get(PUBLIC, headers={"Host": "ailleurs.example"})
    assert answer.status_code == 400
    assert "Le site n’a pas compris cette demande" in answer.content.decode()
    answer = client.get(f"{PUBLIC}?q={'é' * 1_400}")
    assert answer.status_code == 414
    assert "8\u202f000 caractères" in answer.content.decode()
    assert "Content-Security-Policy" in answer.headers
