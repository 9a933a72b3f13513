"""Two rows that say the same are made one: all that led to the first leads to the second."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry, PageLogEntry, ReferenceIndex

from contracts.editing.merging.merge import MERGED, MergeRefused, merge, preview
from contracts.models import (
    CaseStudyPage,
    ContractPage,
    Membership,
    Source,
    Statement,
    Tag,
    Term,
    Territory,
    TerritoryFigure,
    TerritoryName,
    Theme,
)
from contracts.models.upkeep.merged import Merged
from contracts.values.dates.partial_date import PartialDate
from home.models import EditorialPage, HomePage
from search.models import SearchDocument
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return get_user_model().objects.create_superuser("fusionneuse")


def merged(kept, gone, user):
    return merge(kept, gone, user, preview(kept, gone, user).digest)


def names(lines) -> list[str]:
    return [line.name for line in lines]


def facet(page, name: str) -> list[str]:
    return SearchDocument.objects.get(url=page.url).facets.get(name, [])


def test_the_fiches_of_a_tag_have_the_other_one_once(editor):
    first = factories.contract(title="Brest", tags=["Covoiturage"])
    both = factories.contract(title="Redon", tags=["Covoiturage", "Voiture partagée"])
    kept, gone = Tag.objects.get(slug="covoiturage"), factories.tag("Voiture partagée")
    draft = factories.contract(title="Vitré", tags=["Voiture partagée"], publish=False)

    plan = merged(kept, gone, editor)

    assert names(plan.moved) == ["Vitré"]
    assert names(plan.doubled) == ["Redon"]
    for page in (first, both, draft):
        assert [tag.name for tag in ContractPage.objects.get(pk=page.pk).tags.all()] == [
            "Covoiturage"
        ]
    assert not Tag.objects.filter(pk=gone.pk).exists()
    assert facet(both, "etiquette") == ["covoiturage"]
    answer = Client().get("/etiquettes/voiture-partagee/")
    assert (answer.status_code, answer["Location"]) == (301, "/etiquettes/covoiturage/")


def test_a_preview_names_what_a_merge_does_and_changes_nothing(editor):
    contract = factories.contract(title="Brest", tags=["vélo"])
    factories.case_study(title="Voie verte", statements=[factories.statement()])
    gone, kept = Tag.objects.get(slug="velo"), factories.tag("bicyclette")
    statement = Statement.objects.get()
    statement.tags.add(gone)
    statement.save()

    plan = preview(kept, gone, editor)

    assert names(plan.moved) == ["Brest", "Voie verte"]
    assert plan.moved[0].address == f"/admin/pages/{contract.pk}/edit/"
    assert [tag.name for tag in ContractPage.objects.get(pk=contract.pk).tags.all()] == ["vélo"]
    assert not Merged.objects.exists()
    assert merged(kept, gone, editor) == plan


def test_the_address_of_a_theme_leads_to_the_one_that_is_kept_even_after_a_second_merge(editor):
    last, middle, first = (factories.theme(slug=slug) for slug in ("mobilite", "velo", "cycles"))

    merged(middle, first, editor)
    merged(last, middle, editor)

    for address in ("/themes/cycles/", "/themes/velo/"):
        answer = Client().get(address)
        assert (answer.status_code, answer["Location"]) == (301, "/themes/mobilite/")
    assert Redirect.objects.count() == 2
    assert set(Merged.objects.values_list("kept_pk", flat=True)) == {last.pk}


def test_a_theme_moves_on_fiches_commitments_and_in_the_index_and_its_words_are_kept(editor):
    kept = factories.theme(slug="mobilite", label="Mobilité")
    gone = factories.theme(slug="velo", label="Vélo", everyday_words="bicyclette, pistes")
    city, country = factories.territory(), factories.territory()
    contract = factories.contract(
        city=city,
        country=country,
        themes=[gone, kept],
        commitments=[factories.commitment(city, country, theme=gone)],
    )

    plan = merged(kept, gone, editor)

    [moved], [doubled] = plan.moved, plan.doubled
    assert moved.fields == ("Engagement, thème",)
    assert doubled.fields == ("Thèmes",)
    found = ContractPage.objects.get(pk=contract.pk)
    assert list(found.themes.all()) == [kept]
    assert found.commitments.get().theme == kept
    assert facet(contract, "theme") == ["mobilite"]
    words = Theme.objects.get(pk=kept.pk).everyday_words.split("\n")
    assert words == ["Vélo", "bicyclette", "pistes"]


def test_a_source_moves_in_rows_and_in_the_blocks_of_texts_and_is_not_cited_twice(editor):
    kept, gone = factories.source(title="Rapport"), factories.source(title="Rapport (copie)")
    tool = factories.tool(source=gone, second_source=kept)
    factories.home_page()
    page = HomePage.objects.get().add_child(
        instance=EditorialPage(
            title="Cadre",
            gist="Le cadre.",
            body=[
                ("sourced_paragraph", {"text": "Un fait.", "source": gone, "second_source": kept})
            ],
        )
    )
    page.save_revision().publish()

    plan = merged(kept, gone, editor)

    assert {line.name for line in plan.moved} == {tool.title, "Cadre"}
    tool.refresh_from_db()
    assert (tool.source, tool.second_source) == (kept, None)
    block = EditorialPage.objects.get(pk=page.pk).body[0].value
    assert (block["source"], block["second_source"]) == (kept, None)
    draft = EditorialPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert draft.body[0].value["source"] == kept
    assert (
        not ReferenceIndex.objects.filter(to_object_id=gone.pk)
        .exclude(to_content_type__model="page")
        .filter(to_content_type__model="source")
    )


def test_an_old_draft_does_not_bring_the_row_back_nor_lose_what_rested_on_it(editor):
    kept, gone = factories.source(title="Gardée"), factories.source(title="Fusionnée")
    page = factories.contract(title="Publié", tags=["vélo", "bicyclette"])
    page.source = gone
    page.statements = [factories.statement(source=gone, second_source=kept)]
    page.title = "Brouillon"
    page.save_revision()
    velo, bicyclette = Tag.objects.get(slug="velo"), Tag.objects.get(slug="bicyclette")

    merged(kept, gone, editor)
    merged(velo, bicyclette, editor)
    ContractPage.objects.get(pk=page.pk).get_latest_revision().publish()

    found = ContractPage.objects.get(pk=page.pk)
    statement = found.statements.get()
    assert found.title == "Brouillon"
    assert found.source == kept
    assert (statement.source, statement.second_source) == (kept, None)
    assert [tag.name for tag in found.tags.all()] == ["vélo"]
    assert Source.objects.filter(title="Fusionnée").count() == 0


def test_the_word_of_a_tag_that_was_merged_gives_the_other_one(editor):
    kept, gone = factories.tag("Covoiturage"), factories.tag("Voiture partagée")
    merged(kept, gone, editor)

    page = factories.contract()
    page.tags.add("voiture partagee", "COVOITURAGE")
    page.save()

    assert [tag.name for tag in page.tags.all()] == ["Covoiturage"]
    assert Tag.objects.count() == 1


def test_a_territory_gives_its_names_figures_and_places(editor):
    kept = factories.territory(name="Pays de Redon")
    gone = factories.territory(name="Redon Agglomération")
    container, source = factories.territory(), factories.source()
    for one in (kept, gone):
        factories.within(one, container)
        TerritoryFigure.objects.create(
            territory=one,
            kind="population",
            number=100 + one.pk,
            as_of=PartialDate.parse("2021"),
            retained=True,
            source=source,
        )
    factories.within(gone, kept)
    TerritoryName.objects.create(territory=gone, name="RedonAgglo")
    study = factories.case_study(places=[gone])

    merged(kept, gone, editor)

    found = Territory.objects.get(pk=kept.pk)
    assert sorted(str(name) for name in found.other_names.all()) == [
        "Redon Agglomération",
        "RedonAgglo",
    ]
    assert [figure.retained for figure in found.figures.all()] == [True, False]
    assert [one.container for one in Membership.objects.all()] == [container]
    assert CaseStudyPage.objects.get(pk=study.pk).territories == [kept]
    assert facet(study, "territoire").count(kept.slug) == 1
    assert gone.slug not in facet(study, "territoire")
    answer = Client().get(f"/territoires/{gone.slug}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/territoires/{kept.slug}/")


def test_territories_that_give_to_one_another_are_not_merged(editor):
    kept, gone = factories.territory(name="Ville"), factories.territory(name="Pays")
    factories.contract(
        title="Ville et Pays",
        city=kept,
        country=gone,
        commitments=[factories.commitment(gone, kept)],
    )

    plan = preview(kept, gone, editor)

    assert any("va de l’un à l’autre" in one and "Ville et Pays" in one for one in plan.refusals)
    with pytest.raises(MergeRefused):
        merge(kept, gone, editor, plan.digest)
    assert Territory.objects.filter(pk=gone.pk).exists()


def test_two_parties_of_a_public_contract_are_not_merged(editor):
    kept, gone = factories.territory(name="Ville"), factories.territory(name="Pays")
    factories.contract(title="Ville et Pays", city=kept, country=gone)

    [refusal] = preview(kept, gone, editor).refusals

    assert "« Ville et Pays »" in refusal
    assert "déjà une partie du contrat" in refusal


def test_a_term_becomes_a_synonym_in_the_draft_too(editor):
    kept, gone = factories.term("PETR"), factories.term("Pôle rural", "pôle d’équilibre")
    other = factories.term("Pays")
    other.see_also.set([gone, kept])
    other.save()
    kept.see_also.set([gone])
    kept.definition = "Une autre définition."
    kept.save_revision()

    merged(kept, gone, editor)

    found = Term.objects.get(pk=kept.pk)
    draft = found.get_latest_revision_as_object()
    for term in (found, draft):
        assert sorted(str(one) for one in term.synonyms.all()) == [
            "Pôle rural",
            "pôle d’équilibre",
        ]
    assert draft.definition == "Une autre définition."
    assert found.definition == "Ce qu’est PETR."
    assert list(found.see_also.all()) == []
    assert list(Term.objects.get(pk=other.pk).see_also.all()) == [kept]
    assert Client().get("/glossaire/pole-rural/")["Location"] == "/glossaire/petr/"


def test_a_merge_is_in_the_journal_of_the_row_and_of_each_fiche(editor):
    contract = factories.contract(tags=["vélo"])
    gone, kept = Tag.objects.get(slug="velo"), factories.tag("bicyclette")

    merged(kept, gone, editor)

    entry = ModelLogEntry.objects.get(action=MERGED)
    assert (entry.object_id, entry.user) == (str(kept.pk), editor)
    assert entry.message == "Fusion : « vélo » mène désormais à « bicyclette »"
    told = PageLogEntry.objects.get(page=contract.pk, action="contracts.changed_by_merge")
    assert told.message == "« bicyclette » y remplace « vélo »"


def test_what_changed_since_the_preview_is_shown_again_and_nothing_is_done(editor):
    gone, kept = factories.tag("vélo"), factories.tag("bicyclette")
    shown = preview(kept, gone, editor).digest
    factories.contract(tags=["vélo"])

    with pytest.raises(MergeRefused, match="a changé depuis cet aperçu"):
        merge(kept, gone, editor, shown)

    assert Tag.objects.count() == 2


def test_a_row_that_was_merged_meanwhile_is_refused_with_its_name(editor):
    gone, kept, other = (factories.tag(name) for name in ("vélo", "bicyclette", "deux-roues"))
    shown = preview(other, gone, editor).digest
    merged(kept, gone, editor)
    gone.pk = Merged.objects.get().old_pk

    with pytest.raises(MergeRefused, match="« vélo » n’est plus dans la base"):
        merge(other, gone, editor, shown)


def test_the_columns_of_a_merge_are_found_in_every_revision_as_json(editor):
    """The revision itself is as it was written."""
    page = factories.contract(tags=["vélo"])
    gone, kept = Tag.objects.get(slug="velo"), factories.tag("bicyclette")
    before = page.latest_revision.content

    merged(kept, gone, editor)

    page.latest_revision.refresh_from_db()
    assert json.dumps(page.latest_revision.content) == json.dumps(before)
