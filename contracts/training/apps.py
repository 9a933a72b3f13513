"""Training sessions, an application of its own above the catalogue."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "contracts.training"
    label = "training"
    verbose_name = "Sessions"

    def ready(self) -> None:
        from wagtail.signals import page_published

        from contracts.pages.parts import session_notes
        from contracts.training import catalogue, jobs, kind, opendata
        from contracts.training.mailing import messages
        from contracts.training.models import TrainingSessionPage
        from contracts.training.pages.related import TrainingSessions
        from contracts.training.seats import announce
        from contracts.training.values import timing

        self.jobs = jobs.JOBS
        self.next_moment = timing.next_moment
        messages.register_writers()
        kind.register()
        catalogue.register_kind()
        opendata.register_table()
        session_notes.register(TrainingSessions())
        page_published.connect(announce.on_published, sender=TrainingSessionPage)
