"""An organiser and two sessions on a site that runs: made by one process, removed by another.

python -m tests.browser.desk.organised_site make
python -m tests.browser.desk.organised_site remove
"""

from __future__ import annotations

import json
import sys

import django

ORGANISER = "organisatrice"
ROOM, COMING = "Session du bureau, ce jour", "Session du bureau, à venir"
PEOPLE = 20


def make() -> None:
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group
    from django.utils import timezone

    from contracts.training.models import RegistrationMail
    from contracts.training.seats import registrations
    from home.groups import ORGANISERS
    from tests.browser.desk.staff import PASSWORD
    from tests.contracts.training.factories import person, session

    user = get_user_model().objects.create_user(ORGANISER, password=PASSWORD)
    user.groups.add(Group.objects.get(name=ORGANISERS))
    room = session(title=ROOM, slug="bureau-ce-jour", capacity=PEOPLE)
    for number in range(PEOPLE):
        registrations.register(room, person(last_name=f"Personne {number:02}"))
    room.dates.model.objects.filter(page=room).update(day=timezone.localdate())
    coming = session(title=COMING, slug="bureau-a-venir", capacity=1)
    seated, offered, _ = (registrations.register(coming, person()) for _ in range(3))
    registrations.cancel(seated)
    RegistrationMail.objects.filter(registration=offered).update(
        state=RegistrationMail.State.REFUSED, error="550 5.1.1 User unknown"
    )
    print(  # noqa: T201 - read by the test
        json.dumps({"room": room.pk, "coming": coming.pk, "offered": offered.pk})
    )


def remove() -> None:
    from django.contrib.auth import get_user_model

    from contracts.models import Source
    from contracts.training.models import Registration, TrainingSessionPage

    pages = TrainingSessionPage.objects.filter(title__in=[ROOM, COMING])
    sources = list(pages.values_list("source", flat=True))
    Registration.objects.filter(session__in=pages).delete()
    for page in pages:
        page.delete()
    Source.objects.filter(pk__in=sources).delete()
    get_user_model().objects.filter(username=ORGANISER).delete()


if __name__ == "__main__":
    django.setup()
    {"make": make, "remove": remove}[sys.argv[1]]()
