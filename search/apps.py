"""The application: its name, its checks, and the upkeep of its full-text index."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Recherche"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from search import checks, jobs, tasks  # noqa: F401 - checks register themselves
        from search.index import fulltext, outbox

        self.jobs = jobs.JOBS
        # A migration that rebuilds the table of documents on SQLite takes its triggers away.
        post_migrate.connect(fulltext.install_after_migrate, sender=self)
        outbox.call_after_commit(tasks.ask_for_a_drain)
