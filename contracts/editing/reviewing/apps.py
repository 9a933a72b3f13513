"""Fiches to read again, and what becomes of those that are sent, approved, published, commented: an
application of its own for its tables."""

from django.apps import AppConfig


class ReviewingConfig(AppConfig):
    name = "contracts.editing.reviewing"
    label = "reviewing"
    verbose_name = "Relectures"

    def ready(self) -> None:
        from contracts.editing.reviewing import editing_letters, jobs, letter, telling

        self.jobs = jobs.JOBS
        letter.register_writer()
        editing_letters.register_writer()
        telling.connect()
