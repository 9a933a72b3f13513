"""Dossiers of the running site, made in a process of its own, and a fiche that changes.

python -m tests.browser.dossiers {make|change|restore}
"""

from __future__ import annotations

import sys

import django
from django.core.signing import Signer

from tests.browser.sessions import SITE_KEY

KEY = "dossier-fige-pour-les-tests-0001"
FROZEN = f"/dossier/fige/{KEY}/"
_SIGNED = Signer(
    key=SITE_KEY, sep="~", salt="contracts.deciding.frozen.erase", fallback_keys=()
).signature(KEY)
ADDRESSES, ERASED = f"{FROZEN}adresses/{_SIGNED}/", f"{FROZEN}effacer/{_SIGNED}/"
PAPER = f"/dossier/documents/{'0' * 64}/"
READY = f"/dossier/documents/{'1' * 64}/"
CHANGED = "fresque-interterritorialite"
OTHER_TITLE = "Une fresque dont le titre a changé"
_SLUGS = ("brest-metropole-centre-ouest-bretagne", "rurbance", CHANGED)


def make() -> None:
    """A frozen dossier of which a fiche has changed since and another is gone, and two papers."""
    import uuid

    from wagtail.models import Page

    from contracts.deciding.dossier.choice import DossierChoice, PickedFiche
    from contracts.deciding.frozen.freezing import freeze
    from contracts.deciding.making.models import MadePaper, PaperState
    from contracts.deciding.making.workshop import KEPT

    pks = [Page.objects.live().get(slug=slug).pk for slug in _SLUGS]
    pages = [
        PickedFiche(pk, "À lire avant la commission." if not rank else "")
        for rank, pk in enumerate(pks)
    ]
    row = freeze(DossierChoice.of(pages, "Conseil du 12 décembre"), uuid.uuid4())
    row.key = KEY
    row.pages = [*row.pages, [2_000_000, "Une note.", None, None]]
    row.pages[1][2] += 1_000_000  # a version whose text is kept no more
    row.save()
    order = {
        "name": "note-de-synthese.pdf",
        "pages": [],
        "title": "",
        "council": "",
        "consulted": "2026-11-30",
        "address": "/dossier/",
    }
    far = row.created_at + KEPT
    for address, state in ((PAPER, PaperState.WAITING), (READY, PaperState.DONE)):
        MadePaper.objects.create(
            key=address.split("/")[3],
            order=order,
            state=state,
            done=4,
            total=12,
            taken_until=far,
            expires_at=far,
        )


def change() -> None:
    _retitle(OTHER_TITLE)


def restore() -> None:
    from contracts.models import ToolPage

    page = ToolPage.objects.get(slug=CHANGED)
    oldest = page.revisions.order_by("created_at", "pk").first()
    assert oldest is not None
    _retitle(oldest.content["title"])


def _retitle(title: str) -> None:
    from contracts.models import ToolPage

    page = ToolPage.objects.get(slug=CHANGED)
    page.title = title
    page.save_revision().publish()


if __name__ == "__main__":
    django.setup()
    {"make": make, "change": change, "restore": restore}[sys.argv[1]]()
