"""Forms that anyone may send: an application of its own for the one table that they share."""

from django.apps import AppConfig


class PublicFormsConfig(AppConfig):
    name = "contracts.public_forms"
    label = "public_forms"
    verbose_name = "Formulaires publics"

    def ready(self) -> None:
        from contracts.public_forms import jobs

        self.jobs = jobs.JOBS
