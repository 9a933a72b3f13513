"""What an editor meets in the admin: drafts are never refused, faults are told on their field."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contracts.models import CaseStudyPage, ContractPage, Source, ToolPage
from home.groups import CONTRIBUTORS, EDITORS
from tests import factories
from tests.contracts.roles import member_of
from tests.posted_form import form_values

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


@pytest.fixture
def editor() -> Client:
    return member_of(EDITORS)


def edit_address(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def post(client: Client, page, action: str = "", **changes):
    """Send back the page's form with these fields changed; their names write __ for -."""
    address = edit_address(page)
    values = form_values(client.get(address).content.decode())
    values |= {name.replace("__", "-"): [str(value)] for name, value in changes.items()}
    return client.post(address, {**values, **({action: action} if action else {})})


def errors_on(response, relation: str) -> dict[str, list[str]]:
    """The faults of the first row of an inline panel."""
    return dict(response.context["form"].formsets[relation].forms[0].errors)


@pytest.fixture
def contract() -> ContractPage:
    page = factories.contract(publish=False)
    city, country = (party.territory for party in page.parties.all())
    page.commitments = [factories.commitment(city, country)]
    page.save()
    return page


def test_a_sound_contract_is_published_from_its_form(editor, contract):
    response = post(editor, contract, "action-publish", title="Contrat relu")

    assert response.status_code == 302
    published = ContractPage.objects.get(pk=contract.pk)
    assert published.live
    assert published.title == "Contrat relu"
    assert len(published.commitments.all()) == 1


def test_a_commitment_without_source_is_refused_on_its_field_and_kept(editor, contract):
    response = post(
        editor, contract, "action-publish", commitments__0__source="", title="Titre à garder"
    )

    assert response.status_code == 200
    assert errors_on(response, "commitments") == {
        "source": ["Indiquez la source : rien n’est publié sans source."]
    }
    assert "Titre à garder" in response.content.decode()
    assert not ContractPage.objects.get(pk=contract.pk).live


def test_a_stranger_to_the_contract_is_refused_on_its_field(editor, contract):
    stranger = factories.territory(name="Pays étranger")

    response = post(editor, contract, "action-publish", commitments__0__giver=stranger.pk)

    [told] = errors_on(response, "commitments")["giver"]
    assert told.startswith("« Pays étranger » n’est pas une partie de ce contrat")


@pytest.mark.parametrize("action", ["", "action-publish"])
def test_a_giver_that_is_its_receiver_is_refused_on_its_field(editor, contract, action):
    giver = contract.commitments.all()[0].giver

    response = post(editor, contract, action, commitments__0__receiver=giver.pk)

    assert errors_on(response, "commitments") == {
        "receiver": ["Qui reçoit est aussi qui donne : choisissez une autre partie."]
    }


def test_a_draft_without_gist_nor_source_is_saved(editor, contract):
    response = post(editor, contract, gist="", source="", commitments__0__source="")

    assert response.status_code == 302
    draft = ContractPage.objects.get(pk=contract.pk).get_latest_revision_as_object()
    assert draft.gist == ""
    assert draft.commitments.all()[0].source is None


def test_signed_without_a_date_is_refused_on_the_status(editor, contract):
    response = post(editor, contract, "action-publish", status="signe")

    errors = response.context["form"].errors
    assert errors["status_source"] == ["Indiquez la source du statut."]
    assert "Un contrat n’est dit « signé »" in errors["status"][0]


def test_a_date_that_no_calendar_has_is_told_on_its_field(editor):
    page = factories.signed_contract()

    response = post(editor, page, facts__0__date_value="31 février 2016")

    assert errors_on(response, "facts") == {"date_value": ["Ce jour n’existe pas dans ce mois."]}


