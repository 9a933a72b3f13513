"""Alerts, an application of its own for its tables."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "contracts.opendata.alerts"
    label = "alerts"
    verbose_name = "Alertes par courriel"

    def ready(self) -> None:
        from contracts.opendata.alerts import jobs, letter

        self.jobs = jobs.JOBS
        letter.register_writers()
