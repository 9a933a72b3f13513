"""An editor who reads proposals, on a site that runs; removed with what was sent and made of it.

python -m tests.browser.desk.proposing_site make
python -m tests.browser.desk.proposing_site remove
"""

from __future__ import annotations

import json
import sys

import django

READER = "relectrice"


def make() -> None:
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from home.groups import EDITORS
    from home.site import create_readers_of_proposals
    from tests.browser.desk.staff import PASSWORD

    create_readers_of_proposals()
    user = get_user_model().objects.create_user(READER, password=PASSWORD)
    user.groups.add(Group.objects.get(name=EDITORS))
    print(json.dumps(READER))  # noqa: T201 - read by the test


def remove() -> None:
    from django.contrib.auth import get_user_model
    from wagtail.models import Page

    from contracts.editing.proposing.models import Proposal, ProposalFile

    reader = get_user_model().objects.get(username=READER)
    for page in Page.objects.filter(owner=reader).specific():
        page.delete()
    Proposal.objects.all().delete()
    ProposalFile.objects.all().delete()
    reader.delete()


if __name__ == "__main__":
    django.setup()
    {"make": make, "remove": remove}[sys.argv[1]]()
