"""What lives of a session has a row of its own."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("training", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SessionState",
            fields=[
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="state",
                        serialize=False,
                        to="training.trainingsessionpage",
                        verbose_name="session",
                    ),
                ),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="nombre de places"
                    ),
                ),
                (
                    "online",
                    models.BooleanField(
                        default=False,
                        help_text="Sans cette case, la page dit seulement comment s’inscrire.",
                        verbose_name="inscription sur ce site",
                    ),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="annulée le"),
                ),
                (
                    "cancellation_reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="raison de l’annulation"
                    ),
                ),
                (
                    "last_ticket",
                    models.PositiveIntegerField(
                        default=0, verbose_name="dernier numéro d’ordre donné"
                    ),
                ),
                (
                    "uid",
                    models.UUIDField(
                        default=uuid.uuid4, unique=True, verbose_name="identifiant de calendrier"
                    ),
                ),
                (
                    "sequence",
                    models.PositiveIntegerField(default=0, verbose_name="version de calendrier"),
                ),
                (
                    "announced",
                    models.JSONField(default=dict, verbose_name="dates et lieu annoncés"),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="modifiée le"
                    ),
                ),
            ],
            options={
                "verbose_name": "état d’une session",
                "verbose_name_plural": "états des sessions",
                "permissions": [("manage_registrations", "Tenir les inscriptions aux sessions")],
            },
        ),
    ]
