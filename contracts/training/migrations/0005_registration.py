"""Registrations, their log and their mail."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contracts", "0001_initial"), ("training", "0004_capacity_leaves_the_page")]

    operations = [
        migrations.CreateModel(
            name="Registration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("first_name", models.CharField(max_length=300, verbose_name="prénom")),
                ("last_name", models.CharField(max_length=300, verbose_name="nom")),
                ("organisation", models.CharField(max_length=300, verbose_name="structure")),
                ("function", models.CharField(max_length=300, verbose_name="fonction")),
                (
                    "public",
                    models.CharField(
                        choices=[
                            ("elus", "Élues et élus"),
                            ("directions", "Directions"),
                            ("agents", "Agents techniques"),
                            ("autre", "Autre"),
                        ],
                        max_length=12,
                        verbose_name="public",
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="courriel")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="téléphone")),
                (
                    "needs",
                    models.TextField(
                        blank=True,
                        max_length=1000,
                        verbose_name="besoins d’accessibilité ou d’alimentation",
                    ),
                ),
                (
                    "membership_declared",
                    models.BooleanField(
                        default=False, verbose_name="condition de participation déclarée"
                    ),
                ),
                ("email_key", models.CharField(editable=False, max_length=254)),
                ("name_key", models.CharField(editable=False, max_length=610)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("confirmee", "Confirmée"),
                            ("attente", "En liste d’attente"),
                            ("proposee", "Place proposée"),
                            ("annulee", "Annulée"),
                            ("refusee", "Place refusée"),
                            ("expiree", "Proposition expirée"),
                            ("deplacee", "Déplacée vers une autre session"),
                        ],
                        editable=False,
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "ticket",
                    models.PositiveIntegerField(editable=False, verbose_name="numéro d’ordre"),
                ),
                (
                    "offer_expires_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="place proposée jusqu’à"
                    ),
                ),
                ("offer_nonce", models.CharField(blank=True, editable=False, max_length=32)),
                ("attended", models.BooleanField(null=True, verbose_name="présence")),
                (
                    "channel",
                    models.CharField(
                        choices=[("site", "Sur le site"), ("bureau", "Par l’organisateur")],
                        default="site",
                        max_length=6,
                        verbose_name="inscrit",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="inscrit le"
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="modifié le"
                    ),
                ),
                (
                    "anonymised_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="anonymisé le"),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to="training.trainingsessionpage",
                        verbose_name="session",
                    ),
                ),
                (
                    "territory",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="contracts.territory",
                        verbose_name="territoire",
                    ),
                ),
            ],
            options={
                "verbose_name": "inscription",
                "verbose_name_plural": "inscriptions",
                "ordering": ["ticket"],
            },
        ),
        migrations.CreateModel(
            name="OutgoingMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("confirmation", "Inscription confirmée"),
                            ("attente", "Inscription en liste d’attente"),
                            ("proposition", "Une place est libre"),
                            ("expiration", "La proposition a expiré"),
                            ("refus", "Place refusée"),
                            ("annulation", "Inscription annulée"),
                            ("correction", "Coordonnées corrigées"),
                            ("deplacement", "Inscription déplacée"),
                            ("rappel-7", "Rappel, 7 jours avant"),
                            ("rappel-1", "Rappel, la veille"),
                            ("report", "Dates ou lieu changés"),
                            ("session-annulee", "Session annulée"),
                            ("merci", "Merci et suites"),
                        ],
                        max_length=16,
                        verbose_name="message",
                    ),
                ),
                ("facts", models.JSONField(blank=True, default=dict)),
                ("message_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="écrit le"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("attente", "À envoyer"),
                            ("envoye", "Envoyé"),
                            ("refuse", "Refusé par le serveur"),
                            ("sans-objet", "Sans objet"),
                        ],
                        default="attente",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="essais")),
                (
                    "next_attempt_at",
                    models.DateTimeField(
                        db_index=True,
                        default=django.utils.timezone.now,
                        verbose_name="prochain essai",
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="envoyé le")),
                (
                    "error",
                    models.CharField(blank=True, max_length=500, verbose_name="réponse du serveur"),
                ),
                ("once", models.CharField(blank=True, editable=False, max_length=80)),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mails",
                        to="training.registration",
                        verbose_name="inscription",
                    ),
                ),
            ],
            options={
                "verbose_name": "courriel",
                "verbose_name_plural": "courriels",
                "ordering": ["created_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="RegistrationEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("inscription", "Inscription"),
                            ("confirmation", "Place confirmée"),
                            ("attente", "Mise en liste d’attente"),
                            ("proposition", "Place proposée"),
                            ("acceptation", "Place acceptée"),
                            ("refus", "Place refusée"),
                            ("expiration", "Proposition expirée"),
                            ("annulation", "Inscription annulée"),
                            ("correction", "Coordonnées corrigées"),
                            ("deplacement", "Déplacée vers une autre session"),
                            ("presence", "Présence notée"),
                            ("derogation", "Dérogation"),
                            ("effacement", "Données effacées"),
                        ],
                        max_length=14,
                        verbose_name="événement",
                    ),
                ),
                ("by", models.CharField(blank=True, max_length=150, verbose_name="par")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="raison")),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="training.registration",
                        verbose_name="inscription",
                    ),
                ),
            ],
            options={
                "verbose_name": "événement d’une inscription",
                "verbose_name_plural": "journal des inscriptions",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ("confirmee", "attente", "proposee"))),
                fields=("session", "email_key", "name_key"),
                name="a_person_is_registered_once_to_a_session",
                violation_error_message="Cette personne est déjà inscrite à cette session.",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                fields=("session", "ticket"), name="a_ticket_is_given_once_in_a_session"
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("offer_expires_at__isnull", False),
                        ("status", "proposee"),
                        models.Q(("offer_nonce", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("status", "proposee"), _negated=True),
                        ("offer_expires_at__isnull", True),
                        ("offer_nonce", ""),
                    ),
                    _connector="OR",
                ),
                name="an_offer_and_nothing_else_has_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="outgoingmail",
            constraint=models.UniqueConstraint(
                condition=models.Q(("once", ""), _negated=True),
                fields=("registration", "kind", "once"),
                name="a_message_said_once_is_not_said_again",
            ),
        ),
    ]
