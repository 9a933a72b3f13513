"""The rules are asked of pages in memory: whoever builds a page is told each fault on its row."""

from contracts.models import Commitment, ContractPage, Fact, Party, Source, Territory
from contracts.rules.page import faults_of
from contracts.values.vocabulary import Attribute, Side

# No test here may use the database: nothing of a page in memory is looked for there.
NO_CONTENT_TYPE = -1


def page_in_memory(**rows) -> ContractPage:
    city, countryside = (Territory(pk=pk, name=f"Territoire {pk}") for pk in (1, 2))
    return ContractPage(
        content_type_id=NO_CONTENT_TYPE,
        gist="La ville et la campagne se donnent la main.",
        source=Source(pk=1),
        **{
            "parties": [
                Party(territory=city, side=Side.CITY),
                Party(territory=countryside, side=Side.COUNTRYSIDE),
            ],
            **rows,
        },
    )


def test_a_page_in_memory_has_no_fault_when_it_satisfies_every_rule():
    assert faults_of(page_in_memory()) == []


def test_what_binds_in_a_draft_and_what_binds_at_publication_are_told_together():
    stranger = Territory(pk=3, name="Ailleurs")
    commitment = Commitment(giver=stranger, receiver=stranger, unit="tonnes", source_id=1)
    fact = Fact(attribute=Attribute.SIGNATURE_DATE, text_value="vers 2016", source_id=1)

    told = faults_of(page_in_memory(commitments=[commitment], facts=[fact]))

    assert [(fault.field, fault.child) for fault in told if fault.child is commitment] == [
        ("receiver", commitment),
        ("quantity", commitment),
        ("giver", commitment),
        ("receiver", commitment),
    ]
    assert [(fault.field, fault.child) for fault in told if fault.child is fact] == [
        ("date_value", fact)
    ]
    assert len(told) == 5