def test_a_contributor_submits_but_does_not_publish():
    contributor = member_of(CONTRIBUTORS)
    page = factories.contract(publish=False)
    html = contributor.get(edit_address(page)).content.decode()

    assert "action-publish" not in html
    post(contributor, page, "action-publish")
    assert not ContractPage.objects.get(pk=page.pk).live
    response = post(contributor, page, "action-submit")
    assert response.status_code == 302
    assert ContractPage.objects.get(pk=page.pk).current_workflow_state is not None


def test_a_contributor_is_told_the_faults_before_the_review():
    contributor = member_of(CONTRIBUTORS)
    page = factories.contract(publish=False, gist="")

    response = post(contributor, page, "action-submit")

    assert response.context["form"].errors["gist"] == ["Résumez la fiche en une phrase."]
    assert ContractPage.objects.get(pk=page.pk).current_workflow_state is None


def test_approving_a_page_with_faults_tells_them_and_publishes_nothing(editor):
    contributor = member_of(CONTRIBUTORS)
    page = factories.contract(publish=False)
    post(contributor, page, "action-submit")
    post(editor, page, gist="")  # a draft, in the course of the review
    task = ContractPage.objects.get(pk=page.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])

    response = editor.post(address, follow=True)

    assert response.status_code == 200
    assert "Résumez la fiche en une phrase." in response.content.decode()
    page = ContractPage.objects.get(pk=page.pk)
    assert not page.live
    assert page.current_workflow_state is not None


def test_a_new_experience_is_created_published_and_read(editor):
    index = factories.home_page().get_children().get(slug="experiences")
    place, source = factories.territory(name="Pays de Redon"), factories.source()
    address = reverse("wagtailadmin_pages:add", args=["contracts", "casestudypage", index.pk])
    values = form_values(editor.get(address).content.decode())
    values |= {
        "title": ["Un car relie le bourg à la gare"],
        "slug": ["car-bourg-gare"],
        "gist": ["Un car relie le bourg à la gare en vingt minutes, tous les jours."],
        "source": [str(source.pk)],
        "places-TOTAL_FORMS": ["1"],
        "places-0-territory": [str(place.pk)],
        "places-0-ORDER": ["1"],
        "places-0-id": [""],
        "tags": ['mobilité, "car"'],
    }

    response = editor.post(address, {**values, "action-publish": "action-publish"})

    assert response.status_code == 302, response.context["form"].errors
    page = CaseStudyPage.objects.get(slug="car-bourg-gare")
    assert page.live
    assert [tag.name for tag in page.tags.all()] == ["car", "mobilité"]
    shown = Client().get(page.url).content.decode()
    assert "Un car relie le bourg à la gare en vingt minutes" in shown
    assert "Pays de Redon" in shown


def test_an_address_left_empty_is_made_from_the_title_and_unlike_its_neighbours(editor):
    listing = factories.tool().get_parent()
    address = reverse("wagtailadmin_pages:add", args=["contracts", "toolpage", listing.pk])
    values = form_values(editor.get(address).content.decode(), "page-edit-form")

    slugs = []
    for typed in ("", "", "l-ete-a-l-ecole"):  # the browser fills it from a title used before
        editor.post(address, {**values, "title": ["L’été, à l’école"], "slug": [typed]})
        slugs.append(ToolPage.objects.latest("pk").slug)

    assert slugs == ["l-ete-a-l-ecole", "l-ete-a-l-ecole-2", "l-ete-a-l-ecole-3"]


@pytest.mark.parametrize("make", [factories.contract, factories.case_study, factories.tool])
def test_a_draft_is_previewed_as_readers_will_see_it(editor, make):
    page = make(publish=False)
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    values = form_values(editor.get(edit_address(page)).content.decode())
    values["gist"] = ["Une phrase encore en brouillon."]

    assert editor.post(address, values).json()["is_valid"]
    preview = editor.get(address)

    assert preview.status_code == 200
    assert "Une phrase encore en brouillon." in preview.content.decode()


