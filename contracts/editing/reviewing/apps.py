"""Fiches to read again, an application of its own for its table."""

from django.apps import AppConfig


class ReviewingConfig(AppConfig):
    name = "contracts.editing.reviewing"
    label = "reviewing"
    verbose_name = "Relectures"

    def ready(self) -> None:
        from contracts.editing.reviewing import jobs, letter

        self.jobs = jobs.JOBS
        letter.register_writer()
