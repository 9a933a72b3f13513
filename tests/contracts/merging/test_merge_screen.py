"""« Fusionner avec… », as an editor opens it."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from contracts.editing.merging.merge import MERGEABLE
from contracts.editing.merging.relations import relations_to
from contracts.models import Tag, Term, Theme
from home.groups import ADMINISTRATORS, CONTRIBUTORS, EDITORS
from tests import factories
from tests.contracts.roles import member_of, told
from tests.posted_form import form_values

pytestmark = pytest.mark.django_db


def screen(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser").select_one("main")


def test_an_editor_goes_from_the_list_to_the_preview_and_merges():
    client = member_of(EDITORS)
    factories.contract(title="Brest", tags=["vélo"])
    gone, kept = Tag.objects.get(slug="velo"), factories.tag("bicyclette")
    listing = BeautifulSoup(
        client.get(reverse("wagtailsnippets_contracts_tag:list")).content, "html.parser"
    )
    address = f"/admin/fusionner/etiquette/{gone.pk}/"
    links = [link for link in listing.select("a") if link.get("href") == address]
    assert [" ".join(link.get_text().split()) for link in links] == ["Fusionner avec…"]

    shown = screen(client.get(address, {"garder": kept.pk}))
    assert "(Étiquette d’une page)" in shown.get_text()
    assert [link.get_text() for link in shown.select("li a")][-1:] == ["Brest"]
    digest = shown.select_one("input[name=shown]")["value"]
    done = client.post(f"{address}?garder={kept.pk}", {"shown": digest}, follow=True)

    assert "« vélo » mène désormais à « bicyclette »." in told(done)
    assert not Tag.objects.filter(pk=gone.pk).exists()


def test_the_form_of_a_row_offers_it_too():
    gone = factories.tag("vélo")
    page = member_of(EDITORS).get(reverse("wagtailsnippets_contracts_tag:edit", args=[gone.pk]))
    assert f"/admin/fusionner/etiquette/{gone.pk}/" in page.content.decode()


@pytest.mark.parametrize(
    ("group", "word"), [(CONTRIBUTORS, "etiquette"), (CONTRIBUTORS, "source"), (EDITORS, "theme")]
)
def test_who_may_not_change_the_rows_may_not_merge_them(group, word):
    make = {"etiquette": lambda: factories.tag("vélo")}.get(word, getattr(factories, word, None))
    row = make()
    answer = member_of(group).get(f"/admin/fusionner/{word}/{row.pk}/", follow=True)
    assert answer.redirect_chain[-1][0] == "/admin/"
    assert type(row).objects.filter(pk=row.pk).exists()


def test_two_ticked_rows_lead_to_the_preview_and_another_number_to_a_word():
    rows = [factories.tag(name) for name in ("vélo", "bicyclette", "cycle")]
    client, kept, gone = member_of(EDITORS), *rows[:2]
    address = "/admin/bulk/contracts/tag/fusionner/"

    answer = client.get(address, {"id": [gone.pk, kept.pk]})
    assert answer.url == f"/admin/fusionner/etiquette/{gone.pk}/?garder={kept.pk}"
    for ticked in (rows[:1], rows):
        answer = client.get(address, {"id": [row.pk for row in ticked], "next": "/admin/"})
        assert "Cochez deux lignes" in told(client.get(answer.url))
    refused = member_of(CONTRIBUTORS).get(address, {"id": [gone.pk, kept.pk]})
    assert refused.url == "/admin/"


@pytest.mark.parametrize("model", MERGEABLE.values())
def test_a_list_says_that_two_rows_may_be_merged_to_who_may(model):
    make = getattr(factories, model._meta.model_name)
    row = make("vélo") if model in (Tag, Term) else make()
    address = reverse(row.snippet_viewset.get_url_name("list"))
    words = f"Cochez deux {model._meta.verbose_name}s pour les fusionner."
    group = ADMINISTRATORS if model is Theme else EDITORS
    assert words in member_of(group).get(address).content.decode()
    assert "Cochez deux" not in member_of(CONTRIBUTORS).get(address, follow=True).content.decode()


def test_nothing_is_merged_that_is_not_shown():
    gone, kept = factories.tag("vélo"), factories.tag("bicyclette")
    client = member_of(EDITORS)
    address = f"/admin/fusionner/etiquette/{gone.pk}/?garder={kept.pk}"

    for shown in ("", "abc", "0" * 64):
        client.post(address, {"shown": shown})

    assert Tag.objects.filter(pk=gone.pk).exists()


@pytest.mark.parametrize("garder", ["", "abc", "0", "999999999999999999999", "%00"])
def test_a_choice_that_does_not_exist_is_refused_in_the_form(garder):
    gone = factories.tag("vélo")
    page = member_of(EDITORS).get(f"/admin/fusionner/etiquette/{gone.pk}/?garder={garder}")
    assert page.status_code == 200


def test_a_form_open_since_before_a_merge_is_told_and_nothing_breaks():
    """What was chosen there is no more: the field says so, and the rest stays as it was typed."""
    page = factories.contract(title="Brest")
    gone, kept = factories.source(title="Fusionnée"), factories.source(title="Gardée")
    page.source = gone
    page.save_revision()
    client = member_of(EDITORS)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    typed = form_values(client.get(edit).content.decode())
    assert typed["source"] == [str(gone.pk)]
    merge_it = f"/admin/fusionner/source/{gone.pk}/?garder={kept.pk}"
    digest = screen(client.get(merge_it)).select_one("input[name=shown]")["value"]
    client.post(merge_it, {"shown": digest})

    answer = client.post(edit, {**typed, "title": "Brest, relu"}, follow=True)

    assert answer.status_code == 200
    page.refresh_from_db()
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.source) == ("Brest, relu", kept)


@pytest.mark.parametrize("model", MERGEABLE.values(), ids=list(MERGEABLE))
def test_what_moves_is_named_by_words_that_somebody_chose(model):
    """A key without a French name would be told by the name of its column."""
    columns = {one.field.name for one in relations_to(model)} - {
        "source"
    }  # the same word in French
    told = {one.label.rpartition(", ")[2].lower() for one in relations_to(model)}
    assert told.isdisjoint(columns)
