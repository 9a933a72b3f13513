"""The catalogue's application."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "contracts"
    verbose_name = "Catalogue"

    def ready(self) -> None:
        from wagtail.signals import page_published

        from contracts.admin import date_fields, date_formats, number_fields
        from contracts.admin.versions import journal, unscheduling
        from contracts.admin.versions import values as versions_values
        from contracts.admin.writing import icons
        from contracts.catalogue import fiches
        from contracts.index import facets, names, sources, updates
        from contracts.opendata.archive import jobs
        from contracts.opendata.lists import register as lists
        from contracts.pages import kinds
        from contracts.places import place_hints
        from contracts.rules import kept_rows, texts
        from search.answers import everyday

        texts.install()
        page_published.connect(kept_rows.number_rows, dispatch_uid="numbers_of_rows")
        kinds.register()
        date_fields.register()
        date_formats.install()
        number_fields.register()
        icons.install()
        fiches.register_kinds()
        sources.register()
        facets.register()
        names.register()
        everyday.install()
        place_hints.register()
        lists.register()
        self.jobs = jobs.JOBS
        versions_values.register()
        journal.connect()
        unscheduling.connect()
        updates.connect()
