"""The test suite: SQLite by default, PostgreSQL with DATABASE_URL; fast password hashing."""

import os
import tempfile
from pathlib import Path

from kb.env import Settings
from kb.settings.base import *  # noqa: F403
from kb.settings.base import environment_settings

vars().update(environment_settings(Settings()))
SECRET_KEY = "tests only, tests only, tests only, tests only, 42"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Pages are tested without collecting the assets first.
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Of each process, as its database is: what one keeps, another would find.
MEDIA_ROOT = str(Path(tempfile.gettempdir()) / "reciprocites-test-media" / str(os.getpid()))
if "sqlite3" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    # A file, not memory: several connections and processes must see the same rows.
    DATABASES["default"]["TEST"] = {  # noqa: F405
        "NAME": str(Path(tempfile.gettempdir()) / f"reciprocites-test-{os.getpid()}.sqlite3")
    }
KEPT_PAGES_MB = 0  # pages are made each time, except where a test says so (tests.kb.kept)
READING_LOG = SEARCH_LOG = False  # neither tests nor benches are readers
