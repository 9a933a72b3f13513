"""The front door: home page, editorial pages, site settings."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "Accueil et pages éditoriales"

    def ready(self) -> None:
        from home import catalogue, checks, index, kind  # noqa: F401 - checks register themselves

        kind.register()
        catalogue.register_kinds()
        index.connect()
