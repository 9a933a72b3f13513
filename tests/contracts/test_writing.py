"""The guide of a fiche being written: what is settled, what is missing, what it may repeat."""

import datetime as dt
import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, Page, get_page_models

from contracts.admin.known_addresses import source_at
from contracts.admin.writing.guide import guide_of
from contracts.models import CaseStudyPage, ContractPage
from contracts.models.base import FichePage
from contracts.values.dates.partial_date import PartialDate
from contracts.values.vocabulary import Section
from home.groups import ADMINISTRATORS, CONTRIBUTORS, EDITORS
from tests import factories
from tests.contracts.roles import member_of
from tests.contracts.test_admin import post
from tests.posted_form import form_values

pytestmark = pytest.mark.django_db


def test_an_empty_experience_has_three_points_to_settle():
    guide = guide_of(CaseStudyPage(title="Repas"))

    assert [point.field for point in guide.points if not point.is_met] == [
        "gist",
        "source",
        "places",
    ]
    assert len(guide.missing_parts) == 8


def test_who_writes_is_told_what_readers_will_read(client):
    page = factories.case_study()
    public = BeautifulSoup(client.get(page.url).content, "html.parser").get_text(" ")
    form = member_of(EDITORS).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    guide = BeautifulSoup(form.content, "html.parser").select_one("[data-guide] summary")

    sentence = "Fiche ébauche : moins de la moitié des rubriques principales sont remplies"
    assert sentence in " ".join(public.split())
    told = " ".join(guide.get_text(" ").split())
    assert told.startswith(f"Prête à publier, mais les lecteurs liront « {sentence} »")
    assert told.endswith(f"Il manque {len(guide_of(page).missing_parts)} rubriques sur 8")


@pytest.mark.parametrize(
    ("group", "ready"), [(EDITORS, "Prête à publier"), (CONTRIBUTORS, "Prête à être relue")]
)
def test_who_may_not_publish_is_told_that_the_page_may_be_sent(group, ready):
    page = factories.case_study(publish=False)
    member = member_of(group)
    form = member.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    guide = BeautifulSoup(form.content, "html.parser").select_one("[data-guide] summary")
    assert guide.get_text().strip().startswith(f"{ready}, mais les lecteurs liront")


def _row(html: bytes, heading: str) -> BeautifulSoup:
    """The first row of the panel with this heading."""
    page = BeautifulSoup(html, "html.parser")
    [title] = [one for one in page.find_all("h2") if heading in one.get_text()]
    row = title.find_parent("section").select_one("[data-inline-panel-child]")
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("fields", "is_open"),
    [
        ({"number_value": 3}, False),
        ({"number_value": 3, "note": "Au 1er janvier"}, True),
        ({"text_value": "oui"}, True),
    ],
)
def test_what_few_rows_fill_is_folded_unless_it_is_filled(fields, is_open):
    page = factories.case_study(facts=[factories.fact(label="repas", **fields)])
    editor, address = member_of(EDITORS), reverse("wagtailadmin_pages:edit", args=[page.pk])
    row = _row(editor.get(address).content, "Faits et chiffres")
    assert row.select_one("details").has_attr("open") is is_open
    folded = {label.get_text(strip=True) for label in row.select("details label")}
    assert {"Texte", "À la date de", "Valeur retenue", "Précision", "Page ou section"} <= folded
    shown = {label.get_text(strip=True).strip("*") for label in row.select("label")} - folded
    assert {"Donnée", "Intitulé", "Nombre", "Unité", "Date"} <= shown


def test_what_few_rows_fill_is_open_when_it_is_wrong():
    page = factories.case_study(facts=[factories.fact(label="repas", number_value=3)])
    answer = post(
        member_of(EDITORS), page, "action-publish", **{"facts-0-as_of": "32 janvier 2020"}
    )
    assert answer.status_code == 200
    assert _row(answer.content, "Faits et chiffres").select_one("details").has_attr("open")


def _queries(client, page, **posted: str) -> int:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    with CaptureQueriesContext(connection) as queries:
        if posted:
            answer = client.post(address, posted, headers={"accept": "application/json"})
            assert answer.json()["success"]
        else:
            client.get(address)
    return len(queries)


