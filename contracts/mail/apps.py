"""The outbox, an application of its own for its table: it knows none of those who write mail."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "contracts.mail"
    label = "mail"
    verbose_name = "Courriels"

    def ready(self) -> None:
        from contracts.mail import address_fields, jobs

        address_fields.install()
        self.jobs = jobs.JOBS
