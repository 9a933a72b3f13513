"""Two tags that say the same, on fiches of a site that runs, and an editor who merges them.

python -m tests.browser.desk.merging_site make
python -m tests.browser.desk.merging_site remove
"""

from __future__ import annotations

import json
import sys

import django

MERGER = "fusionneuse"
TITLE = "Guide d’essai des fusions"


def make() -> None:
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from home.groups import EDITORS
    from tests import factories
    from tests.browser.desk.staff import PASSWORD

    user = get_user_model().objects.create_user(MERGER, password=PASSWORD)
    user.groups.add(Group.objects.get(name=EDITORS))
    tool = factories.tool(
        title=TITLE, slug="guide-d-essai-des-fusions", tags=["Essai de vélo", "Essai de cycle"]
    )
    factories.tag("Essai de bicyclette")
    print(json.dumps({"fiche": tool.url}))  # noqa: T201 - read by the test


def remove() -> None:
    from django.contrib.auth import get_user_model
    from wagtail.contrib.redirects.models import Redirect

    from contracts.models import Merged, Tag, ToolPage

    for page in ToolPage.objects.filter(title=TITLE):
        source = page.source
        page.delete()
        source.delete()
    Tag.objects.filter(slug__startswith="essai-de-").delete()
    Redirect.objects.filter(old_path__startswith="/etiquettes/essai-de-").delete()
    Merged.objects.filter(key__startswith="essai-de-").delete()
    get_user_model().objects.get(username=MERGER).delete()


if __name__ == "__main__":
    django.setup()
    {"make": make, "remove": remove}[sys.argv[1]]()
