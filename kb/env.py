"""Typed reading of the environment: every variable the project reads is declared here, once.

A test compares `VARIABLES` with the table of docs/production.md.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Variable:
    """One environment variable: how it is read, and what it is worth when absent.

    `required_in_production` variables have no safe default: production settings refuse to
    start without them, naming the variable. A path, and the file of SQLite, are taken from the
    folder of the project, whatever folder a command is started from.
    """

    name: str
    read: Callable[[str], Any]
    default: Any
    help: str
    required_in_production: bool = False


def _bool(text: str) -> bool:
    """Refuse what is neither yes nor no: « flase » must not silently mean False."""
    match text.strip().lower():
        case "1" | "true" | "yes" | "on" | "oui":
            return True
        case "0" | "false" | "no" | "off" | "non":
            return False
    raise ValueError(f"{text!r} is neither true nor false")


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < float("inf"):
        raise ValueError(f"{text!r} is no duration above 0")
    return seconds


def _months(text: str) -> int:
    """Refuse 0: what people entrust must not be forgotten at once by a slip of the pen."""
    months = int(text)
    if months < 1:
        raise ValueError(f"{text!r} is not at least one month")
    return months


def _megabytes(text: str) -> int:
    megabytes = int(text)
    if megabytes < 0:
        raise ValueError(f"{text!r} is below 0")
    return megabytes


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _path(text: str) -> str:
    return str(BASE_DIR / text)


def _database(address: str) -> dict[str, Any]:
    if urlsplit(address).scheme not in {"sqlite", "postgres", "postgresql", "psql"}:
        raise ValueError(re.sub(r"//[^@/]*@", "//***@", address))
    database = dict(environ.Env.db_url_config(address))
    if database["ENGINE"] == "django.db.backends.sqlite3" and database["NAME"] != ":memory:":
        database["NAME"] = str(BASE_DIR / database["NAME"])
    return database


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "SECRET_KEY",
        str,
        "",
        "secret key of Django, 50 characters or more",
        required_in_production=True,
    ),
    Variable("DEBUG", _bool, False, "development only: Django's debug pages"),
    Variable(
        "ALLOWED_HOSTS",
        _list,
        ["127.0.0.1", "localhost"],
        "host names the site answers to, separated by commas",
        required_in_production=True,
    ),
    Variable(
        "SITE_URL",
        str,
        "http://127.0.0.1:8000",
        "public address of the site, without a final slash",
        required_in_production=True,
    ),
    Variable(
        "DATABASE_URL",
        _database,
        "sqlite:///var/reciprocites.sqlite3",
        "database: sqlite:///file or postgres://user:password@host:port/name",
        required_in_production=True,
    ),
    Variable("MEDIA_ROOT", _path, "var/media", "folder of uploaded files"),
    Variable("STATIC_ROOT", _path, "var/static", "folder of collected assets"),
    Variable("TASKS_IN_DATABASE", _bool, False, "run tasks in a worker (manage.py db_worker)"),
    Variable("EMAIL_URL", str, "consolemail://", "mail server, smtp+tls://user:password@host:port"),
    Variable("DEFAULT_FROM_EMAIL", str, "ne-pas-repondre@localhost", "sender of the site's mail"),
    Variable(
        "EMAIL_TIMEOUT",
        _seconds,
        10.0,
        "seconds after which the mail server is said not to answer",
    ),
    Variable(
        "REGISTRATION_RETENTION_MONTHS",
        _months,
        24,
        "months after a session at the end of which its registrations name nobody any more",
    ),
    Variable(
        "MESSAGE_RETENTION_MONTHS",
        _months,
        12,
        "months at the end of which a message of the contact form is erased",
    ),
    Variable(
        "SIGN_IN_RETENTION_MONTHS",
        _months,
        6,
        "months at the end of which a line of the journal of log-ins is erased",
    ),
    Variable(
        "SECOND_FACTOR",
        _bool,
        "",
        "ask a code after the password of all but Contributeurs; none: yes in production, no "
        "elsewhere",
    ),
    Variable(
        "KEPT_PAGES_MB",
        _megabytes,
        64,
        "memory in which each process keeps pages, in millions of bytes; 0: none is kept",
    ),
    Variable(
        "LINK_CHECKS",
        _bool,
        False,
        "ask the addresses of sources and of texts, once a week each, whether they answer; without "
        "it the site asks nothing of other sites",
    ),
    Variable(
        "ELASTICSEARCH_URL",
        _list,
        [],
        "search server, http://host:9200 or https://user:password@host; several addresses are "
        "separated by commas; none: the database searches",
    ),
    Variable("ELASTICSEARCH_API_KEY", str, "", "key of the search server, instead of a user"),
    Variable(
        "ELASTICSEARCH_CA_FILE",
        str,
        "",
        "certificate of the authority that signed the search server's",
    ),
    Variable(
        "ELASTICSEARCH_TIMEOUT",
        _seconds,
        2.0,
        "seconds after which the database answers instead of the search server",
    ),
    Variable(
        "ELASTICSEARCH_INDEX_PREFIX",
        str,
        "reciprocites",
        "name of the index on the search server, its own for each site",
    ),
    Variable(
        "ELASTICSEARCH_SHARDS", int, 1, "parts of the index on the search server, from a rebuild"
    ),
    Variable(
        "TRUST_PROXY",
        _bool,
        True,
        "production: trust X-Forwarded-Proto and X-Forwarded-For set by the proxy",
    ),
    Variable("HSTS_SECONDS", int, 31_536_000, "production: duration of Strict-Transport-Security"),
    Variable("LOG_LEVEL", str, "INFO", "level of the logs on the console"),
)


class Settings:
    """The values of VARIABLES, read once from `environment` (a mapping, os.environ by default)."""

    def __init__(self, environment: Mapping[str, str] | None = None, *, production: bool = False):
        texts = os.environ if environment is None else environment
        self._values = {
            variable.name: _read(variable, texts.get(variable.name, ""), production=production)
            for variable in VARIABLES
        }

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    @staticmethod
    def email(address: str) -> dict[str, Any]:
        """Django's EMAIL_* settings out of an address such as smtp+tls://user:password@host."""
        return dict(environ.Env.email_url_config(address))


def _read(variable: Variable, text: str, *, production: bool) -> Any:
    if not text and production and variable.required_in_production:
        raise ImproperlyConfigured(
            f"{variable.name} is not set: {variable.help}. Set it in the environment."
        )
    if not text and variable.read not in {_path, _database}:
        return variable.default
    try:
        return variable.read(text or variable.default)
    except (ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(
            f"{variable.name} cannot be read ({error}); expected: {variable.help}."
        ) from error
