"""What is due of public forms, at each turn of the clock (`kb.jobs`)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from contracts.public_forms import throttle


def _forget_addresses() -> Iterator[tuple[str, int]]:
    yield "adresses oubliées", throttle.forget_before(timezone.localdate())


JOBS = (("adresses oubliées", _forget_addresses),)
