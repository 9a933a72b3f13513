"""A real SMTP server of a test, in a thread, on a free port of this machine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.running_site import free_port


class PostOffice:
    """Keeps what it accepts; `refusals` maps an address to the answer it gets instead. `on_hello`
    and `on_message` are called when somebody connects, and when a message was taken."""

    def __init__(self) -> None:
        self.port = free_port()
        self.refusals: dict[str, str] = {}
        self.data_answer = ""
        self.sender_answer = ""
        self.hang_up_on: set[str] = set()
        self.received: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.connections = 0
        self.on_hello: Callable[[], object] = lambda: None
        self.on_message: Callable[[], object] = lambda: None
        self._controller: Controller | None = None

    async def handle_EHLO(  # noqa: N802 - names of aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, lines: list[str]
    ) -> list[str]:
        self.connections += 1
        self.on_hello()
        session.host_name = hostname
        return lines

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.sender_answer:
            return self.sender_answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.hang_up_on:
            server.transport.close()
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.data_answer:
            return self.data_answer
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        self.recipients += envelope.rcpt_tos
        self.on_message()
        return "250 OK"

    def open(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def close(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def subjects(self) -> list[str]:
        return [subject_of(message) for message in self.received]


@contextmanager
def post_office() -> Iterator[PostOffice]:
    office = PostOffice()
    office.open()
    try:
        yield office
    finally:
        office.close()


def subject_of(message: EmailMessage) -> str:
    """As mail readers show it: a long one begins on a line of its own, with a space before it."""
    return message["Subject"].strip()


def text_of(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")


def html_of(message: EmailMessage) -> str:
    return message.get_body(("html",)).get_content()


def ics_of(message: EmailMessage) -> bytes | None:
    """The calendar beside the message, as it came."""
    found = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return found[0].get_payload(decode=True) if found else None


def links_of(message: EmailMessage) -> list[str]:
    return re.findall(r"https?://\S+", text_of(message))
