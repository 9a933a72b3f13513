"""Each mail of before has its row in the outbox of the site, under the same Message-ID: what was
being sent is not shown twice, what waits keeps its place."""

from django.db import migrations

COLUMNS = (
    "registration_id",
    "kind",
    "facts",
    "message_id",
    "created_at",
    "state",
    "attempts",
    "next_attempt_at",
    "sent_at",
    "error",
)


def move(apps, schema_editor):
    new = apps.get_model("training", "RegistrationMail").objects
    for mail in apps.get_model("training", "OutgoingMail").objects.order_by("created_at", "pk"):
        once = f"{mail.kind}:{mail.once}" if mail.once else ""
        new.create(**{name: getattr(mail, name) for name in COLUMNS}, once=once)


def move_back(apps, schema_editor):
    old = apps.get_model("training", "OutgoingMail").objects
    new = apps.get_model("training", "RegistrationMail").objects
    for mail in new.order_by("created_at", "pk"):
        once = mail.once.removeprefix(f"{mail.kind}:")
        old.create(**{name: getattr(mail, name) for name in COLUMNS}, once=once)
    new.all().delete()  # with their rows in the outbox, which another move would find again


class Migration(migrations.Migration):
    dependencies = [("training", "0011_registration_mail")]

    operations = [migrations.RunPython(move, move_back)]
