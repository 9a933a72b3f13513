"""A past session with its return, one to come and a cancelled one, which the real content lacks:
made on a site that runs by one process, removed by another.

python -m tests.browser.trial_sessions make
python -m tests.browser.trial_sessions remove
"""

from __future__ import annotations

import datetime as dt
import sys
from typing import Any

import django

PREFIX = "essai-"


def make() -> None:
    from django.core.files.base import ContentFile
    from wagtail.documents import get_document_model

    from contracts.models import ContractPage
    from contracts.training.models import Material, ReturnNote
    from contracts.training.seats import organising
    from contracts.training.values.vocabulary import NoteKind

    brest = ContractPage.objects.get(slug="brest-metropole-centre-ouest-bretagne")
    document = get_document_model()(title="Diaporama", file_size=2_000_000)
    document.file.save("diaporama.pdf", ContentFile(b"x"))
    _publish(
        "passee",
        -20,
        return_notes=[
            ReturnNote(
                kind=kind,
                text="Ce que la salle en a dit, en une phrase. " * 3,
                fiche=brest,
                answer="Une réponse." if kind == NoteKind.QUESTION else "",
            )
            for kind in NoteKind.values
            for _ in range(3)
        ],
        materials=[
            Material(title="Diaporama", document=document, rights="Cap Rural"),
            Material(title="Carte", url="https://exemple.fr/" + "carte-" * 20),
        ],
    )
    _publish(
        "a-venir",
        12,
        remote_link="https://visio.example/secret",
        price="90 €",
        access="Dix minutes à pied de la gare. " * 4,
        prerequisites="aucun",
    )
    organising.cancel_session(_publish("annulee", 12), by="essai", reason="Neige")


def _publish(slug: str, days: int, **fields: Any) -> Any:
    """A session of two days, the first of them so many days from now."""
    from django.utils import timezone

    from contracts.models import Source
    from contracts.training.models import SessionDate, SessionIndexPage, TrainingSessionPage

    page = TrainingSessionPage(
        slug=f"{PREFIX}{slug}",
        title=f"Session {PREFIX}{slug}",
        gist="Une journée pour s’y mettre.",
        source=Source.objects.first(),
        place="Valence, salle des Clercs",
        organiser="Cap Rural",
        **fields,
    )
    page.dates = [
        SessionDate(
            day=timezone.localdate() + dt.timedelta(days=days + number),
            starts_at=dt.time(9, 30),
            ends_at=dt.time(17),
        )
        for number in range(2)
    ]
    SessionIndexPage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return page


def remove() -> None:
    from contracts.training.models import TrainingSessionPage

    for page in TrainingSessionPage.objects.filter(slug__startswith=PREFIX):
        page.delete()


if __name__ == "__main__":
    django.setup()
    {"make": make, "remove": remove}[sys.argv[1]]()
