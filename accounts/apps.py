"""Accounts of the admin: an application of its own for its tables."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Comptes"

    def ready(self) -> None:
        from accounts import (  # noqa: F401 - checks register themselves
            checks,
            events,
            jobs,
            passwords,
            throttle,
        )

        self.jobs = jobs.JOBS
        throttle.connect()
        events.connect()
        passwords.register_writer()
