"""Public proposals, an application of its own for its tables."""

from django.apps import AppConfig


class ProposingConfig(AppConfig):
    name = "contracts.editing.proposing"
    label = "proposing"
    verbose_name = "Propositions d’expériences"

    def ready(self) -> None:
        from wagtail.signals import page_published

        from contracts.editing.proposing import answering, jobs, letter
        from contracts.models import CaseStudyPage

        self.jobs = jobs.JOBS
        letter.register_writers()
        page_published.connect(answering.on_published, sender=CaseStudyPage)
