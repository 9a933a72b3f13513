"""Devices on which the second factor is not asked again, and the mail of a forgotten password."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from contracts.mail.models import OutgoingMail


class RememberedDevice(models.Model):
    """A browser that gave a code. It goes with the application of its codes: whoever registers
    another one, or is reset, gives a code everywhere again."""

    application = models.ForeignKey(
        TOTPDevice, models.CASCADE, verbose_name="application", related_name="remembered_devices"
    )
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    remembered_at = models.DateTimeField("retenu le", default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "appareil retenu"
        verbose_name_plural = "appareils retenus"
        ordering = ["-remembered_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Appareil retenu le {timezone.localtime(self.remembered_at):%d/%m/%Y}"


class ResetMail(OutgoingMail):
    """A mail with the address at which a person chooses another password: drawn when it leaves, and
    written nowhere."""

    KIND = "mot-de-passe"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="compte", related_name="+"
    )

    class Meta:
        verbose_name = "courriel de mot de passe"
        verbose_name_plural = "courriels de mot de passe"
        default_permissions = ()
