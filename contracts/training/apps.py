"""Training sessions, an application of its own above the catalogue."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "contracts.training"
    label = "training"
    verbose_name = "Sessions"

    def ready(self) -> None:
        from contracts.training import catalogue

        catalogue.register_kind()
