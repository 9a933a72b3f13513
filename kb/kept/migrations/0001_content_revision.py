"""The table of the revision of the content. Its triggers stand on the tables of every application:
they are installed once all migrations are done (`kb.kept.triggers`)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ContentRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=32, verbose_name="jeton")),
            ],
            options={
                "verbose_name": "révision du contenu",
                "verbose_name_plural": "révisions du contenu",
                "default_permissions": (),
            },
        ),
    ]
