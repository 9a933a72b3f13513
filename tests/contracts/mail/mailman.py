"""A process that sends mail to a post office of a test, and that the test may kill.

python -m tests.contracts.mail.mailman prepare FIRST COUNT
python -m tests.contracts.mail.mailman {register|send|turn} PORT [MINUTES]
"""

from __future__ import annotations

import datetime as dt
import sys

import django


def prepare(first: str, count: str) -> None:
    """People who register to one session; with TASKS_IN_DATABASE, whose mail waits."""
    from contracts.training.models import TrainingSessionPage
    from contracts.training.seats import registrations
    from tests.contracts.training.factories import person, session

    page = TrainingSessionPage.objects.first() or session(capacity=100)
    for number in range(int(first), int(first) + int(count)):
        registrations.register(page, person(email=f"{number}@ys.example"))


def register(port: str) -> None:
    from contracts.training.models import TrainingSessionPage
    from contracts.training.seats import registrations
    from tests.contracts.training.factories import person

    use(port)
    registrations.register(TrainingSessionPage.objects.first(), person(email="ada@ys.example"))
    print("registered")  # noqa: T201 - read by the test


def send(port: str) -> None:
    """Wait for a line on the input, so that several begin together."""
    from contracts.mail import sending

    use(port)
    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    print(sending.send_due().sent)  # noqa: T201


def turn(port: str, minutes: str) -> None:
    """`run_due`, so many minutes from now."""
    from django.core.management import call_command
    from django.utils import timezone

    use(port)
    real = timezone.now
    timezone.now = lambda: real() + dt.timedelta(minutes=int(minutes))
    call_command("run_due")


def use(port: str) -> None:
    from django.conf import settings

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(port)


if __name__ == "__main__":
    django.setup()
    {"prepare": prepare, "register": register, "send": send, "turn": turn}[sys.argv[1]](
        *sys.argv[2:]
    )
