"""The index says what readers may see, in the transaction that changes it."""

import datetime as dt

import pytest
from django.apps import apps
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from contracts.index.keys import page_key
from contracts.index.projections import searchable_models
from contracts.index.updates import indexed_together
from contracts.models import (
    CaseStudyIndexPage,
    CaseStudyPage,
    ContractIndexPage,
    PageLink,
    Term,
    ToolPage,
)
from contracts.models.base import FichePage
from contracts.values.vocabulary import ContractStatus, LinkType, Scale, Stage, TermCategory
from home.models import EditorialPage
from search.answers.service import answer
from search.index.integrity import differences
from search.models import SearchDocument
from search.query import facets
from search.query.form import SearchForm
from tests import factories
from tests.contracts.reading import ReadPage

pytestmark = pytest.mark.django_db


def found(address: str = "") -> set[str]:
    """The titles that a search finds."""
    return {hit.title for hit in answer(SearchForm.from_querydict(QueryDict(address))).hits}


def test_every_kind_of_fiche_is_offered_to_the_search_and_nothing_else():
    fiches = {model for model in apps.get_models() if issubclass(model, FichePage)}
    assert set(searchable_models()) == fiches


def test_a_published_page_is_found_by_the_next_search_and_a_draft_is_not():
    page = factories.contract(publish=False, title="Contrat des glaneuses")
    assert "Contrat des glaneuses" not in found("q=glaneuses")

    page.save_revision().publish()

    assert found("q=glaneuses") == {"Contrat des glaneuses"}


def test_an_edit_saved_as_a_draft_is_not_found_before_its_publication():
    page = factories.contract(title="Contrat des glaneuses")
    page.title = "Contrat des moissonneuses"
    revision = page.save_revision()
    assert found("q=moissonneuses") == set()

    revision.publish()

    assert found("q=moissonneuses") == {"Contrat des moissonneuses"}
    assert found("q=glaneuses") == set()


def test_renaming_a_theme_is_seen_by_the_next_search():
    theme = factories.theme(label="Viticulture")
    page = factories.contract(themes=[theme])
    assert found("q=viticulture") == {page.title}

    theme.label = "Œnologie"
    theme.save()

    assert found("q=oenologie") == {page.title}
    assert found("q=viticulture") == set()


def test_renaming_a_tag_is_seen_by_the_next_search():
    page = factories.contract(tags=["glanage"])
    tag = page.tags.get()

    tag.name = "maraude"
    tag.save()

    assert found("q=maraude") == {page.title}
    assert found("q=glanage") == set()


def test_a_tag_or_a_theme_that_is_deleted_finds_nothing_any_more():
    page = factories.tool(tags=["glanage"], themes=[factories.theme(label="Viticulture")])
    assert found("q=glanage") == found("q=viticulture") == {page.title}

    page.tags.get().delete()
    assert found("q=glanage") == set()
    assert found("q=viticulture") == {page.title}

    page.themes.get().delete()
    assert found("q=viticulture") == set()


def test_renaming_a_territory_is_seen_by_the_next_search():
    page = factories.contract(city=factories.territory(name="Métropole d’Ys"))
    city = page.parties.all()[0].territory

    city.name = "Métropole de Brocéliande"
    city.save()

    assert found("q=broceliande") == {page.title, "Métropole de Brocéliande"}


def test_the_address_of_a_territory_may_change():
    region = factories.territory(name="Région R", level="region", slug="region-r")
    pays = factories.territory(name="Pays P", slug="pays-p")
    factories.within(pays, region)
    page = factories.case_study(places=[pays])

    for place, slug in ((pays, "pays-q"), (region, "region-s")):
        place.slug = slug
        place.save()

    assert found("territoire=region-s&type=experience") == {page.title}
    assert found("territoire=pays-q&type=experience") == {page.title}
    assert differences_of_the_index() == []


def test_a_territory_that_no_page_tells_of_is_not_found_whoever_saves_it():
    place = factories.territory(name="Pays de Gaste")
    place.save()
    assert found("q=gaste") == set()


def test_unpublishing_and_deleting_take_out_of_the_index():
    first, second = (factories.contract(title=f"Glaneuses {n}") for n in (1, 2))

    first.unpublish()
    assert found("q=glaneuses") == {"Glaneuses 2"}

    second.delete()
    assert found("q=glaneuses") == set()


