"""Its rows are those of the outbox of the site."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("training", "0012_move_mail")]

    operations = [migrations.DeleteModel(name="OutgoingMail")]
