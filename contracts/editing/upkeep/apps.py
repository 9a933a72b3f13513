"""Upkeep, an application of its own for its hooks and the signals that it listens to."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "contracts.editing.upkeep"
    label = "upkeep"
    verbose_name = "Entretien de la base"

    def ready(self) -> None:
        from contracts.editing.upkeep import jobs, proposed

        self.jobs = jobs.JOBS
        proposed.connect()
