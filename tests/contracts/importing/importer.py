"""Imports in processes of their own, to be killed or to meet one another.

python -m tests.contracts.importing.importer prepare ROWS IMPORTS
python -m tests.contracts.importing.importer write PK
python -m tests.contracts.importing.importer result
"""

from __future__ import annotations

import json
import sys

import django


def prepare(rows: str, imports: str) -> None:
    """As many imports of one file of so many new fiches, each with its plan; their keys."""
    from django.contrib.auth import get_user_model

    from contracts.editing.importing.models import Import
    from contracts.editing.importing.tasks import read_import
    from tests import factories
    from tests.contracts.importing.files import csv_bytes

    factories.home_page()
    user = get_user_model().objects.create_superuser("importatrice")
    header = ["Identifiant", "Titre", "Contexte", "Étiquettes"]
    lines = [
        [f"fiche-{number}", f"Titre {number}", "Un élément.", f"mot {number % 7}"]
        for number in range(int(rows))
    ]
    made = [
        Import.objects.create(
            owner=user, kind="experience", name=f"{number}.csv", content=csv_bytes([header, *lines])
        )
        for number in range(int(imports))
    ]
    for row in made:
        read_import.func(row.pk)
    print(json.dumps([row.pk for row in made]))  # noqa: T201 - read by the test


def write(pk: str) -> None:
    """Carry the plan out once told to, and tell each page that is written."""
    from django.db.models.signals import post_save

    from contracts.editing.importing.models import Import, State
    from contracts.editing.importing.tasks import write_import
    from contracts.models import CaseStudyPage

    def written(created: bool, **_others: object) -> None:
        if created:
            print("written", flush=True)  # noqa: T201

    post_save.connect(written, sender=CaseStudyPage, weak=False)
    row = Import.objects.get(pk=pk)
    assert row.take((State.PLANNED,), State.QUEUED)
    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    write_import.func(row.pk)


def result() -> None:
    from wagtail.models import PageLogEntry, Revision

    from contracts.editing.importing.models import Import, ImportedFiche
    from contracts.models import CaseStudyPage, Tag

    imports = Import.objects.order_by("pk")
    found = {
        "pages": CaseStudyPage.objects.count(),
        "revisions": Revision.objects.filter(content_type__model="casestudypage").count(),
        "tags": Tag.objects.count(),
        "remembered": ImportedFiche.objects.count(),
        "history": PageLogEntry.objects.filter(content_type__model="casestudypage").count(),
        "states": [row.state for row in imports],
        "messages": [row.message for row in imports],
        "planned": [[line["action"] for line in row.plan] for row in imports],
        "files": [bool(row.content) for row in imports],
    }
    print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    django.setup()
    {"prepare": prepare, "write": write, "result": result}[sys.argv[1]](*sys.argv[2:])
