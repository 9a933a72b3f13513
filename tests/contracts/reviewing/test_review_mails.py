"""A fiche that has come due: its owner gets one mail, its readers are told."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.utils import timezone

from contracts.editing.reviewing.models import ReviewMail
from contracts.mail.models import OutgoingMail
from kb import jobs
from tests import factories
from tests.contracts.reading import ReadPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return get_user_model().objects.create_user(
        "nolwenn", email="nolwenn@ys.example", first_name="Nolwenn", last_name="Le Guen"
    )


def due(owner, days: int = 0):
    page = factories.tool(
        title="Guide des ententes", review_on=timezone.localdate() - dt.timedelta(days=days)
    )
    page.owner = owner
    page.save()
    return page


def test_the_owner_gets_one_mail_and_one_more_for_the_next_date(owner):
    page = due(owner)
    for _ in range(2):
        jobs.turn()

    [sent] = mail.outbox
    assert sent.to == ["nolwenn@ys.example"]
    assert sent.subject == "Fiche à relire : Guide des ententes"
    assert f"/admin/pages/{page.pk}/edit/" in sent.body

    page.review_on = timezone.localdate() - dt.timedelta(days=1)
    page.save()
    jobs.turn()
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": ""}])
def test_nobody_is_written_to_who_left_or_has_no_address(owner, change):
    due(owner)
    get_user_model().objects.update(**change)
    jobs.turn()
    assert mail.outbox == []
    assert not ReviewMail.objects.exists()


def test_nobody_is_written_to_before_the_day(owner):
    due(owner, days=-1)
    jobs.turn()
    assert not ReviewMail.objects.exists()


def test_a_fiche_that_was_read_again_meanwhile_is_not_told(owner):
    page = due(owner)
    ReviewMail(kind=ReviewMail.KIND, page=page, owner=owner, due_on=page.review_on).save()
    page.review_on = timezone.localdate() + dt.timedelta(days=365)
    page.save()

    jobs.turn()

    assert mail.outbox == []
    assert OutgoingMail.objects.get().state == OutgoingMail.State.DROPPED


@pytest.mark.parametrize(
    ("days", "told"),
    [(0, "À vérifier depuis le"), (30, "À vérifier depuis le"), (-1, "À relire le")],
)
def test_a_reader_is_told_of_the_day(owner, client, days, told):
    words = ReadPage(client, due(owner, days=days).url).text("[data-part=colophon]")
    assert told in words
    [other] = {"À vérifier depuis le", "À relire le"} - {told}
    assert other not in words


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_write_one_mail(owner):
    due(owner)

    def turn(_: int) -> None:
        try:
            jobs.turn()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as clocks:
        list(clocks.map(turn, range(4)))
    assert ReviewMail.objects.count() == 1
