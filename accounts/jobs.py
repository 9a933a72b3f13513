"""What is forgotten of log-ins, at each turn of the clock (`kb.jobs`)."""

from __future__ import annotations

from collections.abc import Iterator

from accounts import events, remembered, throttle


def _forget() -> Iterator[tuple[str, int]]:
    yield "mots de passe refusés oubliés", throttle.forget()
    yield "appareils oubliés", remembered.forget_old()
    yield "lignes du journal des connexions effacées", events.erase()


JOBS = (("oubli des connexions", _forget),)
