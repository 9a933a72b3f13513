"""An editor on a site that runs: made by one process, removed by another with what was created.

python -m tests.browser.desk.editing_site make
python -m tests.browser.desk.editing_site remove
"""

from __future__ import annotations

import json
import sys

import django

EDITOR = "editrice"
ONLINE = "Guide des jardins ouverts"
GIST = "Ce guide dit comment une ville et des villages ouvrent ensemble leurs jardins aux voisins."


def make() -> None:
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from contracts import kinds
    from contracts.models import Source, ToolIndexPage, ToolPage
    from contracts.values.vocabulary import ToolKind
    from home.groups import EDITORS
    from home.models import EditorialPage, HomePage
    from tests.browser.desk.staff import PASSWORD

    user = get_user_model().objects.create_user(EDITOR, password=PASSWORD)
    user.groups.add(Group.objects.get(name=EDITORS))
    places = {kind.model: kind.listing.objects.get() for kind in kinds.registered() if kind.listing}
    places[EditorialPage] = HomePage.objects.get()
    addresses = {
        model._meta.verbose_name: (
            f"/admin/pages/add/{model._meta.app_label}/{model._meta.model_name}/{parent.pk}/"
        )
        for model, parent in places.items()
    }
    online = ToolPage(
        title=ONLINE,
        slug="guide-des-jardins-ouverts",
        kind=ToolKind.GUIDE,
        gist=GIST,
        source=Source.objects.order_by("pk").first(),
        owner=user,
    )
    ToolIndexPage.objects.get().add_child(instance=online)
    online.save_revision().publish()  # as a program does: in nobody's name
    addresses["en ligne"] = f"/admin/pages/{online.pk}/edit/"
    print(json.dumps(addresses))  # noqa: T201 - read by the test


def remove() -> None:
    from django.contrib.auth import get_user_model
    from wagtail.models import Page

    from contracts.models import Source

    editor = get_user_model().objects.get(username=EDITOR)
    for page in Page.objects.filter(owner=editor).specific():
        page.delete()
    Source.objects.filter(title__endswith="contrat choisi").delete()
    editor.delete()


if __name__ == "__main__":
    django.setup()
    {"make": make, "remove": remove}[sys.argv[1]]()
