"""A row that is taken away and had back is the same row: its number and its address stay."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from contracts.models import Commitment, ContractPage
from home.groups import EDITORS
from tests import factories
from tests.contracts.roles import member_of
from tests.posted_form import form_values

pytestmark = pytest.mark.django_db

RELATIONS = ("commitments", "facts", "milestones", "statements", "parties", "outgoing_links")


@pytest.fixture
def client():
    return member_of(EDITORS)


def contract(**fields: Any) -> ContractPage:
    city, country = (factories.territory(name=name, level="epci") for name in ("Kerys", "Landes"))
    page = factories.contract(
        city=city,
        country=country,
        publish=False,
        commitments=[factories.commitment(city, country), factories.commitment(country, city)],
        facts=[factories.fact(label="mesure", number_value=3)],
        statements=[factories.statement()],
        **fields,
    )
    page.milestones = [factories.milestone()]
    other = factories.contract()
    page.outgoing_links.create(target=other, reason="Les mêmes parties.")
    page.save_revision().publish()
    return ContractPage.objects.get(pk=page.pk)


def numbers(page: ContractPage) -> dict[str, list[int]]:
    page = ContractPage.objects.get(pk=page.pk)
    return {name: [row.pk for row in getattr(page, name).all()] for name in RELATIONS}


def anchors(page: ContractPage) -> list[str]:
    return [row.anchor for row in Commitment.objects.filter(contract=page)]


def edit(page: ContractPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def send(client, page: ContractPage, values: dict[str, Any]) -> None:
    response = client.post(edit(page), values)
    assert response.status_code == 302, told_of(response)


def told_of(response) -> list[Any]:
    form = response.context["form"]
    told = ((name, one.errors, one.non_form_errors()) for name, one in form.formsets.items())
    return [form.errors, *(one for one in told if any(one[1]) or one[2])]


def form(client, page: ContractPage) -> dict[str, Any]:
    return form_values(client.get(edit(page)).content.decode())


@pytest.mark.parametrize("is_public", [True, False], ids=["public", "withdrawn"])
def test_rows_taken_away_by_a_draft_and_had_back_keep_their_numbers_and_addresses(
    client, is_public
):
    page = contract()
    if not is_public:
        page.unpublish()
    before, cited = numbers(page), anchors(page)
    values = form(client, page)
    for name in ("commitments", "facts", "milestones", "statements", "outgoing_links"):
        send(client, page, {**values, f"{name}-0-DELETE": "1"})
        latest = ContractPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        assert before[name][0] not in [row.pk for row in getattr(latest, name).all()]

        send(client, page, {**values, "action-publish": "action-publish"})

        assert numbers(page) == before
    assert anchors(page) == cited


def test_going_back_to_a_version_gives_the_rows_that_it_had(client):
    page = contract()
    values = form(client, page)
    new = dict(zip(("TOTAL_FORMS", "INITIAL_FORMS"), ("3", "2"), strict=True))
    city, country = (party.territory for party in page.parties.all())
    values |= {f"commitments-{name}": value for name, value in new.items()}
    values |= {
        f"commitments-2-{name}": value
        for name, value in {
            "object": "Eau des captages",
            "nature": "engagement",
            "giver": country.pk,
            "receiver": city.pk,
            "source": page.source.pk,
            "ORDER": "3",
            "DELETE": "",
            "id": "",
        }.items()
    }
    send(client, page, {**values, "action-publish": "action-publish"})
    page = ContractPage.objects.get(pk=page.pk)
    row = page.commitments.get(object="Eau des captages")
    assert list(page.commitments.all())[2] == row  # the rows of a file had no position before
    version = page.latest_revision
    later = form(client, page)
    send(client, page, {**later, "commitments-2-DELETE": "1", "action-publish": "action-publish"})
    assert not Commitment.objects.filter(pk=row.pk).exists()

    address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, version.pk])
    kept = form_values(client.get(address).content.decode())
    send(client, page, {**kept, "action-publish": "action-publish"})

    assert page.commitments.get(object="Eau des captages").pk == row.pk
    assert Commitment.objects.get(pk=row.pk).anchor == row.anchor


def test_the_number_of_a_row_of_another_page_brings_nothing(client):
    page, other = contract(), contract()
    taken = other.facts.get()
    values = form(client, page)

    send(client, page, {**values, "facts-0-id": str(taken.pk)})

    assert other.facts.get() == taken
    draft = ContractPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert taken.pk not in [row.pk for row in draft.facts.all()]
