"""The group of organisers: what it may do, and that it is made once on new and existing sites."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission

from contracts.models import Source
from contracts.training.models import SessionIndexPage, TrainingSessionPage
from home.groups import ADMINISTRATORS, EDITORS, ORGANISERS
from home.site import create_groups, create_organisers
from tests import factories
from tests.contracts.training.factories import session
from tests.posted_form import form_values

pytestmark = pytest.mark.django_db

MANAGE = "training.manage_registrations"


@pytest.fixture(autouse=True)
def site():
    create_groups(factories.home_page())


def user_of(group: str):
    user = get_user_model().objects.create_user(f"de-{group}")
    user.groups.add(Group.objects.get(name=group))
    return user


def test_a_site_that_had_its_groups_before_gets_the_new_one():
    assert not Group.objects.filter(name=ORGANISERS).exists()
    create_organisers()

    assert user_of(ORGANISERS).has_perm(MANAGE)
    assert user_of(ADMINISTRATORS).has_perm(MANAGE)
    assert not user_of(EDITORS).has_perm(MANAGE)


def test_the_rights_of_an_organiser_are_these_and_no_other():
    create_organisers()
    group = Group.objects.get(name=ORGANISERS)

    assert sorted(group.permissions.values_list("codename", flat=True)) == [
        "access_admin",
        "add_source",
        "manage_registrations",
    ]
    pages = GroupPagePermission.objects.filter(group=group)
    assert {row.page.specific_class for row in pages} == {SessionIndexPage}
    assert sorted(row.permission.codename for row in pages) == [
        "add_page",
        "change_page",
        "lock_page",
        "publish_page",
        "unlock_page",
    ]
    uploads = group.collection_permissions.values_list("permission__codename", flat=True)
    assert sorted(uploads) == ["add_document", "choose_document"]


@pytest.mark.parametrize("change", ["deleted", "renamed", "right taken back"])
def test_what_an_administrator_changed_is_not_set_back(change):
    create_organisers()
    group = Group.objects.get(name=ORGANISERS)
    if change == "deleted":
        group.delete()
    elif change == "renamed":
        Group.objects.filter(pk=group.pk).update(name="Formation")
    else:
        group.permissions.remove(Permission.objects.get(codename="add_source"))
    taken = Permission.objects.get(codename="manage_registrations")
    Group.objects.get(name=ADMINISTRATORS).permissions.remove(taken)
    create_organisers()

    assert not Group.objects.get(name=ADMINISTRATORS).permissions.filter(pk=taken.pk).exists()
    assert Group.objects.filter(name=ORGANISERS).exists() is (change == "right taken back")
    if change == "right taken back":
        assert not group.permissions.filter(codename="add_source").exists()


def test_an_organiser_publishes_a_session_with_a_source_of_their_own_and_no_other_page():
    create_organisers()
    contract, page = factories.contract(), session()
    client = Client()
    client.force_login(user_of(ORGANISERS))

    new_source = {"title": "Programme 2027", "kind": "document", "reference": "Programme"}
    client.post(reverse("wagtailsnippets_contracts_source:add"), new_source)
    made = Source.objects.get(title="Programme 2027")
    others = reverse("wagtailsnippets_contracts_source:edit", args=[contract.source_id])
    assert client.get(others).url == "/admin/"
    chooser = client.get(reverse("wagtailsnippetchoosers_contracts_source:choose"))
    assert "Programme 2027" in chooser.json()["html"]
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    values = form_values(client.get(address).content.decode())
    values |= {"title": ["Session revue"], "source": [str(made.pk)]}
    response = client.post(address, {**values, "action-publish": "action-publish"})
    assert response.status_code == 302
    assert TrainingSessionPage.objects.get(pk=page.pk).source == made
    refused = client.get(reverse("wagtailadmin_pages:edit", args=[contract.pk]))
    assert refused.url == "/admin/"
    assert client.get(reverse("wagtaildocs:add_multiple")).status_code == 200
