"""Training sessions, an application of its own above the catalogue."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "contracts.training"
    label = "training"
    verbose_name = "Sessions"

    def ready(self) -> None:
        from wagtail.signals import page_published

        from contracts.training import catalogue, jobs
        from contracts.training.mailing import messages
        from contracts.training.models import TrainingSessionPage
        from contracts.training.seats import announce

        self.jobs = jobs.JOBS
        catalogue.register_kind()
        messages.register_writers()
        page_published.connect(announce.on_published, sender=TrainingSessionPage)
