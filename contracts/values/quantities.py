"""How a number and its unit are written."""

from decimal import Decimal

from django.utils.formats import number_format


def measured(number: Decimal, unit: str) -> str:
    """« 20 000 tonnes par an »: digits grouped, no useless zeros."""
    digits = number_format(format(Decimal(number).normalize(), "f"), use_l10n=True)
    return f"{digits} {unit}".strip()
