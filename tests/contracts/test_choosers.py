"""Choosing in the admin: what is typed finds, namesakes are told apart, what is missing is created."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from contracts.admin.found_rows import find_rows
from contracts.models import Source
from contracts.values.dates.partial_date import PartialDate
from home.groups import CONTRIBUTORS, EDITORS
from home.site import let_contributors_propose
from tests import factories
from tests.contracts.reading import words
from tests.contracts.roles import member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return member_of(EDITORS)


def rows(editor: Client, model: str, typed: str) -> list[str]:
    address = reverse(f"wagtailsnippetchoosers_contracts_{model}:choose_results")
    return read(editor.get(address, {"q": typed}).content.decode())


def read(html: str) -> list[str]:
    return [words(row) for row in BeautifulSoup(html, "html.parser").select("tbody tr")]


@pytest.fixture
def places(db):
    ain = factories.territory(name="Ain", level="departement", code="01")
    savoie = factories.territory(name="Savoie", level="departement", code="73")
    for name, level, code, place in (
        ("Brest Métropole", "epci", "242900314", ain),
        ("Sainte-Colombe", "commune", "01999", ain),
        ("Sainte-Colombe", "commune", "73999", savoie),
        ("Pays Centre Ouest Bretagne", "pays", "", savoie),
    ):
        one = factories.territory(name=name, level=level, code=code)
        factories.within(one, place)
    one.other_names.create(name="COB")
    one.save()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("brest metropol", ["Brest Métropole Intercommunalité Ain 242900314"]),
        ("BRETS", ["Brest Métropole Intercommunalité Ain 242900314"]),
        ("242900314", ["Brest Métropole Intercommunalité Ain 242900314"]),
        ("cob", ["Pays Centre Ouest Bretagne Pays Savoie"]),
        (
            "sainte colombe",
            ["Sainte-Colombe Commune Ain 01999", "Sainte-Colombe Commune Savoie 73999"],
        ),
        ("lyon", []),
    ],
)
def test_a_territory_is_found_as_it_is_typed_and_told_from_its_namesake(
    editor, places, typed, found
):
    shown = rows(editor, "territory", typed)
    # With one error, what begins alike comes after.
    assert shown[: len(found)] == found
    assert bool(shown) == bool(found)


def test_a_commune_that_the_base_has_not_is_offered_to_be_added(editor, places):
    factories.commune("63219", "Mazaye")
    factories.commune("01999", "Sainte-Colombe")
    address = reverse("wagtailsnippetchoosers_contracts_territory:choose_results")

    def offered(typed: str) -> list[str]:
        page = BeautifulSoup(editor.get(address, {"q": typed}).content, "html.parser")
        return [words(one) for one in page.find_all("button", string=re.compile("Ajouter"))]

    assert offered("mazaye") == ["Ajouter Mazaye (63219)"]
    assert offered("63219") == ["Ajouter Mazaye (63219)"]
    assert offered("sainte colombe") == []


@pytest.mark.parametrize(
    "typed",
    ["evaluation recip", "anct", "https://exemple.fr/bilan-2020.pdf", "evaluatoin", "rapport 12"],
)
def test_a_source_is_found_by_its_title_publisher_address_or_reference(editor, typed):
    factories.source(title="Autre document", publisher="Insee", url="https://insee.exemple.fr/")
    factories.source(
        title="Évaluation des contrats de réciprocité",
        publisher="ANCT",
        url="https://exemple.fr/bilan-2020.pdf",
        reference="Rapport 12",
        published_on=PartialDate.parse("2020-03"),
    )
    [row] = rows(editor, "source", typed)
    assert row.startswith("Évaluation des contrats de réciprocité ANCT 2020")


@pytest.mark.parametrize("model", ["source", "territory", "theme", "tag", "term"])
def test_every_chooser_has_a_search_and_says_what_to_do_when_nothing_answers(editor, model):
    html = editor.get(reverse(f"wagtailsnippetchoosers_contracts_{model}:choose")).json()["html"]
    field = BeautifulSoup(html, "html.parser").select_one("[name=q]")
    assert field is not None
    address = reverse(f"wagtailsnippetchoosers_contracts_{model}:choose_results")
    for typed in ("zzzzz", "x'y\"%00", "a" * 500):
        shown = editor.get(address, {"q": typed})
        assert shown.status_code == 200
    told = editor.get(address, {"q": "zzzzz"}).content.decode()
    assert "Aucun résultat pour « zzzzz »" in " ".join(told.split())


def tables(editor: Client, model: str, form: object = None, **query: str) -> dict[str, list[str]]:
    """The rows of each list of the window as it opens from the form of this page, by its heading."""
    referer = {"referer": f"https://site.exemple.fr/admin/pages/{form.pk}/edit/"} if form else None
    address = reverse(f"wagtailsnippetchoosers_contracts_{model}:choose")
    html = editor.get(address, query, headers=referer).json()["html"]
    found = {}
    for table in BeautifulSoup(html, "html.parser").select("table"):
        heading = table.find_previous(["h1", "h2"])
        found[words(heading)] = [words(row.td) for row in table.select("tbody tr")]
    return found


def test_the_window_of_sources_begins_with_what_the_person_has_just_created_or_chosen(editor):
    for title in ("Abeilles", "Bois", "Zones humides"):
        factories.source(title=title)
    assert list(tables(editor, "source")) == ["Choisir source"]

    zones = Source.objects.get(title="Zones humides")
    editor.get(reverse("wagtailsnippetchoosers_contracts_source:chosen", args=[zones.pk]))
    assert tables(editor, "source")["Récemment utilisées"] == ["Zones humides"]

    new = filled(title="Délibération", url="https://exemple.fr/deliberation", kind="collectivite")
    editor.post(reverse("wagtailsnippetchoosers_contracts_source:create"), new)
    assert tables(editor, "source") == {
        "Récemment utilisées": ["Délibération", "Zones humides"],
        "Toutes, de A à Z": ["Abeilles", "Bois", "Délibération", "Zones humides"],
    }
    editor.get(reverse("wagtailsnippetchoosers_contracts_source:chosen", args=[zones.pk]))
    assert tables(editor, "source")["Récemment utilisées"] == ["Zones humides", "Délibération"]
    # Another person has not chosen them, and a search says what it finds alone.
    assert "Récemment utilisées" not in tables(member_of(CONTRIBUTORS), "source")
    assert "Récemment utilisées" not in tables(editor, "source", q="bois")
    assert "Récemment utilisées" not in tables(editor, "source", p="1")


def test_what_a_person_created_in_its_own_form_comes_first_too(editor):
    factories.source(title="Abeilles")
    new = {"title": "Bilan", "url": "https://exemple.fr/bilan", "kind": "etude"}
    editor.post(reverse("wagtailsnippets_contracts_source:add"), new)
    assert tables(editor, "source")["Récemment utilisées"] == ["Bilan"]


def test_what_the_open_fiche_rests_on_comes_before_what_the_person_wrote_last(editor):
    page = factories.tool(title="Ouverte")
    page.source = factories.source(title="Citée deux fois")
    page.second_source = factories.source(title="Citée une fois")
    page.facts.create(attribute="communes", number_value=3, source=page.source)
    page.save_revision()
    written = factories.tool(title="Écrite")
    written.source = factories.source(title="D’une autre fiche")
    written.save_revision(user=get_user_model().objects.get(pk=editor.session["_auth_user_id"]))

    assert tables(editor, "source", page)["Récemment utilisées"] == [
        "Citée deux fois",
        "Citée une fois",
        "D’une autre fiche",
    ]
    assert tables(editor, "source")["Récemment utilisées"] == ["D’une autre fiche"]


def test_ten_at_most_are_recent_and_a_box_to_tick_stands_once(editor):
    for number in range(14):
        place = factories.territory(name=f"Lieu {number:02}")
        editor.get(reverse("wagtailsnippetchoosers_contracts_territory:chosen", args=[place.pk]))
    shown = tables(editor, "territory")
    assert shown["Récemment utilisés"] == [f"Lieu {number:02}" for number in range(13, 3, -1)]
    assert shown["Tous, de A à Z"] == [f"Lieu {number:02}" for number in range(10)]

    address = reverse("wagtailsnippetchoosers_contracts_territory:choose")
    html = editor.get(address, {"multiple": "1"}).json()["html"]
    boxes = BeautifulSoup(html, "html.parser").select("tbody input[type=checkbox]")
    assert len(boxes) == len({box["value"] for box in boxes}) == 14


@pytest.mark.parametrize(
    "referer", ["", "pas une adresse", "http://[", "/admin/pages/999999/edit/"]
)
def test_a_window_opens_wherever_it_is_asked_from(editor, referer):
    for address in (
        reverse("wagtailsnippetchoosers_contracts_source:choose"),
        reverse("wagtailadmin_choose_page"),
    ):
        assert editor.get(address, headers={"referer": referer}).status_code == 200


def page_window(editor: Client, form: object = None, **query: str) -> BeautifulSoup:
    referer = {"referer": f"/admin/pages/{form.pk}/edit/"} if form else None
    answer = editor.get(reverse("wagtailadmin_choose_page"), query, headers=referer)
    return BeautifulSoup(answer.json()["html"], "html.parser")


def test_the_window_of_pages_opens_where_the_fiches_are(editor):
    """With the kind of page that a field asks for, and without, as links in texts ask."""
    home = Site.objects.get().root_page
    for query in ({}, {"page_type": "wagtailcore.page"}, {"allow_external_link": "true"}):
        window = page_window(editor, **query)
        names = [words(row.find_all("td")[0]) for row in window.select("tbody tr")]
        assert names[0] == home.title
        assert {"Contrats", "Expériences", "Outils"} <= set(names)
        assert window.select_one("input[type=submit]")["value"] == "Rechercher"
    assert editor.get(reverse("wagtailadmin_choose_page"), {"page_type": "x.y"}).status_code == 404


def test_the_window_of_pages_begins_with_those_to_which_the_open_fiche_leads(editor):
    led_to = factories.tool(title="Outil lié")
    page = factories.tool(title="Ouverte")
    page.outgoing_links.create(type="voir_aussi", target=led_to)
    page.save_revision()
    window = page_window(editor, page)
    recent = window.find("h2", string="Récemment utilisées").find_next("table")
    assert [words(row.find_all("td")[0]) for row in recent.select("tbody tr")] == ["Outil lié"]
    assert window.find("a", attrs={"data-id": str(led_to.pk)}) is not None
    asked = page_window(editor, page, page_type="contracts.contractpage")
    assert asked.find("h2", string="Récemment utilisées") is None


def filled(**fields: str) -> dict[str, str]:
    return {f"new-source-{name}": value for name, value in fields.items()}


def test_a_contributor_adds_what_a_draft_needs_and_changes_nothing_of_others():
    contributor = member_of(CONTRIBUTORS)
    source, territory = factories.source(), factories.territory()
    for model in ("source", "territory"):
        chooser = reverse(f"wagtailsnippetchoosers_contracts_{model}:choose")
        assert "Créer et choisir" in contributor.get(chooser).json()["html"]
        add = reverse(f"wagtailsnippets_contracts_{model}:add")
        assert contributor.get(add).status_code == 200
    address = reverse("wagtailsnippetchoosers_contracts_source:create")
    new = filled(title="Délibération", url="https://exemple.fr/deliberation", kind="collectivite")
    assert contributor.post(address, new).json()["step"] == "chosen"
    for row, model in ((source, "source"), (territory, "territory")):
        for verb in ("edit", "delete"):
            refused = contributor.get(
                reverse(f"wagtailsnippets_contracts_{model}:{verb}", args=[row.pk])
            )
            assert refused.status_code == 302


def test_a_right_of_contributors_that_was_taken_back_is_not_given_again():
    member_of(CONTRIBUTORS)
    group = Group.objects.get(name=CONTRIBUTORS)
    group.permissions.remove(Permission.objects.get(codename="add_territory"))
    let_contributors_propose()
    given = set(group.permissions.values_list("codename", flat=True))
    assert "add_source" in given
    assert "add_territory" not in given


def test_a_source_is_created_in_place_once(editor):
    address = reverse("wagtailsnippetchoosers_contracts_source:create")
    new = filled(title="Bilan", url="https://exemple.fr/bilan", kind="etude")
    assert editor.post(address, new).json()["step"] == "chosen"
    assert Source.objects.get().key == "bilan"

    again = editor.post(address, {**new, **filled(title="Le bilan")}).json()
    assert again["step"] != "chosen"
    assert "Cette adresse est déjà celle de la source « Bilan »" in " ".join(
        again["htmlFragment"].split()
    )
    assert Source.objects.count() == 1

    lost = editor.post(address, filled(title="Bilan", kind="etude")).json()
    assert lost["step"] != "chosen"
    assert Source.objects.count() == 1


def test_a_page_is_found_by_the_title_of_its_draft_with_one_error(editor):
    page = factories.tool(title="Charte du parc")
    page.title = "Charte de Belledonne"
    page.save_revision()
    factories.tool(title="Autre outil")
    address = reverse("wagtailadmin_choose_page_search")
    for typed in ("belledone", "charte parc", "CHARTE BELL"):
        [row] = read(editor.get(address, {"q": typed}).content.decode())
        assert row.startswith("Charte de Belledonne"), typed
    assert editor.get(address, {"q": "zzzzz"}).status_code == 200


@given(st.text(max_size=40))
def test_whatever_is_typed_in_a_chooser_gets_an_answer(typed):
    found = find_rows(Source.objects.all(), [(1, "Évaluation ANCT"), (2, typed)], typed)
    assert found is None or len(found) <= 2
