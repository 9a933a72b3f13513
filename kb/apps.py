"""The project as an application, for its commands and its assets: it has no table."""

from django.apps import AppConfig
from django.core.signals import request_started
from django.db.backends.signals import connection_created


class ProjectConfig(AppConfig):
    name = "kb"
    verbose_name = "Site"

    def ready(self) -> None:
        from kb import french_lists, french_messages, replaced_file

        french_lists.install()
        french_messages.install()
        connection_created.connect(replaced_file.remember)
        request_started.connect(replaced_file.open_anew)
