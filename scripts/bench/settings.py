"""The settings of the tests, with the application that searches the usual Wagtail way."""

import os

from kb.settings.test import *  # noqa: F403
from kb.settings.test import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "scripts.bench.wagtail_app"]
KEPT_PAGES_MB = int(os.environ.get("BENCH_KEPT_PAGES_MB", "0"))
