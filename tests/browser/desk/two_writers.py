"""A contributor with a draft and an editor, on a site that runs: made by one process, removed by
another with what they wrote.

python -m tests.browser.desk.two_writers make
python -m tests.browser.desk.two_writers remove
"""

from __future__ import annotations

import json
import sys

import django

AUTHOR, READER = "nolwenn", "yann"
TITLE = "Guide des ententes de la vallée"
GIST = "Ce guide dit comment une ville et les communes voisines se mettent d’accord sur l’eau."


def make() -> None:
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from contracts.models import Source, ToolIndexPage, ToolPage
    from contracts.values.vocabulary import ToolKind
    from home.groups import CONTRIBUTORS, EDITORS
    from tests.browser.desk.staff import PASSWORD

    people = {}
    for name, group, first_name in (
        (AUTHOR, CONTRIBUTORS, "Nolwenn"),
        (READER, EDITORS, "Yann"),
    ):
        user = get_user_model().objects.create_user(
            name, f"{name}@ys.example", PASSWORD, first_name=first_name
        )
        user.groups.add(Group.objects.get(name=group))
        people[name] = user
    page = ToolPage(
        title=TITLE,
        slug="guide-ententes-vallee",
        kind=ToolKind.GUIDE,
        gist=GIST,
        source=Source.objects.order_by("pk").first(),
        owner=people[AUTHOR],
        live=False,
    )
    ToolIndexPage.objects.get().add_child(instance=page)
    page.save_revision(user=people[AUTHOR])
    print(json.dumps({"page": page.pk}))  # noqa: T201 - read by the test


def remove() -> None:
    from django.contrib.auth import get_user_model
    from wagtail.models import Page

    people = get_user_model().objects.filter(username__in=(AUTHOR, READER))
    for page in Page.objects.filter(owner__in=people).specific():
        page.delete()
    people.delete()


if __name__ == "__main__":
    django.setup()
    {"make": make, "remove": remove}[sys.argv[1]]()
