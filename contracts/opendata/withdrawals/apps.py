"""Withdrawals, an application of its own for its table."""

from django.apps import AppConfig


class WithdrawalsConfig(AppConfig):
    name = "contracts.opendata.withdrawals"
    label = "withdrawals"
    verbose_name = "Retraits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from contracts.opendata.withdrawals import record

        record.connect()
