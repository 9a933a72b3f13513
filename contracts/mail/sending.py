"""Sending what the outbox holds: at least once, and never the same row by two senders at once.

A row is taken by one UPDATE that only one sender can win, and which puts its next attempt after a
lease: whoever dies while sending leaves a row that another takes later, under the same Message-ID.
Nothing is sent inside a transaction.

A server that does not answer is no row's fault: rows keep their places, and the batch stops. What
goes wrong with one row is tried again after longer and longer delays. After three days, or at once
when the server refuses the address or the message for good, the row is REFUSED with the server's
answer, for the organiser to read.
"""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from django.core.mail import get_connection
from django.db.models import F
from django.utils import timezone

from contracts.mail.addresses import without_mailbox
from contracts.mail.envelope import BadAddress, envelope
from contracts.mail.models import OutgoingMail
from contracts.mail.writers import message_of
from contracts.values import unforeseen

State = OutgoingMail.State

LEASE = dt.timedelta(minutes=10)
DELAYS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180))
OUTAGE_DELAY = dt.timedelta(minutes=1)
GIVEN_UP_AFTER = dt.timedelta(days=3)
# Messages in a row on which the server hangs up or falls silent: the next would fare no better.
_MOST_CUT_SHORT = 3
_MAX_ANSWER = OutgoingMail._meta.get_field("error").max_length

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sent:
    """What became of the rows of a batch. `outage` says why the server was given up; `errors` are
    those of the site itself."""

    sent: int = 0
    refused: int = 0
    dropped: int = 0
    postponed: int = 0
    outage: str = ""
    errors: tuple[str, ...] = ()


def send_due(limit: int = 500) -> Sent:
    """Send what is due, the oldest first."""
    due = OutgoingMail.objects.filter(state=State.WAITING, next_attempt_at__lte=timezone.now())
    return send(due.order_by("created_at", "pk").values_list("pk", flat=True)[:limit])


def send(pks: Iterable[int], *, within: float | None = None) -> Sent:
    """Send those of these rows that are due. After `within` seconds no other is begun: whoever
    waits for a page does not wait for the mail of a crowd."""
    batch = _Batch()
    started = time.monotonic()
    try:
        for pk in pks:
            if batch.outage or (within is not None and time.monotonic() - started >= within):
                break
            if (mail := _take(pk)) is not None:
                batch.send(mail)
    finally:
        batch.close()
    return batch.result()


def resend(mail: OutgoingMail) -> None:
    """Put a refused mail back in the queue, as if it were written now."""
    refused = OutgoingMail.objects.filter(pk=mail.pk, state=State.REFUSED)
    now = timezone.now()
    refused.update(state=State.WAITING, attempts=0, created_at=now, next_attempt_at=now, error="")


def _take(pk: int) -> OutgoingMail | None:
    """The row, now that no other sender will take it; None when another has it, or when it is not
    due."""
    now = timezone.now()
    due = OutgoingMail.objects.filter(pk=pk, state=State.WAITING, next_attempt_at__lte=now)
    if not due.update(attempts=F("attempts") + 1, next_attempt_at=now + LEASE):
        return None
    return OutgoingMail.objects.filter(pk=pk).first()


class _Batch:
    """One connection to the server, and what became of the rows."""

    def __init__(self) -> None:
        self.outage = ""
        self._counts: Counter[str] = Counter()
        self._errors: list[str] = []
        self._cut_short = 0
        self._connection = get_connection()

    def result(self) -> Sent:
        return Sent(**self._counts, outage=self.outage, errors=tuple(self._errors))

    def close(self) -> None:
        with suppress(OSError):  # smtplib's errors are such
            self._connection.close()

    def send(self, mail: OutgoingMail) -> None:
        try:
            message = message_of(mail)
            email = envelope(message, mail.message_id, self._connection) if message else None
        except BadAddress as error:
            return self._refuse(mail, str(error))
        except Exception as error:  # noqa: BLE001 - a fault of one message must not hold the others
            self._errors.append(f"courriel {mail.pk} : {unforeseen.told(error)}")
            return self._postpone(mail, "Le site n’a pas pu écrire ce message.")
        if message is None or email is None:
            return self._note(mail, "dropped", state=State.DROPPED)
        try:
            self._connection.open()
        except OSError as error:
            return self._give_up(mail, error)
        try:
            email.send()
        except smtplib.SMTPSenderRefused as error:  # whoever the message is for
            self._give_up(mail, error)
        except smtplib.SMTPRecipientsRefused as error:
            ((code, answer),) = error.recipients.values()
            self._answered(mail, message.to, code, answer)
        except smtplib.SMTPResponseException as error:
            self._answered(mail, message.to, error.smtp_code, error.smtp_error)
        except smtplib.SMTPNotSupportedError:
            self._refuse(mail, "Le serveur ne sait pas écrire à cette adresse.")
        except OSError as error:
            self._postpone(mail, _said(error))
            self.close()
            self._cut_short += 1
            if self._cut_short == _MOST_CUT_SHORT:
                self.outage = _said(error)
        else:
            self._cut_short = 0
            self._note(mail, "sent", state=State.SENT, sent_at=timezone.now(), error="")

    def _answered(self, mail: OutgoingMail, to: str, code: int, answer: bytes | str) -> None:
        """The server said no to this message or this address: for good with a 5xx."""
        self.close()  # it may have hung up on the connection, too
        self._cut_short = 0
        told = without_mailbox(f"{code} {_text(answer)}", to)
        (self._refuse if 500 <= code < 600 else self._postpone)(mail, told)

    def _give_up(self, mail: OutgoingMail, error: OSError) -> None:
        """Nobody's message leaves: this row keeps its place, and its count of attempts."""
        self.close()
        self.outage = _said(error)
        mail.attempts -= 1
        self._try_again(mail, self.outage, OUTAGE_DELAY)

    def _postpone(self, mail: OutgoingMail, answer: str) -> None:
        self._try_again(mail, answer, DELAYS[min(mail.attempts, len(DELAYS)) - 1])

    def _try_again(self, mail: OutgoingMail, answer: str, delay: dt.timedelta) -> None:
        now = timezone.now()
        if now - mail.created_at >= GIVEN_UP_AFTER:
            self._refuse(mail, f"Abandonné après trois jours. Dernière réponse : {answer}")
            return
        self._note(
            mail,
            "postponed",
            attempts=mail.attempts,
            next_attempt_at=now + delay,
            error=answer[:_MAX_ANSWER],
        )

    def _refuse(self, mail: OutgoingMail, answer: str) -> None:
        _log.warning("Mail %s is refused.", mail.pk)
        self._note(mail, "refused", state=State.REFUSED, error=answer[:_MAX_ANSWER])

    def _note(self, mail: OutgoingMail, what: str, **values: object) -> None:
        """Nothing is written on a row that was erased meanwhile."""
        OutgoingMail.objects.filter(pk=mail.pk).update(**values)
        self._counts[what] += 1


def _said(error: OSError) -> str:
    """In few words, what became of the conversation with the server."""
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "Le serveur n’a pas répondu à temps."
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    if isinstance(error, smtplib.SMTPException):
        return "Le serveur a interrompu l’échange."
    return "Le serveur de courriel est injoignable."


def _text(answer: bytes | str) -> str:
    return answer.decode(errors="replace") if isinstance(answer, bytes) else answer
