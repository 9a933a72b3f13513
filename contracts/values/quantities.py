"""How a number and its unit are written."""

import re
from decimal import Decimal

from django.utils.formats import number_format

_TIME = re.compile(r"\b(?:h|heures?|mn|min|minutes?)\b", re.IGNORECASE)


def is_time(value: str) -> bool:
    """« 45 minutes environ »: how long it takes, and not how far it is."""
    return bool(_TIME.search(value))


def measured(number: Decimal, unit: str) -> str:
    """« 20 000 tonnes par an »: digits grouped, no useless zeros."""
    digits = number_format(format(Decimal(number).normalize(), "f"), use_l10n=True)
    return f"{digits} {unit}".strip()
