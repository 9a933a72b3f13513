"""Each session of before has its row, with the capacity that its page held."""

from django.db import migrations


def move(apps, schema_editor):
    pages = apps.get_model("training", "TrainingSessionPage").objects.all()
    states = apps.get_model("training", "SessionState").objects
    for pk, capacity in pages.values_list("pk", "capacity"):
        states.get_or_create(page_id=pk, defaults={"capacity": capacity})


def move_back(apps, schema_editor):
    pages = apps.get_model("training", "TrainingSessionPage").objects
    for state in apps.get_model("training", "SessionState").objects.all():
        pages.filter(pk=state.page_id).update(capacity=state.capacity)


class Migration(migrations.Migration):
    dependencies = [("training", "0002_session_state")]

    operations = [migrations.RunPython(move, move_back)]
