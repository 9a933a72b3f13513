"""What happens at log-in, in the journal of Wagtail, where administrators read it.

A name that no account bears is written nowhere: people type their password there by mistake.
"""

from __future__ import annotations

from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.http import HttpRequest
from django.utils import timezone
from wagtail.log_actions import LogActionRegistry, log
from wagtail.models import ModelLogEntry

from accounts import second_factor
from accounts.throttle import address_of

PREFIX = "accounts."

SIGNED_IN = "accounts.signed_in"
PASSWORD_ACCEPTED = "accounts.password_accepted"  # noqa: S105 - a name
PASSWORD_REFUSED = "accounts.password_refused"  # noqa: S105
SUSPENDED = "accounts.suspended"
RESET_ASKED = "accounts.reset_asked"
ENROLLED = "accounts.enrolled"
CODE_REFUSED = "accounts.code_refused"
RECOVERY_CODE_USED = "accounts.recovery_code_used"
RECOVERY_CODES_MADE = "accounts.recovery_codes_made"
DEVICE_REMEMBERED = "accounts.device_remembered"
DEVICES_FORGOTTEN = "accounts.devices_forgotten"
SECOND_FACTOR_RESET = "accounts.second_factor_reset"

# In the session: when its password was given, in seconds since 1970.
PASSWORD_GIVEN_AT = "password_given_at"  # noqa: S105

SAID = {
    SIGNED_IN: "Connexion",
    PASSWORD_ACCEPTED: "Mot de passe accepté, second facteur demandé",
    PASSWORD_REFUSED: "Mot de passe refusé",
    SUSPENDED: "Connexions suspendues après trop de mots de passe refusés",
    RESET_ASKED: "Nouveau mot de passe demandé",
    ENROLLED: "Second facteur enregistré",
    CODE_REFUSED: "Code refusé",
    RECOVERY_CODE_USED: "Code de secours utilisé",
    RECOVERY_CODES_MADE: "Nouveaux codes de secours",
    DEVICE_REMEMBERED: "Appareil retenu",
    DEVICES_FORGOTTEN: "Appareils oubliés",
    SECOND_FACTOR_RESET: "Second facteur réinitialisé",
}


def register(actions: LogActionRegistry) -> None:
    """Hook `register_log_actions`."""
    for action, said in SAID.items():
        actions.register_action(action, said, said)


def record(action: str, user: Any, request: HttpRequest | None, by: Any = None) -> None:
    """Write that this happened to the account of `user`; `by` is who did it, if it is known."""
    address = address_of(request) if request is not None else None
    # The user of a request is a lazy object, of whose type Wagtail keeps no journal.
    account = get_user_model()._default_manager.get(pk=user.pk)
    log(account, action, user=by, data={"address": address} if address else None)


def _logged_in(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    request.session[PASSWORD_GIVEN_AT] = timezone.now().timestamp()
    record(PASSWORD_ACCEPTED if second_factor.is_asked(user) else SIGNED_IN, user, request, by=user)


def _refused(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    """Those who are told to wait are not written again: django-axes has counted nothing then."""
    if getattr(request, "axes_failures_since_start", None) is None:
        return
    users = get_user_model()
    name = credentials.get(users.USERNAME_FIELD, "")
    user = users._default_manager.filter(**{users.USERNAME_FIELD: name}).first()
    if user is None:
        return
    record(PASSWORD_REFUSED, user, request)
    if getattr(request, "axes_locked_out", False):
        record(SUSPENDED, user, request)


def connect() -> None:
    """After django-axes, which stands before this application and says what it did."""
    user_logged_in.connect(_logged_in, dispatch_uid="accounts.events")
    user_login_failed.connect(_refused, dispatch_uid="accounts.events")


def erase() -> int:
    """Erase what is older than `SIGN_IN_RETENTION_MONTHS`: how many lines."""
    before = timezone.localtime() - relativedelta(months=settings.SIGN_IN_RETENTION_MONTHS)
    rows = ModelLogEntry.objects.filter(action__startswith=PREFIX, timestamp__lt=before)
    return rows.delete()[0]
