"""Saves and publishes without end, from the admin or as scheduled: made to be killed at any moment.

python -m tests.contracts.killed_writer {prepare|admin|scheduled}
"""

from __future__ import annotations

import datetime as dt
import sys
from itertools import count

import django


def prepare() -> None:
    """Pages to write on, and the account that writes."""
    from django.contrib.auth import get_user_model

    from tests import factories

    factories.home_page()
    get_user_model().objects.create_superuser("editrice")
    themes = [factories.theme(label="Bois"), factories.theme(label="Eau")]
    for _ in range(3):
        factories.signed_contract(themes=themes, tags=["forêt"])


def write_from_the_admin() -> None:
    """Edit and publish the contracts, one after the other, by the form of the admin."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from contracts.models import ContractPage
    from tests.posted_form import form_values

    client = Client()
    client.force_login(get_user_model().objects.get(username="editrice"))
    for number in count(1):
        for pk in ContractPage.objects.values_list("pk", flat=True):
            address = f"/admin/pages/{pk}/edit/"
            values = form_values(client.get(address).content.decode())
            values["title"] = [f"Contrat édité {number} {'forêt' if number % 2 else 'rivière'}"]
            response = client.post(address, {**values, "action-publish": "action-publish"})
            if response.status_code != 302:
                sys.exit("the admin refused the form")
            print(number, flush=True)  # noqa: T201 - tells the test that writing has begun


def write_as_scheduled() -> None:
    """Schedule a change of each contract for a moment gone by, and let the command publish it."""
    from django.core.management import call_command
    from django.utils import timezone

    from contracts.models import ContractPage

    for number in count(1):
        for page in ContractPage.objects.all():
            page.title = f"Contrat programmé {number}"
            page.go_live_at = timezone.now() - dt.timedelta(minutes=1)
            revision = page.save_revision()
            revision.approved_go_live_at = page.go_live_at
            revision.save()
        call_command("publish_scheduled")
        print(number, flush=True)  # noqa: T201


if __name__ == "__main__":
    django.setup()
    {"prepare": prepare, "admin": write_from_the_admin, "scheduled": write_as_scheduled}[
        sys.argv[1]
    ]()
