import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("mail", "0001_outgoing_mail"),
    ]

    operations = [
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("dataset", models.CharField(max_length=40, verbose_name="liste")),
                (
                    "query",
                    models.CharField(blank=True, max_length=1500, verbose_name="filtres et mots"),
                ),
                ("title", models.CharField(max_length=500, verbose_name="ce qui est suivi")),
                (
                    "rhythm",
                    models.CharField(
                        choices=[("jour", "Chaque jour"), ("semaine", "Chaque semaine, le lundi")],
                        max_length=10,
                        verbose_name="rythme",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now, verbose_name="demandée le"
                    ),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="confirmée le"),
                ),
                (
                    "paused_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="en pause depuis"),
                ),
                (
                    "told_until",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="dite jusqu’au"
                    ),
                ),
                ("lost_at", models.DateTimeField(blank=True, null=True, verbose_name="perdue le")),
            ],
            options={
                "verbose_name": "alerte",
                "verbose_name_plural": "alertes",
                "ordering": ["asked_at", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Subscriber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("email", models.EmailField(max_length=254, verbose_name="courriel")),
                ("email_key", models.CharField(editable=False, max_length=254, unique=True)),
                (
                    "renewed_at",
                    models.DateTimeField(
                        db_index=True,
                        default=django.utils.timezone.now,
                        verbose_name="dernier geste",
                    ),
                ),
                (
                    "reminded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="rappelé le"),
                ),
            ],
            options={
                "verbose_name": "personne prévenue",
                "verbose_name_plural": "personnes prévenues",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="AlertMail",
            fields=[
                (
                    "outgoingmail_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="mail.outgoingmail",
                    ),
                ),
                (
                    "alert",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mails",
                        to="alerts.alert",
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mails",
                        to="alerts.subscriber",
                    ),
                ),
            ],
            options={
                "verbose_name": "courriel d’une alerte",
                "verbose_name_plural": "courriels des alertes",
                "default_permissions": (),
            },
            bases=("mail.outgoingmail",),
        ),
        migrations.AddField(
            model_name="alert",
            name="subscriber",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="alerts",
                to="alerts.subscriber",
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.UniqueConstraint(
                fields=("subscriber", "dataset", "query"), name="an_address_follows_a_list_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at__isnull", True), ("told_until__isnull", True)),
                    models.Q(("confirmed_at__isnull", False), ("told_until__isnull", False)),
                    _connector="OR",
                ),
                name="an_alert_tells_since_it_was_confirmed",
            ),
        ),
    ]
