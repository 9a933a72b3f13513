"""People of the admin on the site that runs: made for a test, logged in, removed after it."""

from __future__ import annotations

import json
from base64 import b32decode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django_otp.oath import totp
from playwright.sync_api import Page

from tests.own_database import run
from tests.running_site import RunningSite, site_environment

PASSWORD = "mot de passe d’essai"  # noqa: S105 - of accounts that a test makes


@contextmanager
def made_on(running_site: RunningSite, module: str) -> Iterator[Any]:
    """What `python -m module make` tells, in a process of the site; `remove` is called after."""
    environment = {
        **site_environment(running_site.folder),
        "DJANGO_SETTINGS_MODULE": "kb.settings.dev",
    }
    made = run(environment, "-m", module, "make").stdout
    yield json.loads(made.splitlines()[-1])
    run(environment, "-m", module, "remove")


def log_in(page: Page, username: str) -> Page:
    """From the form of log-in, where the page stands, to the home of the admin."""
    page.locator("#id_username").fill(username)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url("**/admin/")
    return page


def code(key: str, *, steps: int = 0) -> str:
    """What an application that was given this key shows."""
    return f"{totp(b32decode(key.replace(' ', '')), t0=-30 * steps):06}"


# The admin takes the first state of a form, to which it compares, two seconds after it is shown.
FORM_IS_READ = 2500


def begin(page: Page, address: str, title: str) -> None:
    """Open a form, look at it, type a title as a person does, and see the draft kept by itself."""
    page.goto(address)
    page.wait_for_timeout(FORM_IS_READ)
    page.locator("#id_title").press_sequentially(title)
    page.locator("#id_title").press("Tab")
    page.wait_for_url("**/edit/", wait_until="commit")


# What follows the size of a window is told of it at the next frame, and begins to move then.
STAND_STILL = """async () => {
    for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
    const ending = document.getAnimations()
        .filter(animation => animation.effect.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map(animation => animation.finished));
}"""


def resize(page: Page, width: int, height: int) -> None:
    """Give the window this size in px, and wait for the menu of the admin to have folded."""
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(STAND_STILL)
