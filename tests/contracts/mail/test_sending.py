"""Mail leaves once, later when the server is down, and what is refused is told to the organiser."""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
import socket
import time

import pytest
from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from contracts.mail import sending
from contracts.mail.sending import Sent
from contracts.training.models import MailKind, Registration, RegistrationMail
from contracts.training.seats import organising, registrations
from tests.contracts.training.factories import person, session
from tests.running_site import free_port

pytestmark = pytest.mark.django_db

State = RegistrationMail.State


@pytest.fixture
def pass_time(monkeypatch):
    """`pass_time(minutes=5)`: the clock is that much later."""
    moment = [timezone.now()]
    monkeypatch.setattr(timezone, "now", lambda: moment[0])

    def later(**delta: float) -> None:
        moment[0] += dt.timedelta(**delta)

    return later


def registered(*addresses: str) -> list[RegistrationMail]:
    """A mail to each of these people, the first to register first."""
    page = session()
    for address in addresses:
        registrations.register(page, person(email=address))
    return list(RegistrationMail.objects.all())


def reread(row: RegistrationMail) -> RegistrationMail:
    return RegistrationMail.objects.get(pk=row.pk)


def test_a_batch_goes_over_one_connection_in_the_order_of_the_events(office):
    rows = registered("a@ys.example", "b@ys.example", "c@ys.example")
    assert sending.send_due() == Sent(sent=3)
    assert office.recipients == ["a@ys.example", "b@ys.example", "c@ys.example"]
    assert office.connections == 1
    assert [reread(row).state for row in rows] == [State.SENT] * 3
    assert [message["Message-ID"] for message in office.received] == [
        f"<{row.message_id.hex}@localhost>" for row in rows
    ]
    assert sending.send_due() == Sent()


def test_an_address_that_the_server_refuses_is_told_and_stops_nobody_else(office):
    refused, other = registered("inconnue@ys.example", "b@ys.example")
    office.refusals["inconnue@ys.example"] = "550 5.1.1 <inconnue@ys.example>: inconnue chez nous"
    assert sending.send_due() == Sent(sent=1, refused=1)
    refused = reread(refused)
    assert refused.state == State.REFUSED
    assert refused.error == "550 5.1.1 [adresse retirée] [adresse retirée] chez nous"
    assert reread(other).state == State.SENT


def test_a_refused_mail_that_is_sent_again_leaves(office):
    (row,) = registered("a@ys.example")
    office.refusals["a@ys.example"] = "550 non"
    sending.send_due()
    office.refusals.clear()
    sending.resend(reread(row))
    assert (reread(row).error, reread(row).attempts) == ("", 0)
    assert sending.send_due() == Sent(sent=1)
    sending.resend(reread(row))
    assert sending.send_due() == Sent()  # what was sent is not put back


def test_what_is_refused_for_now_is_tried_again_later_and_later_then_given_up(office, pass_time):
    (row,) = registered("a@ys.example")
    office.refusals["a@ys.example"] = "451 4.7.1 Plus tard"
    began = timezone.now()
    waits = []
    for _ in range(30):
        sending.send_due()
        if reread(row).state != State.WAITING:
            break
        waits.append((reread(row).next_attempt_at - timezone.now()) / dt.timedelta(minutes=1))
        pass_time(minutes=waits[-1])
    assert waits[:6] == [1, 5, 15, 60, 180, 180]
    assert set(waits[4:]) == {180}
    assert dt.timedelta(days=3) <= timezone.now() - began < dt.timedelta(days=3, hours=3)
    row = reread(row)
    assert row.state == State.REFUSED
    assert row.error == "Abandonné après trois jours. Dernière réponse : 451 4.7.1 Plus tard"


def test_a_message_that_the_server_refuses_whole_is_told(office):
    (row,) = registered("a@ys.example")
    office.data_answer = "554 5.7.1 Message refusé"
    assert sending.send_due() == Sent(refused=1)
    assert reread(row).error.startswith("554 5.7.1")


