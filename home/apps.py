"""The front door: home page, editorial pages, site settings."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "Accueil et pages éditoriales"

    def ready(self) -> None:
        from contracts.pages.versions.citation import register_publisher
        from home import catalogue, checks, index, kind  # noqa: F401 - checks register themselves
        from home.models import Publisher

        kind.register()
        catalogue.register_kinds()
        index.connect()
        register_publisher(lambda request: Publisher.read(request).name)
