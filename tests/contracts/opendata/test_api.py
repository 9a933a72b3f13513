"""The API: the lists of the site for programs, with the same filters and counts, and what is refused
in words."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from contracts.models import CommuneAlias, Party
from contracts.opendata.api.resources import resources
from contracts.opendata.archive import package
from contracts.opendata.datasets import CONTRACTS
from contracts.training.seats import registrations
from contracts.values.vocabulary import ContractStatus, Section, Side
from search import engines
from search.engines.base import SearchUnavailable
from tests import factories
from tests.contracts.opendata.files import french_csv, json_of
from tests.contracts.reading import ReadPage
from tests.contracts.training.factories import person, session

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

V1 = "/api/v1/"
PROBLEM = "application/problem+json"


def asked(client: Client, address: str, **kwargs: Any) -> dict[str, Any]:
    response = client.get(f"{V1}{address}", **kwargs)
    assert response.status_code == 200, f"{address}: {response.status_code} {response.content!r}"
    assert response["Content-Type"] == "application/json; charset=utf-8"
    return json.loads(response.content)


def refused(client: Client, address: str, status: int, **kwargs: Any) -> dict[str, Any]:
    response = client.get(f"{V1}{address}", **kwargs)
    assert response.status_code == status, f"{address}: {response.status_code}"
    assert response["Content-Type"] == PROBLEM
    assert response["Access-Control-Allow-Origin"] == "*"
    return json.loads(response.content)


def titles(told: dict[str, Any]) -> list[str]:
    return [row["titre"] for row in told["lignes"]]


def walked(client: Client, address: str) -> list[dict[str, Any]]:
    """All the rows, answer by answer."""
    rows: list[dict[str, Any]] = []
    following: str | None = address
    while following:
        told = asked(client, following)
        rows += told["lignes"]
        following = told["suivant"] and following_of(told)
    return rows


def following_of(told: dict[str, Any]) -> str:
    parts = urlsplit(told["suivant"])
    return f"{parts.path.removeprefix(V1)}?{parts.query}"


@pytest.fixture
def base():
    """Two contracts, an experience, a tool and a session."""
    wood = factories.theme(slug="bois", label="Bois")
    city = factories.territory(slug="ys", name="Ys", level="epci", code="242900314")
    country = factories.territory(slug="landes", name="Landes")
    factories.signed_contract(
        "2016-11",
        title="Ys et Landes",
        slug="ys-landes",
        city=city,
        country=country,
        themes=[wood],
        statements=[
            factories.statement(
                Section.CONTEXT,
                text="Le bois manquait.",
                source=factories.source(title="Convention", url="https://ys.example/convention"),
            )
        ],
        commitments=[
            factories.commitment(country, city, object="Du bois", theme=wood),
            factories.commitment(None, None, object="Se réunir"),
        ],
    )
    factories.contract(
        title="À part",
        slug="a-part",
        parties=[Party(territory=city, side=Side.CITY), Party(territory=country, side=Side.THIRD)],
        status=ContractStatus.UNKNOWN,
    )
    factories.tool(title="Une grille", slug="grille", themes=[wood])
    factories.case_study(title="Le bois du pays", slug="bois-du-pays", places=[country])
    session(title="Lire un contrat", slug="lire")


def test_the_root_names_every_list_and_where_it_stands(client, base):
    told = asked(client, "")
    codes = [one["code"] for one in told["listes"]]
    assert {
        "contrats",
        "experiences",
        "outils",
        "sessions",
        "engagements",
        "indicateurs",
        "faits",
        "territoires",
        "themes",
        "termes",
        "sources",
        "recherche",
    } <= set(codes)
    for one in told["listes"]:
        path = urlsplit(one["adresse"]).path
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert answer.json()["total"] == len(walked(client, f"{path.removeprefix(V1)}?limit=3"))
        assert client.get(urlsplit(one["dictionnaire"]).path).status_code == 200


def test_a_row_says_what_the_file_of_the_list_says(client, base):
    told = asked(client, "contrats?tri=titre")
    exported = json_of(client, "/contrats/export.json?tri=titre")
    assert told["total"] == exported["total"] == 2
    own = {"cle", "adresse_api"}
    rows = [{name: row[name] for name in row if name not in own} for row in told["lignes"]]
    assert rows == exported["lignes"]
    assert told["adresse"] == exported["adresse"]
    assert told["licence"] == "Licence Ouverte 2.0"


def test_a_detail_is_the_row_of_the_list_found_by_its_identifier(client, base):
    [row] = asked(client, "contrats?theme=bois")["lignes"]
    assert row["adresse_api"] == "http://testserver/api/v1/contrats/ys-landes"
    assert asked(client, "contrats/ys-landes") == row
    page = Page.objects.get(slug="ys-landes")
    assert row["cle"] == f"page:{page.pk}"
    assert row["contexte"] == ["Le bois manquait. [https://ys.example/convention]"]


def test_a_territory_is_found_by_its_official_code(client, base):
    assert asked(client, "territoires/242900314") == asked(client, "territoires/ys")
    assert asked(client, "territoires/ys")["nom"] == "Ys"
    told = refused(client, "territoires/999999999", 404)
    assert told["detail"] == "« Territoires » n’a rien de public à « 999999999 »."


@pytest.fixture
def communes(base):
    """Two of the intercommunality Ys, which signed a contract, and one that nothing concerns."""
    factories.territory(name="Finistère", slug="finistere", level="departement", code="29")
    brest = factories.commune("29019", "Brest", epci="242900314", longitude=-4.5, latitude=48.4)
    for code in ("29200", "29240"):
        factories.alias(brest, CommuneAlias.Kind.POSTAL, code)
    factories.alias(brest, CommuneAlias.Kind.FORMER, "29178", "Saint-Marc")
    factories.commune("29011", "Bohars", epci="242900314")
    factories.commune("63257", "Olby")


def test_a_commune_says_where_it_lies_and_which_contracts_concern_it(client, communes):
    told = asked(client, "communes/29019")
    assert told["adresse"].endswith("/communes/29019-brest/")
    assert {name: value for name, value in told.items() if not name.startswith("adresse")} == {
        "cle": "29019",
        "code_insee": "29019",
        "nom": "Brest",
        "codes_postaux": ["29200", "29240"],
        "code_du_departement": "29",
        "departement": "Finistère",
        "code_de_l_intercommunalite": "242900314",
        "intercommunalite": "Ys",
        "population": 100,
        "longitude": -4.5,
        "latitude": 48.4,
        "contrats": ["a-part", "ys-landes"],
    }
    Page.objects.get(slug="a-part").unpublish()
    assert asked(client, "communes/29019?fields=contrats")["contrats"] == ["ys-landes"]
    assert asked(client, "communes/63257?fields=contrats,departement") == {
        "cle": "63257",
        "adresse_api": "http://testserver/api/v1/communes/63257",
        "contrats": [],
        "departement": None,
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["29011", "29019", "63257"]),
        ("?q=brest", ["29019"]),
        ("?q=29240", ["29019"]),
        ("?q=29019", ["29019"]),
        ("?q=saint-marc", ["29019"]),
        ("?q=bo", ["29011"]),
        ("?q=nulle+part", []),
        ("?departement=29", ["29011", "29019"]),
        ("?epci=242900314&q=brest", ["29019"]),
        ("?contrats=oui", ["29011", "29019"]),
        ("?contrats=oui&departement=63", []),
    ],
)
def test_communes_are_found_by_name_by_code_and_by_what_they_lie_in(client, communes, query, found):
    told = asked(client, f"communes{query}")
    assert [row["code_insee"] for row in told["lignes"]] == found
    assert told["total"] == len(found)


def test_a_commune_that_has_merged_leads_to_that_of_today(client, communes):
    assert asked(client, "communes/29178")["nom"] == "Brest"
    assert refused(client, "communes/99999", 404)["detail"].startswith("« Communes »")
    for address, told in (
        ("communes?departement=99", "« departement » : aucune commune n’est dans « 99 »"),
        ("communes?epci=12", "« epci » : aucune commune n’est dans « 12 »"),
        ("communes?contrats=non", "« contrats » vaut l’un de : oui."),
    ):
        assert refused(client, address, 422)["detail"].startswith(told)


def test_rows_of_fiches_are_found_by_their_number_and_by_their_fiche(client, base):
    [first, _] = asked(client, "engagements?tri=engagement")["lignes"]
    assert first["objet"] == "Du bois"
    assert asked(client, first["adresse_api"].partition(V1)[2]) == first
    parties = asked(client, "parties?fiche=ys-landes")
    assert parties["total"] == 2
    assert {row["fiche"] for row in parties["lignes"]} == {"ys-landes"}
    told = asked(client, "engagements?fiche=ys-landes&theme=bois")
    assert [row["objet"] for row in told["lignes"]] == ["Du bois"]
    assert told["filtres"] == ["Thème\u00a0: Bois", "Fiche : ys-landes"]
    assert len(walked(client, "engagements?fiche=ys-landes&limit=1")) == 2
    for empty in ("parties?fiche=grille", "engagements?fiche=a-part"):
        assert asked(client, empty)["total"] == 0
    for unknown in ("parties?fiche=inconnue", "engagements?fiche=inconnue"):
        told = refused(client, unknown, 422)
        assert told["detail"].startswith(
            "« fiche » : « inconnue » n’est l’identifiant d’aucune fiche publique"
        )


def test_columns_are_chosen_and_come_in_the_order_asked(client, base):
    [row] = asked(client, "contrats?theme=bois&fields=titre,statut,adresse")["lignes"]
    assert list(row) == ["cle", "adresse_api", "titre", "statut", "adresse"]
    told = refused(client, "contrats?fields=titre,notes_internes", 422)
    assert "« notes_internes » n’est pas une colonne publiée" in told["detail"]
    assert CONTRACTS.columns[0].name in told["detail"]


PAGES_AND_LISTS = (
    ("/contrats/?{}", "contrats?{}"),
    ("/recherche/?{}", "recherche?{}"),
    ("/recherche/?type=territoire&{}", "territoires?{}"),
    ("/sessions/?{}", "sessions?{}"),
)
FILTERS = ("", "q=bois", "theme=bois", "q=introuvable", "q=landes&tri=titre", "q=%22du+pays%22")


def test_there_are_as_many_as_on_the_page_of_the_site(client, base):
    totals = set()
    for page, api in PAGES_AND_LISTS:
        for query in FILTERS:
            shown = client.get(page.format(query)).context["response"].total
            assert asked(client, api.format(query))["total"] == shown, (api, query)
            assert asked(client, "facettes/" + api.format(query))["total"] == shown, (api, query)
            totals.add(shown)
    assert {0, 1, 2} <= totals


def test_rows_of_a_table_are_those_of_its_page(client, base):
    for query in ("", "theme=bois", "q=bois", "sens=ensemble", "tri=-engagement"):
        told = asked(client, f"engagements?{query}")
        lines = french_csv(client, f"/engagements/export.csv?{query}")
        assert [row["objet"] for row in told["lignes"]] == [line["Objet"] for line in lines], query


def test_facets_count_what_the_page_counts(client, base):
    page = client.get("/contrats/").context["response"]
    told = asked(client, "facettes/contrats")
    counted = {
        facet.facet.name: {value.code: value.count for value in facet.values}
        for facet in page.facets
    }
    numbers = {
        facet["nom"]: {value["code"]: value["nombre"] for value in facet["valeurs"]}
        for facet in told["facettes"]
    }
    # The page counts those that it shows; the API those that it folds too.
    assert {name: numbers[name] for name in counted} == counted
    assert numbers["partie"] == {"ys": 2, "landes": 2}
    assert counted["theme"] == {"bois": 1}


def test_what_the_search_field_proposes_is_told(client, base):
    told = asked(client, "suggestions?q=ys")
    proposed = [one for group in told["groupes"] for one in group["suggestions"]]
    assert "http://testserver/contrats/ys-landes/" in [one["adresse"] for one in proposed]


REFUSALS = (
    (
        "contrats?thème=bois",
        "« thème » n’est pas un paramètre de cette adresse, qui connaît : annee,",
        "“thème” is no parameter of this address, which knows: annee,",
    ),
    ("contrats?page=2", "« page » n’est pas un paramètre", "“page” is no parameter"),
    ("contrats?tri=prix", "« tri » vaut l’un de : pertinence, recent, titre.", "“tri” is one"),
    ("contrats?limit=0", "« limit » est un nombre entier de 1 à 100.", "“limit” is a whole"),
    ("contrats?limit=1000", "« limit » est un nombre entier de 1 à 100.", "“limit” is a whole"),
    ("contrats?q=a&q=b", "« q » est donné 2 fois : 1 au plus.", "“q” is given 2 times"),
    (f"contrats?q={'a' * 201}", "« q » est trop long : 200 caractères", "“q” is too long"),
    ("contrats?cursor=abc", "« cursor » n’a pas été donné par ce site", "“cursor” was not"),
    (
        "modifications",
        "« since » est attendu, par exemple since=2026-11-27.",
        "“since” is expected",
    ),
    ("modifications?since=hier", "« since » est un jour, 2026-11-27", "“since” is a day"),
    ("modifications?since=2026-02-30", "« since » est un jour", "“since” is a day"),
    ("?q=bois", "« q » n’est pas un paramètre", "“q” is no parameter"),
)


def test_what_is_not_understood_is_refused_in_words(client):
    for address, french, english in REFUSALS:
        told = refused(client, address, 422)
        assert told["detail"].startswith(french)
        assert (told["fr"]["detail"], told["status"]) == (told["detail"], 422)
        assert told["type"].startswith("/donnees/api/#")
        told = refused(client, address, 422, headers={"Accept-Language": "en-GB,fr;q=0.5"})
        assert told["detail"].startswith(english)
        assert told["en"]["detail"] == told["detail"]
        assert told["fr"]["detail"].startswith(french)


UNKNOWN_VALUES = (
    (
        "contrats?theme=pierre",
        "« theme » : « pierre » n’est pas une valeur connue ; il y a : bois (Bois)."
        " Combien de chacune : http://testserver/api/v1/facettes/contrats",
    ),
    (
        "contrats?statut=sign%C3%A9",
        "« statut » : « signé » n’est pas une valeur connue ; il y a : ",
    ),
    ("contrats?region=84", "« region » : « 84 » n’est pas une valeur connue, et rien dans cette"),
    ("recherche?type=livre&q=bois", "« type » : « livre » n’est pas une valeur connue ; il y a : "),
    ("engagements?sens=nord", "« sens » : « nord » n’est pas une valeur connue ; il y a : "),
    ("indicateurs?outil=pelle", "« outil » : « pelle » n’est pas une valeur connue"),
)


def test_a_value_that_its_filter_does_not_know_is_refused_with_those_that_exist(client, base):
    for address, french in UNKNOWN_VALUES:
        for asked_at in (address, f"facettes/{address}"):
            told = refused(client, asked_at, 422)
            assert told["detail"].startswith(french), told["detail"]
            assert told["type"] == "/donnees/api/#valeur-refusee"
    told = refused(client, "contrats?statut=sign%C3%A9", 422)
    assert "signe (Signé)" in told["detail"]
    assert "“signé” is no known value" in told["en"]["detail"]


def test_a_known_value_that_nothing_has_is_an_empty_list(client, base):
    factories.territory(slug="bretagne", name="Bretagne", level="region", code="53")
    for address in ("contrats?statut=abandonne", "contrats?region=bretagne"):
        assert asked(client, address)["total"] == 0, address
    assert asked(client, "engagements?region=bretagne")["total"] == 0


def test_a_refusal_names_twenty_values_and_where_the_others_are(client, base):
    for rank in range(22):
        theme = factories.theme(slug=f"theme-{rank}", label=f"Thème {rank}")
        factories.tool(title=f"Outil {rank}", slug=f"outil-{rank}", themes=[theme])
    told = refused(client, "outils?theme=pierre", 422)
    assert told["detail"].count("(Thème ") + told["detail"].count("(Bois)") == 20
    assert told["detail"].endswith(", et 3 autres : http://testserver/api/v1/facettes/outils")


def test_a_problem_says_its_language_and_varies_by_it(client, base):
    english = client.get(f"{V1}contrats?x=1", headers={"Accept-Language": "en"})
    assert english["Content-Language"] == "en"
    assert "Accept-Language" in english["Vary"]
    german = client.get(f"{V1}contrats?x=1", headers={"Accept-Language": "de"})
    assert german["Content-Language"] == "fr"
    endless = client.get(f"{V1}contrats?x=1", headers={"Accept-Language": "x" * 600})
    assert endless["Content-Language"] == "fr"


NOWHERE = ("rien", "contrats/", "contrats/inconnu", "contrats/é", "contrats/%00", "facettes/faits")


def test_what_stands_nowhere_is_a_problem_too(client):
    for address in (*NOWHERE, "../v2/contrats", f"contrats/{'a' * 300}", f"faits/{'9' * 30}"):
        assert refused(client, address, 404)["title"] == "Introuvable", address


HOSTILE = (
    "contrats?theme=%00",
    "contrats?q=%00%01",
    "contrats?q=%ff%fe",
    "contrats?annee=99999999999999999999",
    "contrats?territoire=%27%20OR%201=1--",
    "contrats?q=%28%28%22",
    "contrats?theme=" + "&theme=".join(map(str, range(60))),
    "parties?fiche=%00",
    "recherche?type=%3Cscript%3E",
    "modifications?since=9999-12-31",
    "modifications?since=0001-01-01",
    "modifications?since=0001-01-01T00:00:00%2B14:00",
    "facettes/engagements?sens=%00",
    "suggestions?q=%F0%9F%92%A9",
    "sources?cursor=%00",
)


def test_whatever_is_typed_is_answered_or_refused(client):
    for address in HOSTILE:
        assert client.get(V1 + address).status_code in {200, 422}, address


def test_nothing_can_be_written():
    client = Client(enforce_csrf_checks=True)
    for method in ("post", "put", "patch", "delete"):
        response = getattr(client, method)(f"{V1}contrats")
        assert response.status_code == 405, method
        assert response["Content-Type"] == PROBLEM
        assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_an_address_that_is_too_long_and_a_refused_host_are_problems(client):
    assert refused(client, f"contrats?q={'a' * 9000}", 414)["title"] == "Adresse trop longue"
    response = client.get(f"{V1}contrats", headers={"Host": "ailleurs.example"})
    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)


def test_other_sites_may_read_and_nothing_else(client, base):
    for response in (
        client.get(f"{V1}contrats"),
        client.head(f"{V1}contrats"),
        client.options(f"{V1}contrats"),
    ):
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert "Access-Control-Allow-Credentials" not in response
    assert client.options(f"{V1}contrats").status_code == 204
    for elsewhere in ("/contrats/", "/contrats/export.json", "/donnees/"):
        assert "Access-Control-Allow-Origin" not in client.get(elsewhere)


def test_what_has_not_changed_is_not_sent_again(client, base):
    first = client.get(f"{V1}contrats?limit=1")
    assert "no-store" not in first["Cache-Control"]
    again = client.get(f"{V1}contrats?limit=1", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    head = client.head(f"{V1}contrats?limit=1")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == first["ETag"]
    assert head["Content-Length"] == str(len(first.content))
    page = Page.objects.get(slug="ys-landes").specific
    page.title = "Ys et les Landes"
    page.save_revision().publish()
    for address in ("contrats", "contrats/ys-landes"):
        assert "Ys et les Landes" in client.get(f"{V1}{address}").content.decode()


def test_a_walk_gives_each_row_once_in_the_order_of_the_list(client, base):
    for number in range(4):
        factories.contract(title=f"Contrat {number}", slug=f"contrat-{number}")
    whole = asked(client, "contrats?limit=100&tri=titre")
    rows = walked(client, "contrats?limit=2&tri=titre")
    assert [row["cle"] for row in rows] == [row["cle"] for row in whole["lignes"]]
    assert len(rows) == whole["total"] == 6


def unpublish(*wanted: str) -> None:
    for page in Page.objects.filter(title__in=wanted):
        page.specific.unpublish()


def rename(title: str, new: str) -> None:
    page = Page.objects.get(title=title).specific
    page.title = new
    page.save_revision().publish()


# What an editor does to the rows, the last of those that were given being « C13 », and what is left.
EVENTS = {
    "before": (lambda: factories.contract(title="A vant", slug="avant"), ""),
    "among": (lambda: factories.contract(title="C12 bis", slug="parmi"), ""),
    "after": (lambda: factories.contract(title="Zut", slug="apres"), "Zut"),
    "withdrawn": (lambda: unpublish("C13"), ""),
    "moved to the end": (lambda: rename("C13", "ZZ"), ""),
    "moved to the beginning": (lambda: rename("C13", "A"), ""),
    "all withdrawn": (lambda: unpublish("C10", "C11", "C12", "C13"), ""),
}


def test_a_walk_goes_on_while_an_editor_publishes(client):
    for number in range(10, 17):
        factories.contract(title=f"C{number}", slug=f"c{number}")
    address = "contrats?limit=2&tri=titre&fields=titre"
    second = asked(client, following_of(asked(client, address)))
    assert titles(second) == ["C12", "C13"]
    for event, (happens, new) in EVENTS.items():
        with transaction.atomic():
            happens()
            rest = [row["titre"] for row in walked(client, following_of(second))]
            transaction.set_rollback(True)
        assert [one for one in rest if one != "C12 bis"] == [
            *("C14", "C15", "C16"),
            *([new] if new else []),
        ], event


def test_a_cursor_serves_its_own_list_alone(client, base):
    told = asked(client, "contrats?limit=1&tri=titre")
    cursor = told["curseur"]
    told = refused(client, f"contrats?limit=1&cursor={cursor}&theme=bois", 422)
    assert told["title"] == "Curseur refusé"
    assert "d’une autre liste" in told["detail"]
    refused(client, f"outils?cursor={cursor}", 422)
    refused(client, f"contrats?tri=titre&cursor={cursor[:-1]}_", 422)


def test_what_no_reader_may_see_is_nowhere(client, base):
    words = ("Brouillonnade", "Privautés", "Inscriptine", "Notule", "Nomade")
    factories.contract(title="Brouillonnade", slug="brouillonnade", publish=False)
    draft = factories.contract(title="Paru", slug="paru")
    draft.title, draft.gist = "Brouillonnade", "Brouillonnade"
    draft.save_revision()
    hidden = factories.contract(
        publish=False,
        title="Privautés",
        slug="privautes",
        city=factories.territory(name="Nomade", slug="nomade", level="epci"),
        statements=[
            factories.statement(
                Section.CONTEXT, source=factories.source(title="Notule", key="notule")
            )
        ],
    )
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    hidden.save_revision().publish()
    held = session(title="Se former", slug="se-former")
    registrations.register(held, person(last_name="Inscriptine"))
    addresses = [f"{one['code']}?limit=100" for one in asked(client, "")["listes"]]
    addresses += [
        f"facettes/{one['code']}" for one in asked(client, "")["listes"] if one["facettes"]
    ]
    addresses += ["modifications?since=2020-01-01&limit=100", "openapi.json"]
    addresses += [f"suggestions?q={word[:5]}" for word in words]
    addresses += [f"recherche?q={word}" for word in words]
    for address in addresses:
        content = client.get(V1 + address).content.decode()
        told = [word for word in words if word in content and f"q={word}" not in address]
        told += [slug for slug in ("brouillonnade", "nomade", "notule") if slug in content]
        assert not told or "q=" in address, f"{address}: {told}"
    for word in words:
        assert asked(client, f"recherche?q={word}")["total"] == 0
    for address in (
        "contrats/privautes",
        "contrats/brouillonnade",
        "territoires/nomade",
        "sources/notule",
    ):
        refused(client, address, 404)


def test_sources_and_territories_are_those_of_the_archive(client, base):
    factories.source(title="Jamais citée", key="jamais-citee")
    factories.territory(name="Nulle part", slug="nulle-part")
    file = io.BytesIO()
    package.write(file, timezone.localdate())
    with zipfile.ZipFile(file) as archive:
        for code in ("sources", "territoires", "themes", "termes", "faits", "enonces"):
            lines = csv.DictReader(io.StringIO(archive.read(f"{code}.csv").decode()))
            rows = walked(client, f"{code}?limit=5")
            assert len(rows) == len(list(lines)), code
        lines = csv.DictReader(io.StringIO(archive.read("sources.csv").decode()))
        listed = [line["identifiant"] for line in lines]
    assert sorted(row["identifiant"] for row in walked(client, "sources")) == sorted(listed)
    assert "jamais-citee" not in listed


def test_the_site_says_so_when_the_search_does_not_answer(client, base, monkeypatch):
    def unavailable(*_args: Any) -> Any:
        raise SearchUnavailable("down")

    monkeypatch.setattr(engines, "in_database", unavailable)
    assert refused(client, "contrats", 503)["title"] == "Momentanément indisponible"


MOST_QUERIES = {
    "contrats": 20,
    "contrats/c0": 20,
    "engagements": 20,
    "territoires": 20,
    "faits": 20,
    "recherche": 20,
    "modifications?since=2020-01-01": 20,
    "communes": 14,
    "sources": 60,  # what every table refers to
}


def test_the_number_of_queries_does_not_grow(client):
    def queries() -> dict[str, int]:
        counted = {}
        for address in MOST_QUERIES:
            client.get(f"{V1}{address}")
            with CaptureQueriesContext(connection) as found:
                assert client.get(f"{V1}{address}").status_code == 200
            counted[address] = len(found)
        return counted

    city, country = factories.territory(level="epci"), factories.territory()
    made = [
        factories.contract(
            title=f"C{number}",
            slug=f"c{number}",
            city=city,
            country=country,
            commitments=[factories.commitment(city, country, object=f"Objet {number}")],
            statements=[factories.statement(source=factories.source())],
        )
        for number in range(2)
    ]
    factories.commune("29000", "Commune 0")
    few = queries()
    for number in range(len(made), 6):
        factories.commune(f"2900{number}", f"Commune {number}")
        factories.contract(
            title=f"C{number}",
            slug=f"c{number}",
            city=factories.territory(level="epci"),
            country=factories.territory(),
            commitments=[factories.commitment(None, None, object=f"Objet {number}")],
            statements=[factories.statement(source=factories.source())],
        )
    assert queries() == few
    assert [name for name, most in MOST_QUERIES.items() if few[name] > most] == [], few


def test_the_document_describes_what_the_columns_say(client, base):
    told = client.get(f"{V1}openapi.json").json()
    assert told["openapi"].startswith("3.1")
    row = told["components"]["schemas"]["ligne-contrats"]
    for column in CONTRACTS.columns:
        assert row["properties"][column.name]["description"] == column.description
    assert list(row["properties"]) == [
        "cle",
        "adresse_api",
        *(one.name for one in CONTRACTS.columns),
    ]
    assert all(set(one) == {"get"} for one in told["paths"].values())
    listed = told["paths"]["/api/v1/contrats"]["get"]["parameters"]
    assert {"q", "theme", "tri", "limit", "cursor", "fields"} <= {one["name"] for one in listed}
    assert "type" not in {one["name"] for one in listed}


def test_no_column_bears_the_name_of_a_member_of_every_row():
    for one in resources():
        assert {"cle", "adresse_api"}.isdisjoint(column.name for column in one.dataset.columns)


def test_the_page_of_the_whole_base_leads_to_the_api(client, base):
    page = ReadPage(client, "/donnees/")
    assert page.one("main a[href='/donnees/api/']")
