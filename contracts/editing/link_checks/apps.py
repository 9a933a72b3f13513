"""Checks of links, an application of its own for its jobs."""

from django.apps import AppConfig


class LinkChecksConfig(AppConfig):
    name = "contracts.editing.link_checks"
    label = "link_checks"
    verbose_name = "Liens extérieurs"

    def ready(self) -> None:
        from contracts.editing.link_checks import jobs

        self.jobs = jobs.JOBS
