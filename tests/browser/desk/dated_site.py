"""An administrator, a session and a source on a site that runs: made by one process, removed by
another.

python -m tests.browser.desk.dated_site make
python -m tests.browser.desk.dated_site remove
"""

from __future__ import annotations

import json
import sys

import django

ADMINISTRATOR = "administratrice-des-dates"
TITLE = "Session dont on corrige les dates"


def make() -> None:
    from django.contrib.auth import get_user_model

    from tests.browser.desk.staff import PASSWORD
    from tests.contracts.training.factories import session

    get_user_model().objects.create_superuser(ADMINISTRATOR, password=PASSWORD)
    page = session(title=TITLE, slug="session-datee")
    print(json.dumps({"session": page.pk, "source": page.source_id}))  # noqa: T201 - read by the test


def remove() -> None:
    from django.contrib.auth import get_user_model

    from contracts.models import Source
    from contracts.training.models import TrainingSessionPage

    page = TrainingSessionPage.objects.get(title=TITLE)
    page.delete()
    Source.objects.filter(pk=page.source_id).delete()
    get_user_model().objects.filter(username=ADMINISTRATOR).delete()


if __name__ == "__main__":
    django.setup()
    {"make": make, "remove": remove}[sys.argv[1]]()
