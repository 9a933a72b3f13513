"""A mail to a registered person is a row of the outbox of the whole site, with a registration."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0001_outgoing_mail"),
        ("training", "0010_attempt_counts_leave"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegistrationMail",
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
                "verbose_name": "courriel d’une inscription",
                "verbose_name_plural": "courriels des inscriptions",
                "constraints": [
                    models.UniqueConstraint(
                        condition=~models.Q(once=""),
                        fields=("registration", "once"),
                        name="a_registration_is_told_once_of_one_thing",
                    )
                ],
            },
            bases=("mail.outgoingmail",),
        ),
    ]
