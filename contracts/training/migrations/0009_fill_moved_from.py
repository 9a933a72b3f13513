"""Moves of before: which registration one was moved from was said by the mail about the move."""

from django.db import migrations


def fill(apps, schema_editor):
    registrations = apps.get_model("training", "Registration").objects
    mails = apps.get_model("training", "OutgoingMail").objects.filter(kind="deplacement")
    known = set(registrations.values_list("pk", flat=True))
    for moved, facts in mails.values_list("registration_id", "facts"):
        if (origin := facts.get("registration")) in known:
            registrations.filter(pk=moved).update(moved_from_id=origin)


class Migration(migrations.Migration):
    dependencies = [("training", "0008_registration_moved_from")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
