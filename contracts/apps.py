"""The catalogue's application."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "contracts"
    verbose_name = "Catalogue"

    def ready(self) -> None:
        from contracts import places, search_sources, signals, suggest_sources
        from contracts.catalogue import fiches

        fiches.register_kinds()
        search_sources.register()
        suggest_sources.register()
        places.register()
        signals.connect()
