"""Chromium of this machine, started for Playwright: by the tests of the browser and the pictures."""

import subprocess
from pathlib import Path

from playwright.sync_api import Browser, Playwright

BASE_DIR = Path(__file__).resolve().parent.parent
# Without them Chromium asks its maker's hosts at each start, which a closed network refuses.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class ChromiumMissing(Exception):
    """This machine has no Chromium; the message says how to install it."""


def launch(playwright: Playwright) -> Browser:
    """Start Chromium without a window. Raises ChromiumMissing when scripts/find finds none."""
    found = subprocess.run(
        ["scripts/find", "chromium"], cwd=BASE_DIR, capture_output=True, text=True
    )
    if found.returncode:
        raise ChromiumMissing("needs Chromium: apt-get install chromium, or CHROMIUM=its program")
    return playwright.chromium.launch(executable_path=found.stdout.strip(), args=FLAGS)
