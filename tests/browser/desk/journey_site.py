"""Two editors who never came, on a site that runs: made by one process, removed by another.

python -m tests.browser.desk.journey_site make
python -m tests.browser.desk.journey_site remove
"""

from __future__ import annotations

import json
import sys

import django

EDITORS_BY_WIDTH = {1280: "nouvelle-au-bureau", 810: "nouvelle-sur-tablette"}
NEW_ADDRESS = "https://exemple.fr/bilan-des-repas-"
NEW_SOURCE = "Bilan des repas de la nouvelle expérience"


def make() -> None:
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from contracts.models import ToolPage
    from home.groups import EDITORS
    from tests.browser.desk.staff import PASSWORD

    for name in EDITORS_BY_WIDTH.values():
        user = get_user_model().objects.create_user(name, password=PASSWORD)
        user.groups.add(Group.objects.get(name=EDITORS))
    tool = ToolPage.objects.live().order_by("title").first()
    assert tool is not None
    print(json.dumps({"tool": tool.title}))  # noqa: T201 - read by the test


def remove() -> None:
    from django.contrib.auth import get_user_model
    from wagtail.images import get_image_model
    from wagtail.models import Page

    from contracts.models import Source

    people = get_user_model().objects.filter(username__in=EDITORS_BY_WIDTH.values())
    for page in Page.objects.filter(owner__in=people).specific():
        page.delete()
    get_image_model().objects.filter(uploaded_by_user__in=people).delete()
    Source.objects.filter(url__startswith=NEW_ADDRESS).delete()
    people.delete()


if __name__ == "__main__":
    django.setup()
    {"make": make, "remove": remove}[sys.argv[1]]()
