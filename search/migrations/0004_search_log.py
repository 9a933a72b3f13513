from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0003_outbox"),
    ]

    operations = [
        migrations.CreateModel(
            name="LoggedQuery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="jour")),
                ("folded", models.CharField(max_length=200, verbose_name="recherche")),
                ("shown", models.CharField(max_length=100, verbose_name="orthographe")),
                ("searches", models.PositiveIntegerField(default=0, verbose_name="recherches")),
                (
                    "zero_results",
                    models.PositiveIntegerField(default=0, verbose_name="sans résultat"),
                ),
            ],
            options={
                "verbose_name": "recherche des visiteurs",
                "verbose_name_plural": "recherches des visiteurs",
                "default_permissions": (),
                "indexes": [models.Index(fields=["day"], name="search_queries_by_day")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("folded", "day"), name="search_a_query_is_counted_once_a_day"
                    )
                ],
            },
        ),
    ]
