"""Pages that hold registrations: not deleted, by any way, and never a 500."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks

from contracts.training.models import (
    Registration,
    SessionIndexPage,
    TrainingSessionPage,
)
from contracts.training.seats import erasure, organising, registrations
from home.groups import ADMINISTRATORS, EDITORS
from home.models import HomePage
from tests.contracts.roles import member_of, told
from tests.contracts.training.desk.rooms import begin, full_session
from tests.contracts.training.factories import person, session

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

CONFIRM = {"confirm_site_name": "Réciprocités"}


@pytest.fixture(params=[EDITORS, ADMINISTRATORS])
def somebody(request):
    return member_of(request.param)


@pytest.fixture
def administrator():
    return member_of(ADMINISTRATORS)


def bulk(action: str, *pages) -> str:
    query = "&".join(f"id={page.pk}" for page in pages)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return f"{address}?{query}"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_session_with_registrations_is_not_deleted_and_the_message_says_why(somebody, method):
    page, _people = full_session()
    address = reverse("wagtailadmin_pages:delete", args=[page.pk])

    response = getattr(somebody, method)(address, follow=True)

    assert response.status_code == 200
    assert f"« {page.title} » ne peut pas être supprimée : 2 inscriptions s’y rattachent." in told(
        response
    )
    assert TrainingSessionPage.objects.filter(pk=page.pk, live=True).exists()


def test_a_session_whose_people_were_all_erased_is_kept_for_its_statistics(somebody):
    page = session()
    erasure.erase(registrations.register(page, person()))

    response = somebody.post(
        reverse("wagtailadmin_pages:delete", args=[page.pk]), CONFIRM, follow=True
    )

    assert "1 inscription s’y rattache." in told(response)
    assert TrainingSessionPage.objects.filter(pk=page.pk).exists()


def test_a_session_without_registration_is_deleted(somebody):
    page = session()

    somebody.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), CONFIRM)

    assert not TrainingSessionPage.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("model", [SessionIndexPage, HomePage])
def test_what_stands_above_a_session_is_not_deleted(administrator, model):
    full_session()
    above = model.objects.get()

    response = administrator.post(
        reverse("wagtailadmin_pages:delete", args=[above.pk]), CONFIRM, follow=True
    )

    assert response.status_code == 200
    assert model.objects.exists()
    assert Registration.objects.count() == 2


def test_a_bulk_deletion_with_such_a_session_deletes_none(somebody):
    page, _people = full_session()
    other = session()

    response = somebody.post(bulk("delete", page, other), CONFIRM, follow=True)

    assert "ne peut pas être supprimée : 2 inscriptions" in told(response)
    assert TrainingSessionPage.objects.count() == 2


def test_a_session_to_come_is_not_hidden_from_those_who_are_registered(somebody):
    page, _people = full_session()

    for address in (
        reverse("wagtailadmin_pages:unpublish", args=[page.pk]),
        bulk("unpublish", page, session()),
    ):
        response = somebody.post(address, follow=True)
        assert f"« {page.title} » ne peut pas être dépubliée : 2 personnes y sont inscrites." in (
            told(response)
        )
        assert TrainingSessionPage.objects.live().count() == TrainingSessionPage.objects.count()


@pytest.mark.parametrize("ended", ["cancelled", "over", "nobody"])
def test_a_session_that_concerns_nobody_any_more_is_unpublished(somebody, ended):
    page, people = full_session()
    if ended == "cancelled":
        organising.cancel_session(page, by="Nolwenn", reason="neige")
    elif ended == "over":
        begin(page, timezone.localdate() - dt.timedelta(days=1))
    else:
        for registration in reversed(people):
            registrations.cancel(registration)

    somebody.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))

    assert not TrainingSessionPage.objects.get(pk=page.pk).live


def test_somebody_who_registers_between_the_question_and_the_deletion_is_kept(administrator):
    """The hook has looked already: the database refuses, and the admin says so."""
    page = session()
    address = reverse("wagtailadmin_pages:delete", args=[page.pk])

    def register_late(request, deleted) -> None:
        registrations.register(page, person())

    with hooks.register_temporarily("before_delete_page", register_late, order=1000):
        response = administrator.post(address, CONFIRM, headers={"Referer": "/admin/"}, follow=True)

    assert response.status_code == 200
    assert "Rien n’a été supprimé : d’autres contenus s’y rattachent encore." in told(response)
    assert TrainingSessionPage.objects.filter(pk=page.pk).exists()