def test_a_form_asks_no_more_for_many_rows_than_for_few():
    """Each row leads to a source of its own."""
    editor = member_of(EDITORS)
    pages = []
    for count, title in ((2, "Cantines de la vallée"), (12, "Tramway du port")):
        rows = [factories.fact(label=f"mesure {n}", number_value=n) for n in range(count)]
        pages.append(factories.case_study(title=title, facts=rows))
        pages[-1].save_revision()
    costs = []
    for page in pages:
        _queries(editor, page)
        values = form_values(
            editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        )
        values["gist"] = "Une autre phrase, assez longue pour dire ce que cette expérience a fait."
        costs.append((_queries(editor, page), _queries(editor, page, **values)))
    few, many = costs
    assert many[0] <= few[0]
    assert many[1] <= few[1]


def test_a_version_that_leads_to_a_row_that_is_gone_is_read_without_it():
    kept, gone = factories.theme(), factories.source()
    page = factories.case_study(themes=[kept], publish=False)
    page.source = gone
    page.save_revision()
    CaseStudyPage.objects.filter(pk=page.pk).update(source=None)
    revision = CaseStudyPage.objects.get(pk=page.pk).latest_revision
    revision.content["contract"] = 999_999
    revision.save()
    read = revision.as_object()
    assert read.contract is None
    assert read.source == gone


def test_a_fault_that_no_point_covers_is_told_with_its_field():
    page = CaseStudyPage(
        title="Repas", start=PartialDate.parse("2020"), end=PartialDate.parse("2019")
    )

    told = guide_of(page).points[-1]

    assert told.field == "end"
    assert told.label.startswith("La fin")


def test_a_short_sentence_is_advised_against_and_published():
    page = factories.contract(publish=False, gist="Une phrase.")

    response = post(member_of(EDITORS), page, "action-publish")

    assert response.status_code == 302
    assert ContractPage.objects.get(pk=page.pk).live
    [advice] = guide_of(page).advice
    assert advice.message == (
        "Cette phrase a 11 caractères : une élue la retient mieux entre 80 et 300."
    )


def test_the_same_parties_and_a_close_title_are_told():
    known = factories.contract(title="Brest métropole et Centre-Ouest Bretagne")
    city, country = (party.territory for party in known.parties.all())
    same = factories.contract(title="Accord", city=city, country=country)

    assert [one.reason for one in guide_of(same).close] == ["mêmes parties"]
    close = guide_of(ContractPage(title="Brest et le Centre-Ouest Bretagne")).close
    assert [(one.title, one.reason) for one in close] == [(known.title, "titre proche")]
    assert guide_of(ContractPage(title="Un tout autre sujet")).close == []


def test_a_close_fiche_that_is_a_draft_says_whose_it_is_and_since_when():
    draft = factories.contract(title="Brest métropole et Centre-Ouest Bretagne", publish=False)
    draft.owner = get_user_model().objects.create_user("sophie", first_name="Sophie")
    draft.save()
    draft.save_revision()
    written = timezone.now() - dt.timedelta(hours=2, minutes=5)
    Page.objects.filter(pk=draft.pk).update(latest_revision_created_at=written)

    [close] = guide_of(ContractPage(title="Brest et le Centre-Ouest Bretagne")).close

    said = "titre proche, brouillon de Sophie, il y a 2 heures"
    assert close.reason.replace("\u00a0", " ") == said


def test_the_headings_offered_are_those_of_the_kind_of_page_and_that_of_a_row():
    page = factories.contract(statements=[factories.statement(Section.TRANSFER)])
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    read = BeautifulSoup(member_of(EDITORS).get(address).content, "html.parser")

    def offered(name: str) -> set[str]:
        return {option["value"] for option in read.find(attrs={"name": name}).find_all("option")}

    assert offered("statements-0-section") == {"", Section.TRANSFER, *ContractPage.sections}
    template = read.find(id="id_statements-EMPTY_FORM_TEMPLATE")
    new = BeautifulSoup(template.decode_contents(), "html.parser")
    select = new.find(attrs={"name": "statements-__prefix__-section"})
    values = {option["value"] for option in select.find_all("option")}
    assert values == {"", *ContractPage.sections}


def test_what_cannot_be_read_and_what_is_against_the_rules_is_told_in_one_round():
    page = factories.contract(publish=False, gist="")

    response = post(
        member_of(EDITORS), page, "action-publish", outcome_searched_on="hier", title=""
    )

    assert {"gist", "outcome_searched_on", "title"} <= set(response.context["form"].errors)
    assert "ne peut" not in " ".join(str(one) for one in response.context["messages"])


