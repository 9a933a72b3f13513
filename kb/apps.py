"""The project as an application, for its commands and its assets: it has no table."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "kb"
    verbose_name = "Site"
