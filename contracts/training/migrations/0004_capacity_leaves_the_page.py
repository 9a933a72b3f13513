"""The capacity is in the row of what lives; the page says when registration opens."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("training", "0003_move_capacity")]

    operations = [
        migrations.RemoveField(
            model_name="trainingsessionpage",
            name="capacity",
        ),
        migrations.AddField(
            model_name="trainingsessionpage",
            name="registration_opens",
            field=models.DateField(blank=True, null=True, verbose_name="inscription à partir du"),
        ),
    ]
