"""What binds at publication, and nothing before it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from contracts.management.commands import publish_scheduled
from contracts.models import ContractPage, Party
from contracts.values.vocabulary import Attribute, Completeness, ContractStatus, Section, Side
from tests import factories

pytestmark = pytest.mark.django_db


def faults_of(page) -> str:
    with pytest.raises(ValidationError) as refusal:
        page.save_revision().publish()
    return " ".join(refusal.value.messages)


def test_a_draft_without_anything_but_a_title_is_saved():
    page = factories.contract(publish=False, gist="", source=None, parties=[])

    assert ContractPage.objects.get(pk=page.pk).live is False


def test_a_contract_is_not_published_without_gist_source_and_two_parties():
    page = factories.contract(publish=False, gist="", source=None, parties=[])

    told = faults_of(page)

    assert "Résumez la fiche en une phrase." in told
    assert "Indiquez la source de cette phrase." in told
    assert "Un contrat a au moins deux parties" in told
    assert ContractPage.objects.get(pk=page.pk).live is False


def test_signed_needs_a_signature_date_and_its_source():
    page = factories.contract(publish=False, status=ContractStatus.SIGNED)

    told = faults_of(page)

    assert "Indiquez la source du statut." in told
    assert "Un contrat n’est dit « signé » qu’avec une date de signature" in told


def test_a_signature_date_without_its_source_does_not_make_a_contract_signed():
    page = factories.contract(
        publish=False,
        status=ContractStatus.SIGNED,
        status_source=factories.source(),
        facts=[factories.signed_on("2016-11-04", source=None)],
    )

    assert "Un contrat n’est dit « signé »" in faults_of(page)


def test_divergent_signature_dates_need_one_to_be_retained():
    page = factories.contract(
        publish=False,
        status=ContractStatus.SIGNED,
        status_source=factories.source(),
        facts=[factories.signed_on("2016-11-04"), factories.signed_on("2016-11-10")],
    )

    assert "Les sources divergent : retenez une des dates." in faults_of(page)


def test_the_signature_date_is_the_retained_one():
    page = factories.contract(
        status=ContractStatus.SIGNED,
        status_source=factories.source(),
        facts=[
            factories.signed_on("2016-11-10"),
            factories.signed_on("2016-11-04", retained=True),
        ],
    )

    assert ContractPage.objects.get(pk=page.pk).signature_date.edtf == "2016-11-04"


@pytest.mark.parametrize("date", ["2016-11-04", "2016-11", "2016", "XXXX-11-14"])
def test_a_signature_date_of_any_precision_makes_a_signed_contract(date):
    assert factories.signed_contract(date).live


def test_a_commitment_names_a_stranger_to_the_contract():
    stranger = factories.territory(name="Pays étranger au contrat")
    page = factories.contract(publish=False)
    giver = page.parties.all()[0].territory
    page.commitments = [factories.commitment(giver, stranger)]

    assert "« Pays étranger au contrat » n’est pas une partie de ce contrat" in faults_of(page)


def test_a_commitment_without_source_is_refused():
    page = factories.contract(publish=False)
    giver, receiver = (party.territory for party in page.parties.all())
    page.commitments = [factories.commitment(giver, receiver, source=None)]

    assert "Indiquez la source : rien n’est publié sans source." in faults_of(page)


def test_a_giver_is_not_its_own_receiver_even_in_a_draft():
    page = factories.contract()
    giver = page.parties.all()[0].territory
    commitment = factories.commitment(giver, giver)
    commitment.contract = page

    with pytest.raises(ValidationError, match="Qui reçoit est aussi qui donne"):
        commitment.full_clean()
    with (
        pytest.raises(IntegrityError, match="a_giver_is_not_its_own_receiver"),
        transaction.atomic(),
    ):
        commitment.save()


def test_a_reciprocal_commitment_has_no_direction():
    giver, receiver = factories.territory(), factories.territory()
    commitment = factories.commitment(giver, receiver, reciprocal=True)

    with pytest.raises(ValidationError, match="ni donneur ni receveur"):
        commitment.clean()


def test_a_gain_is_told_in_100_to_500_characters_with_its_source():
    party = Party(territory=factories.territory(), side=Side.CITY, gain="Trop court.")
    other = Party(territory=factories.territory(), side=Side.COUNTRYSIDE)
    told = faults_of(factories.contract(publish=False, parties=[party, other]))

    assert "tient en 100 à 500 caractères (11 ici)" in told
    assert "rien n’est publié sans source" in told


def test_a_territory_is_a_party_once():
    place = factories.territory()
    parties = [Party(territory=place, side=side) for side in (Side.CITY, Side.COUNTRYSIDE)]

    assert "déjà une partie" in faults_of(factories.contract(publish=False, parties=parties))


def test_an_unsourced_statement_keeps_the_page_a_draft():
    page = factories.tool(publish=False, statements=[factories.statement(source=None)])

    assert "rien n’est publié sans source" in faults_of(page)


def test_an_experience_says_where_it_takes_place():
    page = factories.case_study(publish=False)
    page.places = []

    assert "Dites où cela se passe" in faults_of(page)


def schedule(page, **fields):
    """Approve the page's latest revision for a moment that has come."""
    past = timezone.now() - dt.timedelta(minutes=5)
    for name, value in fields.items():
        setattr(page, name, value)
    page.go_live_at = past
    revision = page.save_revision(clean=False)
    revision.approved_go_live_at = past
    revision.save()


def test_a_scheduled_page_with_faults_stays_a_draft_and_others_are_published(capsys):
    faulty, sound = factories.contract(publish=False), factories.contract(publish=False)
    schedule(faulty, gist="")
    schedule(sound)

    call_command("publish_scheduled")

    assert ContractPage.objects.get(pk=faulty.pk).live is False
    assert ContractPage.objects.get(pk=sound.pk).live is True
    told = capsys.readouterr().err
    assert faulty.title in told
    assert "Résumez la fiche en une phrase." in told


def test_two_clocks_at_once_publish_a_page_once():
    page = factories.contract(publish=False)
    schedule(page)
    due = [Revision.objects.get(approved_go_live_at__isnull=False) for _ in range(2)]

    for revision in due:
        publish_scheduled.Command()._publish(revision)

    assert ContractPage.objects.get(pk=page.pk).live is True
    assert PageLogEntry.objects.filter(action="wagtail.publish.scheduled").count() == 1


def test_completeness_follows_what_is_filled():
    bare = factories.tool()
    filled = factories.tool(
        audiences=["elus"],
        stages=["E1"],
        publisher="Insee",
        statements=[factories.statement(Section.SCOPE)],
    )

    assert bare.completeness == Completeness.SKETCH
    assert filled.completeness == Completeness.PARTIAL


def test_a_fact_of_a_date_is_a_date():
    fact = factories.fact(Attribute.SIGNATURE_DATE, text_value="vers 2016")

    with pytest.raises(ValidationError, match="remplissez la date"):
        fact.clean()
