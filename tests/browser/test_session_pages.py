"""A past session with its return, one to come and a cancelled one: on every screen, for everybody.

The real content has none of them: they are made on the running site, and taken away.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.pages import CONTRACT
from tests.browser.test_every_page import MOST_BYTES, MOST_ELEMENTS, MOST_REQUESTS, SCREENS
from tests.running_site import BASE_DIR, RunningSite, site_environment

MAKE = """
import datetime as dt
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model
from contracts.models import ContractPage, Source
from contracts.training import registrations
from contracts.training.models import *

brest = ContractPage.objects.get(slug="brest-metropole-centre-ouest-bretagne")
document = get_document_model()(title="Diaporama", file_size=2_000_000)
document.file.save("diaporama.pdf", ContentFile(b"x"))

def make(slug, days, **fields):
    page = TrainingSessionPage(
        slug=slug, title=f"Session {slug}", gist="Une journée pour s’y mettre.",
        source=Source.objects.first(), place="Valence, salle des Clercs", organiser="Cap Rural",
    )
    page.dates = [
        SessionDate(day=timezone.localdate() + dt.timedelta(days=days + n),
                    starts_at=dt.time(9, 30), ends_at=dt.time(17)) for n in range(2)
    ]
    for name, value in fields.items():
        setattr(page, name, value)
    SessionIndexPage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return page

make(
    "essai-passee", -20,
    return_notes=[
        ReturnNote(kind=kind, text="Ce que la salle en a dit, en une phrase. " * 3, fiche=brest,
                   answer="Une réponse." if kind == "question" else "")
        for kind in NoteKind.values for _ in range(3)
    ],
    materials=[
        Material(title="Diaporama", document=document, rights="Cap Rural"),
        Material(title="Carte", url="https://exemple.fr/" + "carte-" * 20),
    ],
)
make("essai-a-venir", 12, remote_link="https://visio.example/secret", price="90 €",
     access="Dix minutes à pied de la gare. " * 4, prerequisites="aucun")
registrations.cancel_session(make("essai-annulee", 12), by="essai", reason="Neige")
"""
TAKE_AWAY = """
from contracts.training.models import TrainingSessionPage
for page in TrainingSessionPage.objects.filter(slug__startswith="essai-"):
    page.delete()
"""
PAGES = {
    "over": "/sessions/essai-passee/",
    "to come": "/sessions/essai-a-venir/",
    "cancelled": "/sessions/essai-annulee/",
    "listing": "/sessions/",
    "heard of": CONTRACT,
}


def run(site: RunningSite, code: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
        cwd=BASE_DIR,
        env={
            **site_environment(site.folder),
            "DJANGO_SETTINGS_MODULE": "kb.settings.dev",
            "SITE_URL": site.address,
        },
        check=True,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module", autouse=True)
def sessions(running_site) -> Iterator[None]:
    run(running_site, MAKE)
    yield
    run(running_site, TAKE_AWAY)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_of_sessions_has_no_barrier_and_fits_every_screen(visit, path):
    reader = visit(path)
    faults = {}
    for screen, (width, height, colours) in SCREENS.items():
        reader.page.set_viewport_size({"width": width, "height": height})
        reader.page.emulate_media(color_scheme=colours)
        results = Axe().run(reader.page, options={"resultTypes": ["violations"]})
        if results.violations_count:
            faults[screen] = results.generate_report()
        if reader.overflows():
            faults[f"{screen}: width"] = "scrolls sideways"
    assert faults == {}
    assert reader.complaints == []


def test_a_session_with_its_return_is_light_and_runs_no_script(visit):
    reader = visit(PAGES["over"])
    reader.page.wait_for_load_state("networkidle")

    assert reader.page.locator("script:not([type='application/ld+json'])").count() == 0
    assert len(reader.requested) <= MOST_REQUESTS
    assert reader.transferred <= MOST_BYTES
    assert reader.elements() <= MOST_ELEMENTS


def test_a_reader_goes_from_a_fiche_to_what_was_said_of_it_and_back(visit):
    page = visit(CONTRACT, width=375, height=812).page

    page.get_by_role("link", name="Session essai-passee").first.click()

    assert page.url.endswith("/sessions/essai-passee/#retour")
    assert page.get_by_role("heading", name="Retour de session").is_visible()
    page.locator("#retour a", has_text="Brest Métropole").first.click()
    assert page.url.endswith(CONTRACT)
