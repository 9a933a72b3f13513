"""The counts of attempts are now those of every public form. Those of the day are not carried over:
they are hashes that only the form of their day could match, and the next day would erase them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("training", "0009_fill_moved_from")]

    operations = [migrations.DeleteModel(name="AttemptCount")]