def test_an_hour_without_server_loses_nothing_and_keeps_the_order_of_offers(office, pass_time):
    page = session(capacity=2)
    people = [registrations.register(page, person()) for _ in range(4)]
    sending.send_due()
    office.received.clear()
    office.close()
    for seated in people[:2]:
        registrations.cancel(seated)
    for _ in range(12):
        assert sending.send_due().outage == "Le serveur de courriel est injoignable."
        pass_time(minutes=5)
    waiting = RegistrationMail.objects.filter(state=State.WAITING)
    assert waiting.count() == 4
    assert waiting.first().attempts == 0
    office.open()
    office.recipients.clear()
    assert sending.send_due() == Sent(sent=4)
    assert office.recipients == [people[0].email, people[2].email, people[1].email, people[3].email]
    assert office.subjects()[1].startswith("Une place est libre")


def test_a_server_that_says_nothing_for_three_days_is_told_to_the_organiser(settings, pass_time):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    (row,) = registered("a@ys.example")
    pass_time(days=3)
    assert sending.send_due().refused == 1
    assert "injoignable" in reread(row).error


def test_a_server_that_hangs_up_on_one_message_does_not_hold_the_others(office):
    first, second = registered("a@ys.example", "b@ys.example")
    office.hang_up_on.add("a@ys.example")
    assert sending.send_due() == Sent(sent=1, postponed=1)
    assert office.recipients == ["b@ys.example"]
    assert reread(first).error == "Le serveur a interrompu l’échange."
    assert reread(first).next_attempt_at > timezone.now()
    assert reread(second).state == State.SENT


def test_a_server_that_hangs_up_on_everybody_is_given_up_for_this_batch(office):
    registered(*(f"{number}@ys.example" for number in range(5)))
    office.hang_up_on.update(f"{number}@ys.example" for number in range(5))
    assert sending.send_due() == Sent(postponed=3, outage="Le serveur a interrompu l’échange.")


def test_a_sender_that_the_server_refuses_holds_the_mail_and_refuses_nobody(office, settings):
    rows = registered("a@ys.example", "b@ys.example")
    office.sender_answer = "550 5.7.1 Expéditeur refusé"
    assert sending.send_due() == Sent(postponed=1, outage="550 5.7.1 Expéditeur refusé")
    assert {reread(row).state for row in rows} == {State.WAITING}


@pytest.mark.parametrize("address", ["", "pas une adresse", "a@ys.example\nBcc: tous@mal.example"])
def test_what_is_no_address_is_refused_without_a_word_to_the_server(office, address):
    (row,) = registered("a@ys.example")
    Registration.objects.update(email=address)
    assert sending.send_due() == Sent(refused=1)
    assert office.connections == 0
    assert "adresse de courriel" in reread(row).error
    assert "@" not in reread(row).error


def test_one_message_that_cannot_be_written_does_not_hold_the_others(office):
    faulty, other = registered("a@ys.example", "b@ys.example")
    RegistrationMail.objects.filter(pk=faulty.pk).update(kind=MailKind.SESSION_CHANGED, facts={})
    result = sending.send_due()
    assert (result.sent, result.postponed) == (1, 1)
    assert len(result.errors) == 1
    assert result.errors[0].startswith(f"courriel {faulty.pk} : KeyError (messages.py:")
    assert reread(other).state == State.SENT


def test_a_row_that_a_sender_has_taken_is_left_alone_until_its_lease_ends(office, pass_time):
    (row,) = registered("a@ys.example")
    assert sending._take(row.pk) is not None  # and dies
    assert sending.send_due() == sending.send([row.pk]) == Sent()
    pass_time(minutes=9)
    assert sending.send_due() == Sent()
    pass_time(minutes=2)
    assert sending.send_due() == Sent(sent=1)