@pytest.mark.parametrize(
    "hide",
    [
        lambda page: page.delete(),
        lambda page: page.unpublish(),
        lambda page: page.move(private_place(), pos="last-child"),
        lambda page: page.get_parent().delete(),
        lambda page: page.get_parent().move(private_place(), pos="last-child"),
    ],
    ids=["deleted", "unpublished", "moved", "listing deleted", "listing moved"],
)
def test_a_page_that_leaves_takes_its_lonely_territories_out(hide):
    page = factories.case_study(places=[factories.territory(name="Pays de Gaste")])
    assert "Pays de Gaste" in found("q=gaste")

    hide(page)

    assert found("q=gaste") == set()


def test_an_expired_page_is_taken_out_by_the_command_with_its_lonely_territories():
    place = factories.territory(name="Pays de Gaste")
    page = factories.case_study(title="Les glaneuses", places=[place])
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - dt.timedelta(hours=1))

    call_command("publish_scheduled")

    assert found("q=glaneuses") == found("q=gaste") == set()


def test_a_scheduled_page_is_put_in_by_the_command():
    page = factories.contract(publish=False, title="Contrat des glaneuses")
    page.go_live_at = timezone.now() - dt.timedelta(minutes=1)
    revision = page.save_revision()
    revision.approved_go_live_at = page.go_live_at
    revision.save()

    call_command("publish_scheduled")

    assert found("q=glaneuses") == {"Contrat des glaneuses"}


def test_making_a_listing_private_hides_all_that_lies_under_it():
    page = factories.contract(title="Contrat des glaneuses")
    listing = ContractIndexPage.objects.get()
    restriction = PageViewRestriction.objects.create(
        page=listing, restriction_type=PageViewRestriction.LOGIN
    )
    assert found("q=glaneuses") == set()

    restriction.delete()
    assert found("q=glaneuses") == {page.title}


def test_moving_a_page_into_a_private_place_hides_it_and_its_address_follows():
    page = factories.contract(title="Contrat des glaneuses")
    elsewhere = CaseStudyIndexPage.objects.get()
    page.move(elsewhere, pos="last-child")
    [hit] = answer(SearchForm.from_querydict(QueryDict("q=glaneuses"))).hits
    assert hit.url == f"/experiences/{page.slug}/"

    PageViewRestriction.objects.create(page=elsewhere, restriction_type=PageViewRestriction.LOGIN)
    assert found("q=glaneuses") == set()


def test_a_private_page_that_is_published_again_stays_hidden():
    page = factories.contract(title="Contrat des glaneuses")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    page.save_revision().publish()

    assert found("q=glaneuses") == set()


def test_changing_the_address_of_a_listing_changes_those_of_its_pages():
    page = factories.contract(title="Contrat des glaneuses")
    factories.contract(title="Glaneuses à venir", publish=False)
    listing = ContractIndexPage.objects.get()
    listing.slug = "accords"
    listing.save()

    [hit] = answer(SearchForm.from_querydict(QueryDict("q=glaneuses"))).hits
    assert hit.url == f"/accords/{page.slug}/"


def test_a_transaction_rolled_back_leaves_no_trace_in_the_index():
    with transaction.atomic():
        factories.contract(title="Contrat des glaneuses")
        assert found("q=glaneuses") == {"Contrat des glaneuses"}
        transaction.set_rollback(True)

    assert found("q=glaneuses") == set()


def test_pages_saved_together_are_found_when_the_last_one_is():
    below = factories.contract(title="Contrat des glaneuses")
    listing = ContractIndexPage.objects.get()
    with transaction.atomic(), indexed_together():
        page = factories.contract(title="Contrat des moissonneuses")
        listing.slug = "accords"
        listing.save()
        assert found("q=moissonneuses") == set()

    assert found("q=moissonneuses") == {page.title}
    documents = SearchDocument.objects.filter(key__in=[page_key(page.pk), page_key(below.pk)])
    assert {one.url.split("/")[1] for one in documents} == {"accords"}
    assert [str(difference) for difference in differences()] == []


