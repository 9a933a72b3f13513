"""The outbox as another application than sessions uses it: a kind, facts and a writer."""

from __future__ import annotations

import pytest
from django.core import mail as sent
from django.db import transaction

from contracts.mail import outbox, sending, writers
from contracts.mail.addresses import without_addresses, without_mailbox
from contracts.mail.message import Attachment, Detail, MailAction, Message
from contracts.mail.models import OutgoingMail
from contracts.mail.sending import Sent

pytestmark = [pytest.mark.django_db, pytest.mark.bare_database]

State = OutgoingMail.State
ADDRESS = "ada@ys.example"


def alert(mail: OutgoingMail) -> Message | None:
    """Says how many fiches are new; nothing when there is none."""
    count = mail.facts["count"]
    if not count:
        return None
    return Message(
        subject="Nouvelles fiches",
        heading=f"{count} nouvelles fiches",
        paragraphs=("Elles parlent d’eau & de forêt.",),
        details=(Detail("Thème", ("Eau",), "https://site.example/eau/"),),
        actions=(MailAction("Ne plus rien recevoir", "https://site.example/non/"),),
        attachments=(Attachment(b"a;b", "fiches.csv", "csv", (("header", "present"),)),),
        to=mail.facts.get("to", ADDRESS),
        reply_to=mail.facts.get("reply_to", ""),
        reason="Message envoyé parce que vous l’avez demandé.",
    )


@pytest.fixture(autouse=True)
def _alerts(monkeypatch):
    """An application that writes alerts, for the time of a test."""
    monkeypatch.setattr(writers, "_writers", dict(writers._writers))
    writers.register(["alerte"], alert)


def write(**facts) -> OutgoingMail:
    row = OutgoingMail(kind="alerte", facts=facts)
    outbox.write(row)
    return row


def test_a_row_becomes_the_message_of_its_writer():
    row = write(count=3, reply_to="contact@ys.example")
    assert sending.send_due() == Sent(sent=1)
    (email,) = sent.outbox
    assert (email.to, email.reply_to) == ([ADDRESS], ["contact@ys.example"])
    assert email.subject == "Nouvelles fiches"
    assert email.extra_headers["Message-ID"] == f"<{row.message_id.hex}@localhost>"
    assert "Elles parlent d’eau & de forêt." in email.body
    assert "https://site.example/non/" in email.body
    assert "Message envoyé parce que vous l’avez demandé." in email.body
    html = email.alternatives[0][0]
    assert "Elles parlent d’eau &amp; de forêt." in html
    assert '<a href="https://site.example/eau/">Eau</a>' in html
    (attached,) = email.attachments
    assert attached.get_content_type() == "text/csv"
    assert attached.get_param("header") == "present"
    assert attached.get_filename() == "fiches.csv"
    assert attached.get_payload(decode=True) == b"a;b"
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.SENT, 1)


def test_a_mail_that_has_lost_its_object_is_dropped():
    row = write(count=0)
    assert sending.send_due() == Sent(dropped=1)
    row.refresh_from_db()
    assert row.state == State.DROPPED
    assert sent.outbox == []


def test_an_address_that_is_none_is_refused_and_one_to_reply_to_is_left_out():
    refused, kept = write(count=1, to="ada"), write(count=1, reply_to="à demander")
    assert sending.send_due() == Sent(sent=1, refused=1)
    refused.refresh_from_db()
    assert (refused.state, kept.kind) == (State.REFUSED, "alerte")
    assert sent.outbox[0].reply_to == []


def test_a_kind_that_nobody_writes_waits_and_holds_no_other():
    orphan = OutgoingMail(kind="inconnu")
    outbox.write(orphan)
    write(count=1)
    result = sending.send_due()
    assert (result.sent, result.postponed) == (1, 1)
    assert result.errors[0].startswith(f"courriel {orphan.pk} : KeyError (writers.py:")


def test_a_kind_has_one_writer():
    writers.register(["alerte"], alert)
    with pytest.raises(ValueError, match="'alerte' have a writer already"):
        writers.register(["autre", "alerte"], lambda mail: None)


def test_mail_leaves_after_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        write(count=1)
        write(count=2)
    assert sent.outbox == []
    (send,) = callbacks  # one task for both
    send()
    assert len(sent.outbox) == 2


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("demande de ada@ys.example hier", "demande de [adresse retirée] hier"),
        ("rien  de\nspécial", "rien de spécial"),
    ],
)
def test_an_address_typed_in_a_text_does_not_stay(text: str, kept: str):
    assert without_addresses(text) == kept


def test_what_a_server_answers_loses_the_address_and_what_stands_before_its_sign():
    answer = "550 <Ada.LeGuen@ys.example>: ada.leguen inconnue"
    assert without_mailbox(answer, "ada.leguen@ys.example") == (
        "550 [adresse retirée] [adresse retirée] inconnue"
    )
    assert without_mailbox("550 no such user", "no@ys.example") == "550 no such user"
