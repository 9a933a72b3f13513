"""What is due of the outbox, at each turn of the clock (`kb.jobs`)."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.mail.sending import send_due


def _send() -> Iterator[tuple[str, int | str]]:
    sent = send_due()
    yield "courriels envoyés", sent.sent
    yield "courriels refusés", sent.refused
    for error in sent.errors:
        yield "envoi des courriels", error
    if sent.outage:
        yield "envoi des courriels", f"les courriels attendent : {sent.outage}"


JOBS = (("envoi des courriels", _send),)
