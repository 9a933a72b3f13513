"""« Mot de passe oublié »: the same answer whether an account exists or not, so many times a day."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from wagtail.admin.forms.auth import PasswordResetForm

from accounts import events
from accounts.models import ResetMail
from contracts.mail import outbox, writers
from contracts.mail.message import MailAction, Message
from contracts.mail.models import OutgoingMail
from contracts.public_forms import throttle

MOST_A_DAY = 20  # of one network address
MOST_FOR_ONE = 5  # for what was typed, which may be the address of nobody


def allows(request: HttpRequest, typed: str) -> bool:
    """Count one more, and whether it is answered."""
    within = throttle.attempt("mot de passe oublié", typed.strip().casefold()) <= MOST_FOR_ONE
    return throttle.allows(request, "mot de passe oublié, réseau", MOST_A_DAY) and within


class ResetForm(PasswordResetForm):
    """Hands the mail to the outbox: the time that a mail server takes would tell that there is an
    account."""

    def save(self, *, request: HttpRequest, **options: Any) -> None:
        for user in self.get_users(self.cleaned_data["email"]):
            events.record(events.RESET_ASKED, user, request)
            outbox.write(ResetMail(user=user, kind=ResetMail.KIND))


def register_writer() -> None:
    writers.register([ResetMail.KIND], _written)


def _written(mail: OutgoingMail) -> Message | None:
    """None when the account is gone, or closed meanwhile."""
    row = ResetMail.objects.select_related("user").filter(pk=mail.pk).first()
    if row is None or not row.user.is_active:
        return None
    user: Any = row.user
    proof = {
        "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }
    days = settings.PASSWORD_RESET_TIMEOUT // 86_400
    return Message(
        subject="Choisir un nouveau mot de passe",
        heading="Choisir un nouveau mot de passe",
        paragraphs=(
            "Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour l’espace de "
            "rédaction.",
            f"Votre identifiant : {user.get_username()}.",
        ),
        actions=(
            MailAction(
                "Choisir un nouveau mot de passe",
                settings.WAGTAILADMIN_BASE_URL
                + reverse("wagtailadmin_password_reset_confirm", kwargs=proof),
            ),
        ),
        notes=(
            f"Ce lien sert une fois, dans les {days} jours.",
            "Si ce n’était pas vous, ne faites rien : votre mot de passe reste le même.",
        ),
        to=getattr(user, get_user_model().get_email_field_name()),
        reason="Message envoyé par le site parce que cette adresse est celle d’un compte.",
    )
