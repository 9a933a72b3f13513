"""The result page: whatever is typed gets a page, and htmx gets the results alone."""

from collections.abc import Iterable

import pytest
from django.db import connection
from django.test import RequestFactory
from django_htmx.middleware import HtmxMiddleware

from search.answers import hints
from search.answers.hints import Hint
from search.query.request import SearchRequest
from search.views import results as results_view
from tests.contracts.reading import ReadPage
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
    together = ReadPage(client, "/recherche/?q=zzzzz&theme=eau").text("main")
    alone = ReadPage(client, "/recherche/?q=zzzzz").text("main")
    assert "Rien ne répond à tout à la fois" in together
    assert "Aucun résultat pour" in alone
    assert "Rien ne répond" not in alone  # said once
    assert "à la fois" not in alone


class Answering:
    """Proposes one page for all that was typed."""

    def hints(self, request: SearchRequest, token: str) -> Iterable[Hint]:
        return [Hint(label="La réponse", url="/page-1/", words=request.query.typed)]


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hints, "_sources", [Answering()])


@pytest.mark.usefixtures("answering")
def test_what_is_proposed_is_not_listed_again_and_nothing_half_as_good_follows(client):
    card = {"kind": "contrat"}
    answers = document("page:1", "La prochaine formation", url="/page-1/", card=card)
    index(answers, document("page:2", "Une formation", url="/page-2/", card=card))
    page = ReadPage(client, "/recherche/?q=prochaine+formation")
    assert page.text("#compte") == "« La réponse » répond à ces mots"
    assert page.texts("section[aria-label=Pistes] a")[0] == "La réponse"
    assert page.texts("#resultats li[data-kind]") == []

    # What else holds all the words is still listed, and counted with it.
    index(answers, document("page:2", "Formation prochaine", url="/page-2/", card=card))
    page = ReadPage(client, "/recherche/?q=prochaine+formation")
    assert page.text("#compte").startswith("2 résultats")
    assert page.texts("#resultats li[data-kind] h3") == ["Formation prochaine"]


class SomeWords:
    """Proposes something for one of the words typed."""

    def hints(self, request: SearchRequest, token: str) -> Iterable[Hint]:
        return [Hint("Brest", url="/brest/", words=request.query.typed[:1], heading="Un lieu ?")]


def test_what_some_of_the_words_name_waits_under_a_fold_where_there_are_results(
    client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(hints, "_sources", [SomeWords()])
    index(document("page:1", "Brest et la forêt", card={"kind": "contrat"}))
    found = ReadPage(client, "/recherche/?q=brest+forêt")
    assert found.text("details[aria-label=Pistes] summary") == "Un lieu ?"
    assert found.texts("details[aria-label=Pistes] a") == ["Brest"]
    for q in ("brest", "brest+zzzz"):  # all the words; nothing found
        page = ReadPage(client, f"/recherche/?q={q}")
        assert page.texts("section[aria-label=Pistes] a") == ["Brest"]
        assert page.soup.select("details[aria-label=Pistes]") == []


class EverydayWords:
    """Words of every day that lead to a page, and a place that has their name."""

    def hints(self, request: SearchRequest, token: str) -> Iterable[Hint]:
        typed = request.query.typed
        return [
            Hint("La réponse", url="/page/", words=typed, is_lead=True),
            Hint("Rivière", url="/riviere/", words=typed[:1], heading="Un lieu ?"),
        ]


@pytest.mark.parametrize("q", ["rivière", "rivière d’eau", "zzzzz"])
def test_a_place_named_like_words_that_lead_elsewhere_waits_whatever_is_found(
    client, monkeypatch: pytest.MonkeyPatch, q: str
):
    monkeypatch.setattr(hints, "_sources", [EverydayWords()])
    index(document("page:1", "La rivière, une eau", card={"kind": "contrat"}))
    page = ReadPage(client, f"/recherche/?q={q}")
    assert page.texts("section[aria-label=Pistes] a") == ["La réponse"]
    assert page.texts("details[aria-label=Pistes] a") == ["Rivière"]


def test_a_result_that_is_proposed_under_a_fold_stays_in_the_list(
    client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(hints, "_sources", [EverydayWords()])
    index(document("page:1", "Rivière", url="/riviere/", card={"kind": "contrat"}))
    page = ReadPage(client, "/recherche/?q=rivière")
    assert page.text("#compte").startswith("1 résultat pour")
    assert page.texts("#resultats li[data-kind] h3") == ["Rivière"]


@pytest.mark.usefixtures("answering")
def test_results_that_are_put_above_the_list_are_told_with_the_number(client):
    card = {"kind": "contrat"}
    index(
        document("page:1", "Formation prochaine", url="/page-1/", card=card),
        document("page:2", "La prochaine formation", url="/page-2/", card=card),
    )
    page = ReadPage(client, "/recherche/?q=prochaine+formation")
    assert page.text("#compte").endswith("dont 1 mis en tête")
    assert len(page.texts("#resultats li[data-kind]")) == 1


@pytest.mark.usefixtures("answering")
def test_the_answer_is_named_before_it_is_said_that_no_fiche_holds_the_words(client):
    index(document("page:2", "L’eau", card={"kind": "contrat"}))
    assert ReadPage(client, "/recherche/?q=zzzzz").text("#compte") == (
        "« La réponse » répond à ces mots ; aucune fiche ne les reprend tels quels"
    )


def test_one_result_is_told_in_the_singular(client):
    made = [
        document(f"page:{n}", f"L’eau {n}", card={"kind": "contrat"}, facets={"theme": (theme,)})
        for n, theme in enumerate(("eau", "bois"))
    ]
    index(*made)
    assert (
        ReadPage(client, "/recherche/?q=eau").text("button[formaction]") == "Voir les 2 résultats"
    )
    page = ReadPage(client, "/recherche/?q=eau&theme=bois")
    assert page.text("button[formaction]") == "Voir le résultat"
