"""People who come into the admin: their account, their password, the code of their application."""

from __future__ import annotations

import time
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import second_factor
from home.site import create_groups, create_organisers, let_contributors_propose
from tests import factories

PASSWORD = "un mot de passe d’essai"  # noqa: S105 - of accounts that a test makes
LOGIN = "/admin/login/"
CODE = "/admin/connexion/code/"
ENROLMENT = "/admin/connexion/application/"


def person(group: str, username: str = "ada") -> Any:
    """Somebody of a group, whose password is `PASSWORD`."""
    create_groups(factories.home_page())
    let_contributors_propose()
    create_organisers()
    user = get_user_model().objects.create_user(username, f"{username}@ys.example", PASSWORD)
    user.groups.add(Group.objects.get(name=group))
    return user


def log_in(client: Client, username: str = "ada", password: str = PASSWORD, **extra: Any) -> Any:
    """What the form of log-in answers."""
    return client.post(LOGIN, {"username": username, "password": password}, **extra)


def code_of(application: TOTPDevice, *, steps: int = 0) -> str:
    """The code that an application shows now, or so many half-minutes later."""
    drawn = TOTP(application.bin_key, application.step, application.t0, application.digits)
    drawn.time = time.time() + steps * application.step
    return f"{drawn.token():06}"


def registered(user: Any) -> TOTPDevice:
    """The application of this person, registered by its first code a while ago."""
    application = second_factor.application_to_register(user)
    second_factor.register(user, code_of(application, steps=-1))
    application.refresh_from_db()
    return application
