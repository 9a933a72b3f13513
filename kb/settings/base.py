"""What every environment shares. Values that differ come from kb.env."""

import datetime as dt
import sqlite3
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE

from kb.env import BASE_DIR, Settings

DEBUG = False

INSTALLED_APPS = [
    "kb",
    "kb.kept",
    "axes",  # before the accounts, which tell what it did
    "accounts",
    "home",
    "home.contact",
    "contracts.training",
    "contracts.deciding.frozen",
    "contracts.editing.importing",
    "contracts.editing.merging",
    "contracts.editing.proposing",
    "contracts.editing.reviewing",
    "contracts.editing.upkeep",
    "contracts.opendata.alerts",
    "contracts.public_forms",
    "contracts.mail",
    "contracts.opendata.withdrawals",
    "contracts",
    "search",
    "contracts.deciding.making",
    "contracts.editing.link_checks",  # the last of the clock: it waits for other sites
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "django_filters",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kb.api.ApiMiddleware",  # around whatever may refuse
    "django.middleware.gzip.GZipMiddleware",  # what is not kept; the assets are compressed beforehand
    "kb.kept.middleware.KeptPagesMiddleware",  # above whatever adds a header that is kept too
    "csp.middleware.CSPMiddleware",
    "kb.middleware.AddressLengthMiddleware",  # before anything reads the address
    "kb.middleware.MovedCodesMiddleware",
    "kb.middleware.AdminPolicyMiddleware",
    "kb.middleware.AdminTypographyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.SecondFactorMiddleware",  # before any view of the admin
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kb.only_site.OnlySiteMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
    "kb.middleware.AdminChangeMiddleware",
]

ROOT_URLCONF = "kb.urls"
WSGI_APPLICATION = "kb.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "kb.typeset_templates.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                ),
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context_processors.site_frame",
            ],
            "builtins": ["home.templatetags.typography", "home.templatetags.frame"],
        },
    },
]

LANGUAGE_CODE = "fr"
FORMAT_MODULE_PATH = "kb.formats"
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # the hours of the admin are said to be those of Paris
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "accounts.throttle.OneAtATimeBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "wagtailadmin_login"
WAGTAILADMIN_USER_LOGIN_FORM = "accounts.forms.SignInForm"

# Wrong passwords, for one account or from one network address (accounts.throttle).
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = dt.timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the hour that is told stays true
AXES_LOCKOUT_PARAMETERS = "accounts.throttle.counted_by"
AXES_CLIENT_IP_CALLABLE = "accounts.throttle.address_of"
AXES_LOCKOUT_CALLABLE = "accounts.throttle.suspended"
AXES_DISABLE_ACCESS_LOG = True  # the journal of the admin tells log-ins (accounts.events)
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

OTP_TOTP_ISSUER = "Réciprocités"

STATIC_URL = "/static/"
MEDIA_URL = "/media/"
SERVE_IMAGES = False  # the proxy does, in production
WHITENOISE_MAX_AGE = 3600
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # pages name no other: half the files to compress
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Share images, by the digest of what they show: some 30 kB each, drawn again when forgotten.
    "drawings": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "drawings",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
    # Notes of fiches, likewise: some 40 kB each.
    "papers": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "papers",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SESSION_COOKIE_AGE = 12 * 3600  # since the last use (accounts.middleware)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"  # Wagtail opens its previews, which the admin frames, by itself
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
PERMISSIONS_POLICY: dict[str, Any] = {
    feature: []
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}

# Strict on the public site: nothing inline, nothing from elsewhere. The admin relaxes scripts and
# styles for itself alone (kb.middleware), because Wagtail still writes some inline.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "manifest-src": [SELF],
    },
}
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "media-src": [SELF],
}

WAGTAIL_SITE_NAME = "Réciprocités"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "contracts.admin.page_search"}}
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_AUTOSAVE_INTERVAL = 3000
# How fields show what they hold; what they read is wider (contracts.admin.date_fields).
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_TIME_FORMAT = "%H:%M"
# An address is read out on the phone and copied from paper: no accents in those made from titles.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILIMAGES_IMAGE_MODEL = "contracts.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "contracts.admin.picture_form.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_EXTENSIONS = ["avif", "jpeg", "jpg", "png", "webp"]  # no SVG: it may hold scripts
TAGGIT_CASE_INSENSITIVE = True
READING_LOG = True  # fiches are counted, likewise (contracts.editing.upkeep.readings)
SEARCH_LOG = True  # queries are counted, without anything about who makes them (search.log)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a contract with 100 commitments posts some 2 000 fields
ADDRESS_FROM_PROXY = False  # whether X-Forwarded-For is believed (contracts.public_forms.throttle)