def test_what_fails_while_pages_are_saved_together_does_not_stop_the_next_one():
    def save_and_fail() -> None:
        factories.contract(title="Contrat des moissonneuses")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic(), indexed_together():
        save_and_fail()
    factories.contract(title="Contrat des glaneuses")

    assert found("q=glaneuses") == {"Contrat des glaneuses"}
    assert found("q=moissonneuses") == set()


@pytest.mark.django_db(transaction=True)
def test_pages_are_not_saved_together_outside_a_transaction():
    with pytest.raises(ValueError, match="transaction"), indexed_together():
        pass


def test_a_term_is_found_while_it_is_published():
    term = Term(
        slug="glanage",
        term="Glanage",
        definition="Ramasser ce qui reste au champ.",
        category=TermCategory.LINK,
        source=factories.source(),
    )
    term.save()
    assert found("q=glanage") == {"Glanage"}

    term.unpublish()
    assert found("q=glanage") == set()

    term.live = True
    term.save()
    term.delete()
    assert found("q=glanage") == set()


def test_the_draft_of_a_published_term_is_not_found():
    term = Term(
        slug="glanage",
        term="Glanage",
        definition="Ramasser ce qui reste au champ.",
        category=TermCategory.LINK,
        source=factories.source(),
    )
    term.save()
    term.definition = "Brouillon secret."

    term.save_revision()

    assert found("q=secret") == set()
    assert found("q=glanage") == {"Glanage"}


def differences_of_the_index() -> list[str]:
    return [str(difference) for difference in differences()]


@pytest.mark.parametrize("saved", ["member", "container"])
def test_a_new_membership_and_its_end_reach_the_pages_above_and_below(saved):
    region = factories.territory(name="Région R", level="region", slug="region-r")
    pays = factories.territory(name="Pays P", slug="pays-p")
    page = factories.case_study(places=[pays])
    above = factories.case_study(places=[region])

    place = pays if saved == "member" else region
    membership = factories.within(pays, region)
    place.save()

    assert found("territoire=region-r&type=experience") == {page.title, above.title}
    assert found("territoire=pays-p&type=experience") == {page.title, above.title}
    assert differences_of_the_index() == []

    membership.delete()
    place.save()

    assert found("territoire=region-r&type=experience") == {above.title}
    assert differences_of_the_index() == []


def test_renaming_or_deleting_what_contains_a_place_leaves_no_trace_of_it():
    region = factories.territory(name="Région R", level="region", slug="region-r")
    pays = factories.territory(name="Pays P", slug="pays-p")
    factories.within(pays, region)
    factories.case_study(places=[pays])

    region.name = "Grande Région"
    region.save()
    assert differences_of_the_index() == []

    region.delete()
    assert differences_of_the_index() == []


def test_a_territory_leaves_the_index_when_its_only_page_becomes_private():
    place = factories.territory(name="Pays de Gaste")
    page = factories.case_study(places=[place])

    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert "Pays de Gaste" not in found("q=gaste")


def test_a_territory_counts_the_public_pages_that_it_is_a_party_to_or_a_place_of(client):
    place = factories.territory(name="Pays de Gaste")
    factories.contract(city=place)

    def told() -> str:
        card = ReadPage(client, "/territoires/?q=gaste").one("[data-kind=territoire]")
        return str(card.select_one("[data-part=gist]").get_text(" ", strip=True))

    assert told() == "Partie à 1 contrat."
    second = factories.contract(country=place)
    study = factories.case_study(places=[place, factories.territory()])
    factories.contract(city=place, publish=False)
    assert told() == "Partie à 2 contrats, lieu de 1 expérience."
    assert differences_of_the_index() == []
    second.unpublish()
    study.delete()
    assert told() == "Partie à 1 contrat."


def test_a_source_that_a_paragraph_cites_is_not_deleted():
    source = factories.source(title="Le rapport")
    home = factories.home_page()
    page = EditorialPage(title="Cadre", slug="cadre", gist="Le cadre.", source=source)
    paragraph = {"text": "Un fait.", "source": source, "second_source": None}
    page.body = [("sourced_paragraph", paragraph)]
    home.add_child(instance=page)
    page.source = None
    page.save()

    with pytest.raises(ValidationError, match="est citée"):
        source.delete()