def test_a_mail_that_the_server_took_without_our_noting_it_is_sent_again_under_the_same_identity(
    office, pass_time
):
    (row,) = registered("a@ys.example")
    sending.send_due()
    # As if the process had died between the server's word and ours.
    due = timezone.now() + sending.LEASE
    RegistrationMail.objects.update(state=State.WAITING, sent_at=None, next_attempt_at=due)
    pass_time(minutes=11)
    assert sending.send_due() == Sent(sent=1)
    first, second = office.received
    assert first["Message-ID"] == second["Message-ID"] == f"<{row.message_id.hex}@localhost>"


def test_sending_asks_as_many_queries_for_each_mail_whatever_their_number(
    office, django_assert_num_queries
):
    registered("a@ys.example")
    sending.send_due()  # the site's address is now known
    registered("b@ys.example")
    with django_assert_num_queries(6):
        sending.send_due()
    registered(*(f"{number}@ys.example" for number in range(12)))
    with django_assert_num_queries(1 + 12 * 5):
        sending.send_due()


def test_whoever_waits_for_a_page_does_not_wait_for_the_mail_of_a_crowd(office):
    rows = registered(*(f"{number}@ys.example" for number in range(8)))
    office.on_message = lambda: time.sleep(0.3)
    sent = sending.send([row.pk for row in rows], within=0.5).sent
    assert 0 < sent < 8
    office.on_message = lambda: None
    assert sending.send_due() == Sent(sent=8 - sent)


def test_nothing_of_a_person_is_in_the_logs(office, caplog):
    caplog.set_level(logging.INFO, logger="contracts")
    (row,) = registered("ada@ys.example")
    office.refusals["ada@ys.example"] = "550 ada@ys.example"
    sending.send_due()
    said = [record.getMessage() for record in caplog.records if record.name.startswith("contracts")]
    assert said == [f"Mail {row.pk} is refused."]


class TestAfterTheCommit:
    pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

    def test_a_visitor_s_mail_leaves_with_the_commit_and_not_before(self, office):
        page = session()
        with transaction.atomic():
            registrations.register(page, person(email="a@ys.example"))
            assert office.received == []
        assert office.recipients == ["a@ys.example"]

    def test_what_is_rolled_back_is_not_sent(self, office):
        page = session()
        with transaction.atomic():
            registrations.register(page, person())
            transaction.set_rollback(True)
        assert office.received == []

    def test_a_hundred_mails_of_one_transaction_are_one_task_that_names_nobody(self, settings):
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
        page = session(capacity=30)
        for _ in range(30):
            registrations.register(page, person())
        DBTaskResult.objects.all().delete()
        organising.cancel_session(page, by="Nolwenn", reason="Neige")
        (task,) = DBTaskResult.objects.all()
        rows = RegistrationMail.objects.filter(kind=MailKind.SESSION_CANCELLED)
        assert task.args_kwargs == {
            "args": [list(rows.order_by("pk").values_list("pk", flat=True))],
            "kwargs": {},
        }

    def test_a_mail_of_a_savepoint_that_was_undone_does_not_hold_the_others(self, office):
        page = session()
        with transaction.atomic():
            with transaction.atomic():
                registrations.register(page, person(email="a@ys.example"))
                transaction.set_rollback(True)
            registrations.register(page, person(email="b@ys.example"))
        assert office.recipients == ["b@ys.example"]

    def test_a_server_that_does_not_answer_costs_a_visitor_one_time_out(self, silent, settings):
        settings.EMAIL_TIMEOUT = 0.5
        page = session(capacity=1)
        began = time.monotonic()
        seated = registrations.register(page, person())
        registrations.register(page, person())
        assert time.monotonic() - began < 2
        began = time.monotonic()
        registrations.cancel(seated)  # two mails, one wait
        assert time.monotonic() - began < 1
        assert RegistrationMail.objects.filter(state=State.WAITING).count() == 4
        assert RegistrationMail.objects.exclude(error="").first().error == (
            "Le serveur n’a pas répondu à temps."
        )


@pytest.fixture
def silent(settings):
    """A port where somebody listens and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(50)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = listening.getsockname()
        yield


def test_the_site_s_mail_has_a_time_out(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert get_connection().timeout == 10.0
    assert issubclass(smtplib.SMTPException, OSError)  # which is what the sender catches
