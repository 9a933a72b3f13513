"""What the save of a fiche costs, and what it leaves written."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ReferenceIndex

from contracts.index.keys import page_key
from contracts.models import ContractPage, Fact, Milestone, Theme
from contracts.values.dates.partial_date import PartialDate
from contracts.values.vocabulary import Section
from search.models import SearchDocument
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract() -> ContractPage:
    """A contract of fourteen rows, as small ones are."""
    city, country = factories.territory(level="epci"), factories.territory()
    themes = [factories.theme(), factories.theme()]
    page = factories.contract(
        city=city,
        country=country,
        themes=themes,
        tags=["bois", "eau"],
        facts=[factories.fact(label=f"mesure {n}", number_value=n) for n in range(3)],
        statements=[factories.statement(Section.CONTEXT, text=f"Énoncé {n}") for n in range(3)],
        commitments=[factories.commitment(city, country, theme=themes[0]) for _ in range(3)],
    )
    page.milestones = [
        Milestone(date=PartialDate.parse("2016"), text="Étape", source=factories.source())
        for _ in range(3)
    ]
    page.save()
    return again(page)


def again(page: ContractPage) -> ContractPage:
    return ContractPage.objects.get(pk=page.pk)


def references(page: ContractPage) -> set[tuple]:
    rows = ReferenceIndex.get_references_for_object(page)
    return set(rows.values_list("to_content_type", "to_object_id", "model_path"))


def references_of_each_row(page: ContractPage) -> set[tuple]:
    return {reference[:3] for reference in ReferenceIndex._extract_references_from_object(page)}


def test_publishing_a_small_contract_takes_at_most_150_queries(contract):
    contract.title = "Un autre titre"
    revision = contract.save_revision()
    with CaptureQueriesContext(connection) as queries:
        revision.publish()
    assert len(queries) <= 150
    assert again(contract).title == "Un autre titre"


def test_saving_a_small_contract_takes_at_most_41_queries(contract):
    with CaptureQueriesContext(connection) as queries:
        contract.save()
    assert len(queries) <= 41


def test_publication_writes_the_references_of_every_row_once(contract):
    source = factories.source()
    contract.facts.add(factories.fact(label="nouvelle", number_value=4, source=source))
    contract.save_revision().publish()
    assert references(contract) == references_of_each_row(again(contract))
    assert ReferenceIndex.get_references_to(source).count() == 1


def test_the_references_of_a_row_that_is_gone_go_with_it(contract):
    gone = contract.facts.first()
    contract.facts.remove(gone)
    contract.save_revision().publish()
    assert not ReferenceIndex.get_references_to(gone.source).exists()


def test_a_page_saved_reads_the_rows_that_were_written_since_it_was_read(contract):
    assert len(contract.facts.all()) == 3
    stale = ContractPage.objects.prefetch_related("facts", "themes").get(pk=contract.pk)
    Fact.objects.filter(page=contract).update(label="renommé ailleurs")
    Theme.objects.filter(pk=contract.themes.first().pk).update(label="Thème renommé ailleurs")
    stale.save()
    row = SearchDocument.objects.get(key=page_key(contract.pk))
    assert "Renommé ailleurs" in row.body
    assert "Thème renommé ailleurs" in row.labels


def test_a_page_saved_forgets_the_rows_that_it_read(contract):
    contract.save()
    Fact.objects.filter(page=contract).delete()
    assert list(contract.facts.all()) == []
