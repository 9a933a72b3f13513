"""What left the public site, told to whoever copied it: its kind, its key, its address and its date,
whichever way it left."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from contracts.models import ContractIndexPage, ContractPage
from contracts.opendata.withdrawals.models import Withdrawal
from search.index import indexing
from tests import factories

pytestmark = [pytest.mark.django_db]

LONG_AGO = "2020-01-01"


def told(client: Client, since: str = LONG_AGO) -> list[dict[str, Any]]:
    response = client.get("/api/v1/modifications", {"since": since, "limit": "100"})
    assert response.status_code == 200, response.content
    return json.loads(response.content)["lignes"]


def of(page: Page, rows: list[dict[str, Any]]) -> list[str]:
    return [row["etat"] for row in rows if row["cle"] == f"page:{page.pk}"]


@pytest.fixture
def page() -> ContractPage:
    return factories.contract(title="Secretissime", slug="ys", gist="Secretissime aussi.")


def unpublish(page: Any) -> None:
    page.unpublish()


def delete(page: Any) -> None:
    Page.objects.get(pk=page.pk).delete()


def make_private(page: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def make_its_list_private(page: Any) -> None:
    listing = ContractIndexPage.objects.get()
    PageViewRestriction.objects.create(page=listing, restriction_type="login")


def expire(page: Any) -> None:
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - dt.timedelta(minutes=1))
    call_command("publish_scheduled")


@pytest.mark.parametrize(
    "withdraw", [unpublish, delete, make_private, make_its_list_private, expire]
)
def test_a_page_withdrawn_leaves_its_kind_its_key_its_address_and_a_date(client, page, withdraw):
    assert of(page, told(client)) == ["creation"]
    before = timezone.now()
    withdraw(page)
    rows = told(client)
    [row] = [one for one in rows if one["cle"] == f"page:{page.pk}"]
    at = dt.datetime.fromisoformat(row.pop("date"))
    assert before <= at <= timezone.now()
    assert row == {
        "cle": f"page:{page.pk}",
        "type": "contrat",
        "etat": "retrait",
        "adresse": "http://testserver/contrats/ys/",
        "adresse_api": None,
    }
    assert "Secretissime" not in json.dumps(rows)
    assert client.get("/api/v1/contrats").json()["total"] == 0
    assert client.get("/api/v1/contrats/ys").status_code == 404


def test_what_comes_back_is_no_longer_withdrawn(client, page):
    page.unpublish()
    page.save_revision().publish()
    assert of(page, told(client)) == ["modification"]


def test_what_becomes_public_again_without_being_published_is_told_from_then_on(client, page):
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert of(page, told(client)) == ["retrait"]
    since = timezone.now().isoformat()
    restriction.delete()
    assert of(page, told(client, since)) == ["modification"]


def test_a_draft_or_a_private_page_that_nobody_saw_leaves_no_trace(client, page):
    draft = factories.contract(slug="brouillon", publish=False)
    draft.delete()
    assert of(draft, told(client)) == []
    assert not Withdrawal.objects.exists()


def test_a_withdrawal_is_undone_with_its_transaction(client, page):
    with transaction.atomic():
        page.unpublish()
        transaction.set_rollback(True)
    assert not Withdrawal.objects.exists()
    assert of(page, told(client)) == ["creation"]


def test_a_rebuilt_index_withdraws_nothing(client, page):
    indexing.rebuild()
    assert not Withdrawal.objects.exists()


def test_changes_are_told_from_their_day_on_answer_by_answer(client, page):
    old = factories.contract(slug="vieux")
    long_ago = timezone.now() - dt.timedelta(days=40)
    Page.objects.filter(pk=old.pk).update(first_published_at=long_ago, last_published_at=long_ago)
    indexing_of(old)
    later = (timezone.now() - dt.timedelta(days=1)).isoformat()
    assert of(old, told(client, later)) == []
    assert of(old, told(client)) == ["creation"]
    old.refresh_from_db()
    old.title = "Autre"
    old.save_revision().publish()
    assert of(old, told(client, later)) == ["modification"]
    page.unpublish()
    rows, address = [], f"/api/v1/modifications?since={LONG_AGO}&limit=2"
    while address:
        answer = client.get(address).json()
        rows += answer["lignes"]
        address = answer["suivant"]
    assert rows == told(client)
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
    assert rows[-1]["etat"] == "retrait"
    assert answer["prochain_depuis"] < timezone.now().isoformat()


def indexing_of(page: Page) -> None:
    """As the index would have it, had it been published then."""
    from_database = ContractPage.objects.get(pk=page.pk)
    from_database.save()
