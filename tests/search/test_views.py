"""The result page: whatever is typed gets a page, and htmx gets the results alone."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django_htmx.middleware import HtmxMiddleware

from search.views import results as results_view
from tests.search.engine_contract import HOSTILE
from tests.search.factories import document, index

pytestmark = pytest.mark.django_db

results = HtmxMiddleware(results_view)


def get(data: dict[str, object] | str = "", **headers: str):
    factory = RequestFactory()
    if isinstance(data, str):
        return results(factory.get(f"/recherche/?{data}", headers=headers))
    return results(factory.get("/recherche/", data, headers=headers))


def test_the_page_has_the_form_and_the_response():
    index(document("page:1", "Eau"))
    response = get("q=eau")
    assert response.status_code == 200
    assert response.template_name == "search/results.html"
    assert response.context_data["response"].total == 1
    assert response.context_data["form"].request.q == "eau"
    assert response.context_data["form"].url() == "/recherche/?q=eau"


def test_htmx_gets_the_results_alone_and_caches_know():
    headers = {"HX-Request": "true", "HX-Target": "resultats"}
    assert get("q=eau", **headers).template_name == "search/_results.html"
    assert "HX-Request" in get("q=eau")["Vary"]
    assert get("q=eau")["Vary"] == get("q=eau", **headers)["Vary"]


@pytest.mark.parametrize(
    "headers",
    [
        {"HX-Request": "true"},
        {"HX-Request": "true", "HX-Target": "autre"},
        {"HX-Target": "resultats"},
        {"HX-Request": "true", "HX-Target": "resultats", "HX-History-Restore-Request": "true"},
    ],
)
def test_anything_else_gets_the_whole_page(headers: dict[str, str]):
    assert get("q=eau", **headers).template_name == "search/results.html"


@pytest.mark.parametrize("q", HOSTILE)
def test_whatever_is_typed_is_answered(q: str):
    index(document("page:1", "L’eau"))
    sent = q.encode(errors="ignore").decode()
    assert get({"q": sent, "theme": sent, "page": sent, "tri": sent}).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "page=abc",
        "page=0",
        "page=-1",
        "page=99999",
        "page=%00",
        "theme=inconnu",
        "theme=%00",
        "annee=xx",
        "inconnu=1",
        "q=%00",
        "q=%FF%FE",
        "q=" + "a" * 2_000,
        "tri=hasard",
        "theme[]=x&theme=y;z",
        "%00=%00",
        "q&theme&page",
    ],
)
def test_a_hand_made_address_is_answered(address: str):
    index(document("page:1", "L’eau"))
    assert get(address).status_code == 200


def test_no_cookie_is_set():
    assert not get("q=eau").cookies


def test_only_reading_is_allowed():
    assert results(RequestFactory().post("/recherche/")).status_code == 405
    assert results(RequestFactory().head("/recherche/")).status_code == 200


def test_an_outage_is_a_503_that_says_so():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE search_indexstate RENAME TO search_elsewhere")
    response = get("q=eau")
    assert response.status_code == 503
    assert response.context_data["response"] is None


@pytest.mark.parametrize("q", ["", "eau", "l'", '"', "(", "*", "\\", "-", "NEAR(", "🌾", "‮eau"])
def test_the_page_that_readers_see_is_served(client, q: str):
    index(document("page:1", "L’eau", card={"kind": "contrat"}))
    response = client.get("/recherche/", {"q": q, "theme": "inconnu", "page": "abc"})
    assert response.status_code == 200
    assert not response.cookies


def test_only_what_is_empty_together_is_said_to_be(client):
    index(document("page:1", "L’eau", card={"kind": "contrat"}, facets={"theme": ("eau",)}))
    together = client.get("/recherche/", {"q": "zzzzz", "theme": "eau"}).content.decode()
    alone = client.get("/recherche/", {"q": "zzzzz"}).content.decode()
    assert "Rien ne répond à tout à la fois" in together
    assert "Rien ne répond à cette recherche" in alone
    assert "à la fois" not in alone
