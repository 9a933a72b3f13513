"""The first day of a month as French writes it, wherever the admin prints a date: « 1er décembre »."""

from __future__ import annotations

from django.utils.dateformat import DateFormat


def _ordinal(self: DateFormat) -> str:
    """« er » after 1, nothing after the others."""
    return "er" if self.format("j") == "1" else ""


def install() -> None:
    """From now on, « S » of Django's formats is French: it is « st », « nd », « th » in every
    language, and a file of formats cannot say otherwise."""
    DateFormat.S = _ordinal  # type: ignore[method-assign]
