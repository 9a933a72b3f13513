"""The catalogue's application."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "contracts"
    verbose_name = "Catalogue"

    def ready(self) -> None:
        from contracts import search_sources, signals
        from contracts.catalogue import fiches

        fiches.register_kinds()
        search_sources.register()
        signals.connect()