def test_a_place_finds_what_contains_it_and_what_it_contains():
    region = factories.territory(name="Région R", level="region", slug="region-r")
    pays = factories.territory(name="Pays P", slug="pays-p")
    commune_group = factories.territory(name="Communauté C", level="epci", slug="communaute-c")
    neighbour = factories.territory(name="Pays N", slug="pays-n")
    factories.within(pays, region)
    factories.within(commune_group, pays)
    factories.within(neighbour, region)
    page = factories.case_study(places=[pays])
    other = factories.case_study(places=[neighbour])

    assert {page.title, other.title} <= found("territoire=region-r&type=experience")
    assert found("territoire=communaute-c&type=experience") == {page.title}
    assert found("territoire=pays-p&type=experience") == {page.title}
    assert found("region=region-r&type=experience") == {page.title, other.title}


def test_the_name_of_what_contains_a_place_finds_what_is_told_of_it_and_follows_it():
    departement = factories.territory(name="Finisterre", level="departement", slug="finisterre")
    pays = factories.territory(name="Pays P", slug="pays-p")
    factories.within(pays, departement)
    page = factories.case_study(places=[pays])
    assert found("q=finisterre&type=experience") == {page.title}

    departement.name = "Armorique"
    departement.save()

    assert found("q=finisterre&type=experience") == set()
    assert found("q=armorique&type=experience") == {page.title}


def test_a_page_is_found_by_the_name_of_its_kind():
    page = factories.case_study(title="Les roseaux des écoles")

    assert found("q=une+expérience+de+roseaux") == {page.title}


def test_a_contract_is_found_by_its_status_and_its_stage_as_its_page_says_them():
    contract = factories.signed_contract(title="Contrat des glaneuses", stage=Stage.WORKSHOPS)
    assert found("q=contrats+signés&type=contrat") == {contract.title}
    assert found("q=co-construction") == {contract.title}


def test_a_contract_that_is_running_does_not_answer_a_watercourse():
    contract = factories.contract(
        status=ContractStatus.RUNNING, status_source=factories.source(), gist="La ville boit l’eau."
    )
    assert found("q=eau") == {contract.title}
    assert found("q=cours+d’eau") == set()


def test_a_contract_of_unknown_status_is_not_found_by_what_is_not_known():
    contract = factories.contract(status=ContractStatus.UNKNOWN)
    assert contract.title not in found("q=renseigné")


def test_an_experience_is_found_by_its_scale_and_its_stage():
    study = factories.case_study(scale=Scale.MASSIF, stage=Stage.REVIEW)
    assert found("q=massif") == {study.title}
    assert found("q=bilan") == {study.title}


def private_place() -> Page:
    place = EditorialPage(title="Réservé", gist="Un coin.", live=True)
    factories.home_page().add_child(instance=place)
    PageViewRestriction.objects.create(page=place, restriction_type=PageViewRestriction.LOGIN)
    return place


