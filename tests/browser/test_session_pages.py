"""A past session with its return, one to come and a cancelled one: on every screen, for everybody.

The real content has none of them: they are made on the running site, and taken away.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.barriers import barriers
from tests.browser.pages import CONTRACT
from tests.browser.test_every_page import MOST_BYTES, MOST_ELEMENTS, MOST_REQUESTS, SCREENS
from tests.own_database import run
from tests.running_site import RunningSite, site_environment

SITE = "tests.browser.trial_sessions"
PAGES = {
    "over": "/sessions/essai-passee/",
    "to come": "/sessions/essai-a-venir/",
    "cancelled": "/sessions/essai-annulee/",
    "listing": "/sessions/",
    "heard of": CONTRACT,
}


@pytest.fixture(scope="module", autouse=True)
def sessions(running_site: RunningSite) -> Iterator[None]:
    environment = {
        **site_environment(running_site.folder),
        "DJANGO_SETTINGS_MODULE": "kb.settings.dev",
        "SITE_URL": running_site.address,
    }
    run(environment, "-m", SITE, "make")
    yield
    run(environment, "-m", SITE, "remove")


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_of_sessions_has_no_barrier_and_fits_every_screen(visit, path):
    reader = visit(path)
    faults = {}
    for screen, (width, height, colours) in SCREENS.items():
        reader.page.set_viewport_size({"width": width, "height": height})
        if found := barriers(reader.page, colours):
            faults[screen] = found
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
