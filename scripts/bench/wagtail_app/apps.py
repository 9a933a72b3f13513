"""An application that only the bench installs."""

from django.apps import AppConfig


class WagtailBenchConfig(AppConfig):
    name = "scripts.bench.wagtail_app"
    label = "wagtail_bench"
    default_auto_field = "django.db.models.BigAutoField"