@pytest.mark.parametrize("model", ["source", "territory", "term", "tag", "theme"])
def test_lists_of_the_catalogue_are_in_french(editor, model):
    factories.theme()
    response = editor.get(reverse(f"wagtailsnippets_contracts_{model}:list"))

    if model == "theme":
        assert response.status_code == 302  # only administrators change the list of themes
    else:
        assert response.status_code == 200
        assert 'lang="fr"' in response.content.decode()


def test_a_source_without_address_nor_reference_is_refused_with_the_cure(editor):
    address = reverse("wagtailsnippets_contracts_source:add")
    response = editor.post(address, {"title": "Un livre", "kind": "document", "key": "un-livre"})

    assert response.status_code == 200
    assert "Donnez l’adresse de la source, ou une référence" in response.content.decode()
    assert not Source.objects.filter(key="un-livre").exists()


def test_the_admins_home_names_the_fiches_to_read_again(editor):
    today = timezone.localdate()
    due = factories.tool(title="Outil à relire", review_on=today)
    factories.tool(title="Outil relu", review_on=today + dt.timedelta(days=1))

    home = editor.get(reverse("wagtailadmin_home")).content.decode()

    assert "À relire" in home
    assert reverse("wagtailadmin_pages:edit", args=[due.pk]) in home
    assert "Outil relu</a>, depuis" not in home


@pytest.mark.parametrize("group", [CONTRIBUTORS, EDITORS])
def test_whoever_writes_a_page_may_add_a_file_to_it(group):
    client = member_of(group)

    assert client.get(reverse("wagtaildocs:add_multiple")).status_code == 200
    assert client.get(reverse("wagtailimages:add_multiple")).status_code == 200


def term_form(client: Client, **changes: str) -> tuple[str, dict[str, list[str]]]:
    address = reverse("wagtailsnippets_contracts_term:add")
    values = form_values(client.get(address).content.decode(), "w-editor-form")
    return address, {**values, **{name: [value] for name, value in changes.items()}}


def test_a_term_without_source_keeps_what_was_typed_and_tells_it_on_the_field(editor):
    address, values = term_form(
        editor, term="Glanage", category="lien", definition="Ramasser ce qui reste au champ."
    )

    response = editor.post(address, {**values, "action-publish": "action-publish"})

    assert response.status_code == 200
    assert response.context["form"].errors["source"] == [
        "Indiquez la source : rien n’est publié sans source."
    ]
    assert "Ramasser ce qui reste au champ." in response.content.decode()


def test_a_term_is_published_from_its_form_under_an_address_made_of_its_name(editor):
    source = factories.source()
    address, values = term_form(
        editor, term="Glanage d’été", category="lien", definition="Ramasser.", source=str(source.pk)
    )

    response = editor.post(address, {**values, "action-publish": "action-publish"})

    assert response.status_code == 302
    assert Client().get("/glossaire/glanage-d-ete/").status_code == 200


def test_a_tag_is_respelled_but_does_not_become_another_word(editor):
    tag = factories.tag("energie")
    address = reverse("wagtailsnippets_contracts_tag:edit", args=[tag.pk])

    refused = editor.post(address, {"name": "chaleur"})
    assert "créez une autre étiquette" in refused.content.decode()
    assert editor.post(address, {"name": "Énergie"}).status_code == 302


def test_a_figure_of_a_territory_needs_its_source(editor):
    place = factories.territory()
    address = reverse("wagtailsnippets_contracts_territory:edit", args=[place.pk])
    values = form_values(editor.get(address).content.decode(), "w-editor-form")
    values |= {
        "figures-TOTAL_FORMS": ["1"],
        "figures-0-kind": ["population"],
        "figures-0-number": ["1000"],
        "figures-0-source": [""],
        "figures-0-id": [""],
    }

    response = editor.post(address, values)

    assert response.status_code == 200
    assert place.figures.count() == 0
    assert "rien n’est publié sans source" in response.content.decode()
