"""A reader in Chromium on the running site, who notes what the browser asks and complains of."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

from scripts.chromium import ChromiumMissing, launch
from tests.own_database import run
from tests.running_site import RunningSite, database_file, site_environment, start_site

# What is waited for comes on a loaded machine too: a test states a result, not how soon.
expect.set_options(timeout=30_000)

Visit = Callable[..., "Reader"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")
        if here / "desk" in item.path.parents:
            item.add_marker("desk")


@dataclass
class Reader:
    """A page opened by a reader. `requested` holds every address that the browser asked."""

    page: Page
    address: str
    requested: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    _finished: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._note_request)
        self.page.on("requestfailed", self._note_failure)
        self.page.on("requestfinished", lambda request: self._finished.append(request))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._note_complaint)

    @property
    def transferred(self) -> int:
        """Bytes received, headers included."""
        sizes = [request.sizes() for request in self._finished]
        return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)

    def overflows(self) -> bool:
        """Whether the page must be scrolled sideways."""
        return bool(
            self.page.evaluate(
                "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
            )
        )

    def elements(self) -> int:
        """Elements of the page, as EcoIndex counts them: a drawing is one."""
        return int(self.page.evaluate("() => document.querySelectorAll('*:not(svg *)').length"))

    def _note_request(self, request: Request) -> None:
        self.requested.append(request.url)
        if not request.url.startswith(self.address):
            self.complaints.append(f"asks elsewhere: {request.url}")

    def _note_failure(self, request: Request) -> None:
        # What the browser gave up by itself, to go elsewhere, has not failed.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"fails: {request.url}")

    def _note_complaint(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright leaves a loop running in this thread; Django would refuse the database to the
    # tests of other folders that come after these.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        try:
            browser = launch(playwright)
        except ChromiumMissing as missing:
            pytest.skip(str(missing))
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session", autouse=True)
def sessions_and_dossiers(running_site: RunningSite) -> None:
    """Made by a process of the site itself, with its settings and on its database."""
    environment = {
        **site_environment(running_site.folder),
        "DJANGO_SETTINGS_MODULE": "kb.settings.dev",
        "SITE_URL": running_site.address,
    }
    run(environment, "-m", "tests.browser.sessions")
    run(environment, "-m", "tests.browser.dossiers", "make")
    run(environment, "-m", "tests.browser.followed_lists")


@pytest.fixture(scope="module")
def guarded_site(
    running_site: RunningSite, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningSite]:
    """The same site on a copy of its database, where a second factor is asked: what is refused here
    does not close the log-in of the other."""
    folder = tmp_path_factory.mktemp("guarded")
    shutil.copytree(running_site.folder / "static", folder / "static")
    with (
        sqlite3.connect(database_file(running_site.folder)) as source,
        sqlite3.connect(database_file(folder)) as copy,
    ):
        source.backup(copy)
    site = start_site(folder, SECOND_FACTOR="true")
    yield site
    site.stop()


@pytest.fixture
def visit(chromium: Browser, running_site: RunningSite) -> Iterator[Visit]:
    """`visit("/recherche/", width=375)` opens an address as somebody who never came before."""
    contexts = []

    def open_address(
        path: str,
        *,
        width: int = 1280,
        height: int = 900,
        dark: bool = False,
        touch: bool = False,
        javascript: bool = True,
        ignore_csp: bool = False,
    ) -> Reader:
        context = chromium.new_context(
            base_url=running_site.address,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            has_touch=touch,
            is_mobile=touch,
            java_script_enabled=javascript,
            bypass_csp=ignore_csp,
            reduced_motion="reduce",
            locale="fr-FR",
        )
        contexts.append(context)
        reader = Reader(context.new_page(), running_site.address)
        reader.page.goto(path)
        return reader

    yield open_address
    for context in contexts:
        context.close()
