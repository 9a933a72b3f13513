"""The application: its table, its triggers and its checks."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class KeptConfig(AppConfig):
    name = "kb.kept"
    label = "kept"
    verbose_name = "Pages gardées en mémoire"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kb.kept import checks, triggers  # noqa: F401 - checks register themselves

        # A migration that makes a table of SQLite anew takes its triggers away, and one that drops
        # a column stumbles over those that name it.
        pre_migrate.connect(triggers.remove_before_migrations, sender=self)
        post_migrate.connect(triggers.install_after_migrate, sender=self)
