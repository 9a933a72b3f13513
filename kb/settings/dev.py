"""Development and `make run`: one machine, no server to install."""

import hashlib

from kb.env import BASE_DIR, Settings
from kb.settings.base import *  # noqa: F403
from kb.settings.base import environment_settings

DEBUG = Settings()["DEBUG"]
vars().update(environment_settings(Settings()))
# Stable from one start to the next so that nobody is logged out, and worthless elsewhere.
SECRET_KEY = SECRET_KEY or hashlib.sha256(str(BASE_DIR).encode()).hexdigest()  # noqa: F405
SERVE_IMAGES = True
if DEBUG:
    KEPT_PAGES_MB = 0  # a template that is edited changes no row
