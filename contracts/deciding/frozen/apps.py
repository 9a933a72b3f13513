"""Frozen dossiers, an application of its own for its table."""

from django.apps import AppConfig


class FrozenConfig(AppConfig):
    name = "contracts.deciding.frozen"
    label = "frozen"
    verbose_name = "Dossiers figés"

    def ready(self) -> None:
        from contracts.deciding.frozen import jobs

        self.jobs = jobs.JOBS