# Read from the environment below; named here for the type checker.
ELASTICSEARCH_URL: list[str]
ELASTICSEARCH_API_KEY: str
ELASTICSEARCH_CA_FILE: str
ELASTICSEARCH_TIMEOUT: float
ELASTICSEARCH_INDEX_PREFIX: str
ELASTICSEARCH_SHARDS: int
TASKS: dict[str, dict[str, Any]]
WAGTAILADMIN_BASE_URL: str
REGISTRATION_RETENTION_MONTHS: int
KEPT_PAGES_MB: int
MESSAGE_RETENTION_MONTHS: int
SIGN_IN_RETENTION_MONTHS: int
SECOND_FACTOR: bool
LINK_CHECKS: bool

_WAL_IS_SAFE = sqlite3.sqlite_version_info >= (3, 51, 3)  # older ones can corrupt a WAL on reset


def environment_settings(settings: Settings) -> dict[str, Any]:
    """The settings read from the environment; `vars().update(...)` in each settings module."""
    database = settings["DATABASE_URL"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA foreign_keys=ON;"
            + ("PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;" if _WAL_IS_SAFE else ""),
        }
    else:
        database["CONN_HEALTH_CHECKS"] = True
        database.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    # SQLite reads the whole schema, hundreds of triggers, whenever it is opened: 3 ms, ten times what
    # a kept page takes.
    database["CONN_MAX_AGE"] = 60
    tasks = (
        {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}
        if settings["TASKS_IN_DATABASE"]
        else {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    )
    email = Settings.email(settings["EMAIL_URL"])
    return {
        "SECRET_KEY": settings["SECRET_KEY"],
        "ALLOWED_HOSTS": settings["ALLOWED_HOSTS"],
        "WAGTAILADMIN_BASE_URL": settings["SITE_URL"],
        "DATABASES": {"default": database},
        "MEDIA_ROOT": settings["MEDIA_ROOT"],
        "STATIC_ROOT": settings["STATIC_ROOT"],
        "TASKS": {"default": tasks},
        **{
            name: settings[name]
            for name in (
                "ELASTICSEARCH_URL",
                "ELASTICSEARCH_API_KEY",
                "ELASTICSEARCH_CA_FILE",
                "ELASTICSEARCH_TIMEOUT",
                "ELASTICSEARCH_INDEX_PREFIX",
                "ELASTICSEARCH_SHARDS",
            )
        },
        "DEFAULT_FROM_EMAIL": settings["DEFAULT_FROM_EMAIL"],
        "SERVER_EMAIL": settings["DEFAULT_FROM_EMAIL"],
        "EMAIL_TIMEOUT": settings["EMAIL_TIMEOUT"],
        "REGISTRATION_RETENTION_MONTHS": settings["REGISTRATION_RETENTION_MONTHS"],
        "MESSAGE_RETENTION_MONTHS": settings["MESSAGE_RETENTION_MONTHS"],
        "SIGN_IN_RETENTION_MONTHS": settings["SIGN_IN_RETENTION_MONTHS"],
        "KEPT_PAGES_MB": settings["KEPT_PAGES_MB"],
        "SECOND_FACTOR": bool(settings["SECOND_FACTOR"]),
        "LINK_CHECKS": settings["LINK_CHECKS"],
        "LOGGING": {
            "version": 1,
            "disable_existing_loggers": False,
            "handlers": {"console": {"class": "logging.StreamHandler"}},
            "root": {"handlers": ["console"], "level": settings["LOG_LEVEL"]},
            # One line for each page saved and each task run says nothing to an operator.
            "loggers": {
                **{
                    name: {"level": "WARNING"}
                    for name in ("wagtail", "django_tasks", "modelsearch")
                },
                # What goes wrong with the search server is told once, by search.engines.
                "elastic_transport": {"level": "ERROR"},
                # It writes names and addresses, which the journal of the admin keeps for a time.
                "axes": {"level": "ERROR"},
            },
        },
        **email,
    }
