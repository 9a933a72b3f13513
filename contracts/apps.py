"""The catalogue's application."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "contracts"
    verbose_name = "Catalogue"

    def ready(self) -> None:
        from contracts.catalogue import fiches
        from contracts.index import facets, kinds, names, sources, updates
        from contracts.places import place_hints

        fiches.register_kinds()
        sources.register()
        facets.register()
        kinds.register()
        names.register()
        place_hints.register()
        updates.connect()