class TestToolsUsed:
    """A fiche is found by the titles of the tools that its page says it uses."""

    @pytest.fixture
    def tool(self) -> ToolPage:
        return factories.tool(title="Glanure de lecture")

    @pytest.fixture(params=["experience", "contrat"])
    def user(self, request, tool) -> Page:
        if request.param == "experience":
            return factories.case_study(title="Une fiche", tools=[tool])
        link = PageLink(target=tool, type=LinkType.USES, reason="Lue ensemble.")
        return factories.contract(title="Une fiche", outgoing_links=[link])

    def test_its_title_finds_both_and_follows_a_change(self, tool, user):
        assert found("q=glanure") == {tool.title, user.title}

        tool.title = "Tamis de lecture"
        tool.save_revision().publish()

        assert found("q=glanure") == set()
        assert found("q=tamis") == {"Tamis de lecture", user.title}

    @pytest.mark.parametrize(
        "hide",
        [
            lambda tool: tool.unpublish(),
            lambda tool: tool.delete(),
            lambda tool: PageViewRestriction.objects.create(
                page=tool, restriction_type=PageViewRestriction.LOGIN
            ),
            lambda tool: PageViewRestriction.objects.create(
                page=tool.get_parent(), restriction_type=PageViewRestriction.LOGIN
            ),
            lambda tool: tool.get_parent().delete(),
            lambda tool: tool.move(private_place(), pos="last-child"),
        ],
        ids=["unpublished", "deleted", "private", "listing private", "listing deleted", "moved"],
    )
    def test_the_title_of_a_tool_that_readers_may_not_see_is_told_nowhere(self, tool, user, hide):
        hide(tool)
        assert found("q=glanure") == set()
        assert not SearchDocument.objects.filter(body__contains="Glanure").exists()

    def test_a_tool_published_after_the_fiche_is_told(self, tool, user):
        tool.unpublish()
        tool.save_revision().publish()
        assert found("q=glanure") == {tool.title, user.title}

    def test_a_tool_that_is_no_longer_used_is_told_no_longer(self, tool, user):
        user.outgoing_links = []
        if isinstance(user, CaseStudyPage):
            user.tools = []
        user.save_revision().publish()
        assert found("q=glanure") == {tool.title}

    def test_a_link_to_a_page_that_is_no_tool_tells_no_title(self, tool):
        used = factories.contract(title="Glanure de contrats")
        link = PageLink(target=used, type=LinkType.USES, reason="Lu ensemble.")
        factories.contract(title="Une fiche", outgoing_links=[link])
        assert found("q=glanure") == {used.title, tool.title}

    def test_a_tool_chosen_and_linked_is_told_once(self, tool):
        link = PageLink(target=tool, type=LinkType.USES, reason="Lue ensemble.")
        study = factories.case_study(tools=[tool], outgoing_links=[link])
        row = SearchDocument.objects.get(key=page_key(study.pk))
        assert row.labels.split("\n").count(tool.title) == 1

    def test_a_link_that_only_says_see_also_tells_no_title(self, tool):
        link = PageLink(target=tool, type=LinkType.SEE_ALSO, reason="Proche.")
        factories.contract(title="Une fiche", outgoing_links=[link])
        assert found("q=glanure") == {tool.title}


def test_what_is_told_of_a_territory_comes_before_the_territory_itself():
    place = factories.territory(name="Pays de Gaste", slug="pays-de-gaste")
    page = factories.case_study(title="Le Pays de Gaste", places=[place])

    hits = answer(SearchForm.from_querydict(QueryDict("q=pays+de+gaste"))).hits

    assert [hit.title for hit in hits] == [page.title, "Pays de Gaste"]


def test_the_index_has_no_difference_after_all_that(capsys):
    theme = factories.theme()
    page = factories.signed_contract(themes=[theme], tags=["eau"])
    factories.case_study(contract=page)
    theme.label = "Nouveau nom"
    theme.save()
    page.move(CaseStudyIndexPage.objects.get(), pos="last-child")

    call_command("check_search")


def test_a_rebuild_writes_what_anyone_may_read_and_nothing_else():
    public = factories.case_study(title="Glanure publique", places=[factories.territory()])
    private = factories.tool(title="Glanure privée")
    factories.tool(title="Glanure à venir", publish=False)
    factories.territory(name="Pays de la glanure")
    factories.term("Glanure", live=False)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    SearchDocument.objects.all().delete()

    call_command("rebuild_search", verbosity=0)

    assert found("q=glanure") == {public.title}
    assert differences_of_the_index() == []


def test_the_filters_tell_towns_from_what_bears_their_name_and_know_years():
    for level in ("commune", "departement", "region"):
        factories.territory(name="Paris", level=level, slug=f"paris-{level}")
    codes = ["paris-commune", "paris-departement", "paris-region"]

    assert facets.get("territoire").labels(codes) == {
        "paris-commune": "Paris",
        "paris-departement": "Paris (département)",
        "paris-region": "Paris (région)",
    }
    assert facets.get("annee").labels(["2016", "20161", "deux"]) == {"2016": "2016"}


def test_a_fixture_is_loaded_in_any_order_and_indexed_by_a_rebuild(tmp_path):
    page = factories.tool(title="Glanure")
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.LOGIN
    )
    told = [restriction, Page.objects.get(pk=page.pk), page, *page.revisions.all()]
    rows = serializers.serialize("json", told)
    fixture = tmp_path / "fixture.json"
    fixture.write_text(rows)
    restriction.delete()
    page.delete()

    call_command("loaddata", fixture, verbosity=0)
    PageViewRestriction.objects.all().delete()
    call_command("rebuild_search", verbosity=0)

    assert found("q=glanure") == {"Glanure"}
