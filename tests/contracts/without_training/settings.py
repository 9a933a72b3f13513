"""The settings of the tests, without the applications above the catalogue."""

from kb.settings.test import *  # noqa: F403
from kb.settings.test import INSTALLED_APPS, MIDDLEWARE, TEMPLATES

INSTALLED_APPS = [
    name for name in INSTALLED_APPS if name not in {"contracts.training", "home", "home.contact"}
]
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("kb.only_site.")]
ROOT_URLCONF = "tests.contracts.without_training.urls"
TEMPLATES[0]["OPTIONS"]["context_processors"].remove("home.context_processors.site_frame")
