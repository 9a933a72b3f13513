# The keys are written by the next load of the catalogue (create_site), as when the analysis changes.

from django.db import migrations

import contracts.values.place_key


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0002_commune"),
    ]

    operations = [
        migrations.AddField(
            model_name="territory",
            name="place_key",
            field=contracts.values.place_key.PlaceKeyField(
                max_length=200, source="name", verbose_name="clé de recherche"
            ),
        ),
        migrations.AddField(
            model_name="territoryname",
            name="place_key",
            field=contracts.values.place_key.PlaceKeyField(
                max_length=200, source="name", verbose_name="clé de recherche"
            ),
        ),
    ]
