"""Imports, an application of its own for its tables."""

from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "contracts.editing.importing"
    label = "importing"
    verbose_name = "Imports"

    def ready(self) -> None:
        from contracts.editing.importing import jobs

        self.jobs = jobs.JOBS
