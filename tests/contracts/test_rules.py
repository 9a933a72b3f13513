"""The rules are asked of pages in memory: whoever builds a page is told each fault on its row."""

import datetime as dt

import pytest
from django.utils import timezone

from contracts.models import (
    CaseStudyPage,
    Commitment,
    ContractPage,
    Fact,
    Milestone,
    PageLink,
    Party,
    Source,
    Territory,
    ToolResource,
)
from contracts.rules.case_study import case_study_faults
from contracts.rules.contract import commitment_faults
from contracts.rules.fiche import fact_faults, link_faults, source_faults
from contracts.rules.page import faults_of
from contracts.rules.reference import findable_faults
from contracts.rules.tool import resource_faults
from contracts.values.dates.partial_date import PartialDate
from contracts.values.vocabulary import Attribute, ContractStatus, Side

# No test here may use the database: nothing of a page in memory is looked for there.
NO_CONTENT_TYPE = -1


def page_in_memory(**rows) -> ContractPage:
    city, countryside = (Territory(pk=pk, name=f"Territoire {pk}") for pk in (1, 2))
    return ContractPage(
        content_type_id=NO_CONTENT_TYPE,
        **{
            "gist": "La ville et la campagne se donnent la main.",
            "source": Source(pk=1),
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


CITY, COUNTRYSIDE, STRANGER = (
    Territory(pk=pk, name=name) for pk, name in ((1, "Ys"), (2, "Le Bocage"), (3, "Ailleurs"))
)
YEAR = PartialDate.parse("2016")


@pytest.mark.parametrize(
    ("judge", "row", "field", "message"),
    [
        (
            source_faults,
            Commitment(source_id=1, second_source_id=1),
            "second_source",
            "C’est déjà la première source : laissez ce champ vide.",
        ),
        (
            fact_faults,
            Fact(number_value=3, text_value="trois"),
            "text_value",
            "Donnez une date, un nombre ou un texte : un seul des trois.",
        ),
        (
            fact_faults,
            Fact(date_value=YEAR, number_value=0),
            "number_value",
            "Donnez une date, un nombre ou un texte : un seul des trois.",
        ),
        (
            fact_faults,
            Fact(attribute=Attribute.SIGNATURE_DATE, number_value=2016),
            "date_value",
            "Cette donnée est une date : remplissez la date.",
        ),
        (
            fact_faults,
            Fact(attribute=next(iter(Attribute.needing_label())), number_value=3),
            "label",
            "Dites ce qui est mesuré, par exemple « communes ».",
        ),
        (
            fact_faults,
            Fact(attribute=Attribute.DISTANCE, origin=CITY, destination=COUNTRYSIDE),
            "origin",
            "Seul un flux va d’un lieu à un autre : videz ce champ, ou choisissez « Flux ».",
        ),
        (
            fact_faults,
            Fact(attribute=Attribute.FLOW, origin=CITY),
            "destination",
            "Donnez d’où part le flux et où il va, ou aucun des deux.",
        ),
        (
            fact_faults,
            Fact(attribute=Attribute.FLOW, origin=CITY, destination=CITY),
            "destination",
            "Le flux va ailleurs que là d’où il part.",
        ),
        (
            fact_faults,
            Fact(attribute=Attribute.FLOW, label="trains", number_value=3),
            "as_of",
            "Datez ce flux : « à la date de », au moins par une année.",
        ),
        (
            link_faults,
            PageLink(page_id=4, target_id=4),
            "target",
            "Une page ne se lie pas à elle-même.",
        ),
        (
            commitment_faults,
            Commitment(giver=CITY, receiver=CITY),
            "receiver",
            "Qui reçoit est aussi qui donne : choisissez une autre partie.",
        ),
        (
            commitment_faults,
            Commitment(reciprocal=True, receiver=CITY),
            "reciprocal",
            "Un engagement réciproque n’a ni donneur ni receveur : videz ces deux champs, ou "
            "décochez « réciproque ».",
        ),
        (
            commitment_faults,
            Commitment(unit="tonnes"),
            "quantity",
            "Donnez la quantité, ou videz l’unité.",
        ),
        (
            resource_faults,
            ToolResource(source_id=1, document_id=1),
            "source",
            "Donnez un document ou une source, pas les deux.",
        ),
        (
            findable_faults,
            Source(title="Sans adresse"),
            "url",
            "Donnez l’adresse de la source, ou une référence qui permette de la retrouver.",
        ),
    ],
)
def test_a_rule_says_the_fault_the_field_and_the_cure(judge, row, field, message):
    (fault,) = judge(row)
    assert (fault.message, fault.field, fault.child) == (message, field, row)


@pytest.mark.parametrize(
    ("judge", "row"),
    [
        (source_faults, Commitment(source_id=1, second_source_id=2)),
        (source_faults, Commitment()),
        (fact_faults, Fact(text_value="trois")),
        (fact_faults, Fact(attribute=Attribute.SIGNATURE_DATE, date_value=YEAR)),
        (fact_faults, Fact(attribute=Attribute.SIGNATURE_DATE)),
        (fact_faults, Fact(attribute=Attribute.FLOW, label="trains", number_value=3, as_of=YEAR)),
        (fact_faults, Fact(attribute=Attribute.FLOW, origin=CITY, destination=COUNTRYSIDE)),
        (link_faults, PageLink(page_id=4, target_id=5)),
        (link_faults, PageLink()),
        (commitment_faults, Commitment(giver=CITY, receiver=COUNTRYSIDE, quantity=3, unit="t")),
        (commitment_faults, Commitment(giver=CITY, receiver=COUNTRYSIDE, quantity=0, unit="t")),
        (commitment_faults, Commitment(reciprocal=True)),
        (resource_faults, ToolResource(source_id=1)),
        (resource_faults, ToolResource(document_id=1)),
        (findable_faults, Source(url="https://ys.example/")),
        (findable_faults, Source(reference="Archives, cote 3")),
    ],
)
def test_a_rule_has_nothing_to_say_of_a_row_that_satisfies_it(judge, row):
    assert list(judge(row)) == []


def faults_told(**rows) -> list[tuple[str, str]]:
    return [(fault.field, fault.message) for fault in faults_of(page_in_memory(**rows))]


@pytest.mark.parametrize(
    ("length", "is_told"), [(99, True), (100, False), (500, False), (501, True)]
)
def test_a_gain_is_told_in_100_to_500_characters(length, is_told):
    parties = [
        Party(territory=CITY, side=Side.CITY, gain="x" * length, source_id=1),
        Party(territory=COUNTRYSIDE, side=Side.COUNTRYSIDE),
    ]
    expected = (
        "gain",
        f"Ce que la partie y gagne tient en 100 à 500 caractères ({length} ici), ou reste vide.",
    )
    assert faults_told(parties=parties) == ([expected] if is_told else [])


def test_a_contract_has_two_parties_and_each_once():
    city = {"territory": CITY, "side": Side.CITY}
    alone = [Party(**city)]
    assert faults_told(parties=alone) == [
        ("parties", "Un contrat a au moins deux parties : ajoutez-les.")
    ]
    assert faults_told(parties=[*alone, Party(**city)]) == [
        ("territory", "Ce territoire est déjà une partie du contrat.")
    ]


def test_who_gives_and_who_receives_are_parties_that_are_named():
    commitments = [
        Commitment(receiver=COUNTRYSIDE, source_id=1),
        Commitment(giver=CITY, source_id=1),
        Commitment(giver=CITY, receiver=STRANGER, source_id=1),
        Commitment(giver=CITY, receiver=COUNTRYSIDE, source_id=1),
        Commitment(reciprocal=True, source_id=1),
    ]
    assert faults_told(commitments=commitments) == [
        ("giver", "Dites qui donne, ou cochez « réciproque » si c’est fait ensemble."),
        ("receiver", "Dites qui reçoit, ou cochez « réciproque » si c’est fait ensemble."),
        (
            "receiver",
            "« Ailleurs » n’est pas une partie de ce contrat : choisissez une des parties, ou "
            "ajoutez-la.",
        ),
    ]


def test_a_status_that_is_known_has_a_source_and_so_has_a_note_about_it():
    told = [("status_source", "Indiquez la source du statut.")]
    assert faults_told(status=ContractStatus.STUDIED) == told
    assert faults_told(status_note="Délibération annoncée.") == told
    assert faults_told(status=ContractStatus.STUDIED, status_source_id=1) == []


def test_a_search_of_what_came_of_a_contract_has_a_day_and_one_that_has_come():
    day = "outcome_searched_on"
    assert faults_told(outcome_search_note="un avenant") == [
        (day, "Donnez le jour où vous avez cherché, ou videz « ce qui a été cherché ».")
    ]
    assert faults_told(outcome_searched_on=timezone.localdate()) == []
    assert faults_told(outcome_searched_on=timezone.localdate() + dt.timedelta(1)) == [
        (day, "Ce jour n’est pas encore venu : donnez celui où vous avez cherché.")
    ]


def test_an_empty_gist_a_fact_without_a_value_and_an_undated_milestone_are_told():
    assert faults_told(gist=" ", source=None) == [
        ("gist", "Résumez la fiche en une phrase."),
        ("source", "Indiquez la source de cette phrase."),
    ]
    assert faults_told(facts=[Fact(source_id=1)]) == [
        ("text_value", "Remplissez la valeur : une date, un nombre ou un texte.")
    ]
    assert faults_told(milestones=[Milestone(text="Vote", source_id=1)]) == [
        ("date", "Datez cette étape, au moins par une année.")
    ]


def test_one_value_of_a_fact_is_retained():
    values = [
        Fact(label="Habitants", number_value=number, source_id=1, retained=True)
        for number in (1_000, 2_000)
    ]
    assert faults_told(facts=values) == [
        ("retained", "Une seule valeur peut être retenue pour ce fait.")
    ]
    values[1].retained = False
    assert faults_told(facts=values) == []


def test_an_experience_without_a_place_is_told_so_in_its_list_of_places():
    page = CaseStudyPage(content_type_id=NO_CONTENT_TYPE)
    told = [(fault.field, fault.message) for fault in case_study_faults(page)]
    assert told == [("places", "Dites où cela se passe : choisissez un territoire.")]


def test_a_reference_that_cannot_be_read_hides_that_a_source_cannot_be_found():
    (fault,) = findable_faults(Source(title="Sans adresse"))
    assert fault.rests_on == ("reference",)