@pytest.mark.parametrize(
    "typed",
    [
        "http://exemple.fr/bilan",
        "https://www.Exemple.fr/bilan/#page=2",
        " https://exemple.fr/bilan?utm_source=lettre&fbclid=x ",
    ],
)
def test_a_source_is_known_by_its_address_however_it_is_shared(typed):
    known = factories.source(url="https://www.exemple.fr/bilan/")
    factories.source(url="https://exemple.fr/bilan-2")

    assert source_at(typed) == known


@pytest.mark.parametrize("typed", ["", "bilan", "https://exemple.fr", "http://[", "https://x\0"])
def test_an_address_that_is_none_of_the_base_is_no_source(typed):
    factories.source(url="https://exemple.fr/bilan")

    assert source_at(typed) is None


@pytest.mark.parametrize("model", [one for one in get_page_models() if issubclass(one, FichePage)])
def test_the_guide_leads_to_nothing_but_what_is_in_the_form(model):
    factories.home_page()
    parents = [kind.objects.first() for kind in model.allowed_parent_page_models()]
    place = next(one.pk for one in parents if one is not None)
    address = f"/admin/pages/add/{model._meta.app_label}/{model._meta.model_name}/{place}/"
    html = member_of(ADMINISTRATORS).get(address).content.decode()

    led_to = set(re.findall(r'href="#(id_[a-z_]+)" data-to-field', html))

    assert led_to
    places = (r'(?:id|for)="{0}(?:-FORMS|_0|-chooser)?"', r'id="{1}" data-block')
    absent = {
        name
        for name in led_to
        if not any(re.search(one.format(name, name[3:]), html) for one in places)
    }
    assert absent == set()


def test_a_page_sent_for_review_says_at_its_head_who_asks_and_where_to_approve():
    client = member_of(EDITORS)
    page = factories.case_study()
    author = get_user_model().objects.create(username="autrice")
    page.gist = "Une phrase changée."
    page.save_revision(user=author)
    page.get_workflow().start(page, author)

    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    head = BeautifulSoup(html, "html.parser").find(attrs={"aria-labelledby": "review-title"})

    assert "autrice demande une relecture" in head.get_text()
    assert [one.get_text() for one in head.find_all("button")] == [
        "Approuver et publier",
        "Demander des modifications",
    ]
    compared = client.get(head.find("a", string="Ce qui a changé")["href"])
    assert "Une phrase changée." in BeautifulSoup(compared.content, "html.parser").get_text()
    answer = post(client, page, "action-workflow-action", **{"workflow-action-name": "approve"})
    assert answer.url == "/admin/"
    [message] = [str(one) for one in get_messages(answer.wsgi_request)]
    assert f"« {page.title} » est approuvée et publiée." in message
    assert page.url in message


def test_a_page_sent_for_review_is_published_by_its_approval_alone():
    client = member_of(EDITORS)
    page = factories.case_study(publish=False)
    author = get_user_model().objects.create(username="autrice")
    page.save_revision(user=author)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    def ways() -> list[str]:
        footer = BeautifulSoup(client.get(address).content, "html.parser").find("footer")
        told = [" ".join(one.get_text().split()) for one in footer.find_all("button")]
        return [one for one in told if "ublier" in one]

    assert ways() == ["Publier"]
    page.get_workflow().start(page, author)
    assert ways() == ["Approuver et publier", "Approuver avec un commentaire et publier"]


def test_a_new_page_sent_for_review_leads_to_its_text_and_what_is_left_open_is_named():
    client = member_of(EDITORS)
    page = factories.case_study(publish=False)
    author = get_user_model().objects.create(username="autrice")
    revision = page.save_revision(user=author)
    page.get_workflow().start(page, author)
    Comment.objects.create(
        page=page, user=author, text="Qui paie ?", contentpath="gist", revision_created=revision
    )

    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    head = BeautifulSoup(html, "html.parser").find(attrs={"aria-labelledby": "review-title"})
    text = head.find("a", string="la lire en entier")["href"]
    assert text == reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    assert head.find("a", string="Ce qui a changé") is None
    answer = post(client, page, "action-workflow-action", **{"workflow-action-name": "approve"})
    [message] = [str(one) for one in get_messages(answer.wsgi_request)]
    assert "Un commentaire reste ouvert : « Qui paie ? »." in message


def test_a_page_that_waits_for_nobody_says_nothing_of_a_review():
    page = factories.case_study()

    html = member_of(EDITORS).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content

    assert "demande une relecture" not in html.decode()
