"""What editors see of the searches of readers, and the term they make of it."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from contracts.admin.search_report import ProposedTerm
from contracts.models import Term
from home.groups import ADMINISTRATORS, CONTRIBUTORS, EDITORS
from search.models import LoggedQuery
from tests.admin_views import table_of_csv
from tests.contracts.roles import member_of
from tests.posted_form import form_values

pytestmark = pytest.mark.django_db

REPORT = "/admin/reports/recherches/"


@pytest.fixture
def editor() -> Client:
    return member_of(EDITORS)


def logged(text: str, searches: int, zero_results: int = 0, day: dt.date = dt.date(2026, 11, 2)):
    LoggedQuery.objects.create(
        day=day, folded=text.lower(), shown=text, searches=searches, zero_results=zero_results
    )


def new_term(client: Client, address: str) -> dict[str, list[str]]:
    return form_values(client.get(address).content.decode(), "w-editor-form")


def shown(client: Client, address: str = REPORT) -> list[str]:
    return [row["spelling"] for row in client.get(address).context["object_list"]]


def test_the_report_has_the_queries_typed_three_times_and_no_other(editor):
    logged("méthaniseur", 3, zero_results=3)
    logged("forêt", 12)
    logged("madame Dupont", 2, zero_results=2)
    page = editor.get(REPORT).content.decode()

    assert shown(editor) == ["méthaniseur", "forêt"]
    assert "Dupont" not in page
    assert "2 novembre 2026" in page or "02/11/2026" in page


def test_the_counts_are_those_of_the_period(editor):
    logged("forêt", 4, day=dt.date(2026, 10, 31))
    logged("forêt", 3, day=dt.date(2026, 11, 1))
    logged("eau", 2, day=dt.date(2026, 10, 31))
    logged("eau", 2, day=dt.date(2026, 11, 1))
    november = f"{REPORT}?day_from=2026-11-01&day_to=2026-11-30"

    assert shown(editor) == ["forêt", "eau"]
    assert shown(editor, november) == ["forêt"]
    assert editor.get(november).context["object_list"][0]["times"] == 3


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [("times", ["eau", "bois", "air"]), ("-times", ["air", "bois", "eau"]), ("x", None)],
)
def test_the_report_can_be_ordered(editor, ordering, expected):
    logged("air", 9)
    logged("bois", 5, zero_results=1)
    logged("eau", 4, zero_results=2)

    assert shown(editor, f"{REPORT}?ordering={ordering}") == (expected or ["eau", "bois", "air"])


@pytest.mark.parametrize(
    "address", ["?day_from=hier", "?day_from=2026-13-45", "?p=99", "?p=x", "resultats/"]
)
def test_whatever_the_address_says_the_report_answers(editor, address):
    logged("eau", 4)

    assert editor.get(REPORT + address).status_code == 200


def test_administrators_see_it_too_and_contributors_do_not():
    reports = 'href="/admin/reports/recherches/"'
    contributor = member_of(CONTRIBUTORS)
    administrator = member_of(ADMINISTRATORS)

    assert administrator.get(REPORT).status_code == 200
    assert contributor.get(REPORT, follow=True).redirect_chain[0][0] == "/admin/"
    assert contributor.get(REPORT + "?export=csv").status_code == 302
    assert reports not in contributor.get("/admin/").content.decode()


def test_the_menu_of_reports_leads_to_it(editor):
    assert '"/admin/reports/recherches/"' in editor.get("/admin/").content.decode()


def test_the_export_runs_no_formula(editor):
    for text in ("=1+1", "+33", "-eau", "@somme", "eau"):
        logged(text, 3)
    rows = table_of_csv(editor.get(f"{REPORT}?export=csv"))

    assert rows[0] == ["Recherche", "Fois", "Sans résultat", "Dernière fois"]
    assert sorted(row[0] for row in rows[1:]) == ["'+33", "'-eau", "'=1+1", "'@somme", "eau"]
    assert rows[1][1:] == ["3", "0", "02/11/2026"]


def test_a_query_searched_in_vain_opens_a_term_that_is_already_named(editor):
    logged("méthaniseur", 3, zero_results=3)
    logged("forêt", 12)
    page = editor.get(REPORT).content.decode()
    address = ProposedTerm("méthaniseur").url()

    assert page.count("Créer un terme") == 1
    assert f'href="{address}"' in page
    values = new_term(editor, address)
    assert values["term"] == ["méthaniseur"]
    assert not Term.objects.exists()


def test_the_term_so_opened_is_saved_as_a_draft(editor):
    address = ProposedTerm("méthaniseur").url()
    values = new_term(editor, address)
    response = editor.post(address, {**values, "category": ["forme"]})

    assert response.status_code == 302
    saved = Term.objects.get()
    assert (saved.term, saved.live) == ("méthaniseur", False)


@pytest.mark.parametrize("text", ["", "%00", "x" * 121, "%22%3E%3Cscript%3Ealert(1)"])
def test_whatever_the_address_proposes_the_form_opens(editor, text):
    address = reverse(Term.snippet_viewset.get_url_name("add"))
    response = editor.get(f"{address}?terme={text}")

    assert response.status_code == 200
    assert '<script>"' not in response.content.decode()


def test_a_new_term_starts_empty(editor):
    address = reverse(Term.snippet_viewset.get_url_name("add"))

    assert new_term(editor, address)["term"] == [""]
