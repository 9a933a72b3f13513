"""Pages that ask for a login or a password, at their public address."""

import pytest
from wagtail.models import PageViewRestriction

from contracts.index.keys import page_key
from contracts.models import ContractIndexPage
from search.models import SearchDocument
from tests import factories

pytestmark = pytest.mark.django_db


def restrict(page) -> None:
    PageViewRestriction.objects.create(
        page=page.page_ptr, restriction_type=PageViewRestriction.LOGIN
    )


@pytest.mark.parametrize("where", ["the page", "what holds it"])
def test_a_private_page_is_not_shown_to_a_passer_by(client, where):
    page, other = factories.contract(), factories.tool()
    assert client.get(page.url).status_code == 200

    restrict(page if where == "the page" else ContractIndexPage.objects.get())

    response = client.get(page.url)
    assert response.status_code == 302
    assert page.title not in response.content.decode()
    assert client.get(other.url).status_code == 200


def test_the_alias_of_a_private_page_is_private_too(client):
    page = factories.contract()
    alias = page.create_alias(parent=ContractIndexPage.objects.get(), update_slug="alias")
    assert client.get(alias.url).status_code == 200

    restrict(page)

    assert client.get(alias.url).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_page_made_private_by_a_script_outside_a_transaction_leaves_the_index():
    page = factories.contract()
    key = SearchDocument.objects.filter(key=page_key(page.pk))
    assert key.exists()

    restrict(page)

    assert PageViewRestriction.objects.count() == 1
    assert not key.exists()


@pytest.mark.django_db(transaction=True)
def test_a_page_let_free_by_a_script_outside_a_transaction_comes_back_to_the_index():
    page = factories.contract()
    restrict(page)

    PageViewRestriction.objects.get().delete()

    assert SearchDocument.objects.filter(key=page_key(page.pk)).exists()
