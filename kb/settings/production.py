"""Production: gunicorn behind a proxy, PostgreSQL, a task worker; nothing has a weak default."""

from kb.env import Settings
from kb.settings.base import *  # noqa: F403
from kb.settings.base import environment_settings

_settings = Settings(production=True)
vars().update(environment_settings(_settings))

SECOND_FACTOR = _settings["SECOND_FACTOR"] is not False
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^sante/$"]  # asked by the proxy itself, over plain HTTP
SECURE_HSTS_SECONDS = _settings["HSTS_SECONDS"]
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
if _settings["TRUST_PROXY"]:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ADDRESS_FROM_PROXY = True
