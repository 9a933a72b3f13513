"""Messages of readers, an application of its own for its tables."""

from django.apps import AppConfig


class ContactConfig(AppConfig):
    name = "home.contact"
    label = "contact"
    verbose_name = "Messages des lecteurs"

    def ready(self) -> None:
        from home.contact import jobs, letter

        self.jobs = jobs.JOBS
        letter.register_writer()
