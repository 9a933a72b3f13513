"""Pages that ask for a login or a password, at their public address."""

import pytest
from wagtail.models import PageViewRestriction

from contracts.models import ContractIndexPage
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
