"""Papers of dossiers, an application of its own for its table."""

from django.apps import AppConfig


class MakingConfig(AppConfig):
    name = "contracts.deciding.making"
    label = "making"
    verbose_name = "Documents des dossiers"

    def ready(self) -> None:
        from contracts.deciding.making import jobs

        self.jobs = jobs.JOBS
