from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0005_documents_that_nobody_publishes"),
    ]

    operations = [
        migrations.AddField(
            model_name="searchdocument",
            name="labels",
            field=models.TextField(blank=True, default="", verbose_name="libellés"),
        ),
    ]
