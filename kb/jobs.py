"""What time brings: one turn of the clock, asked for every five minutes by `run_due`.

The register of jobs is the applications themselves. `kb` stands above all of them and none may
import it, so that each sets an attribute `jobs` of its AppConfig in `ready()`, made of plain values
alone: (name, function) pairs, in the order in which they are to run. Applications run in the order
of INSTALLED_APPS: those that write mail stand before the one that sends it.

No hour is registered. The function of a job asks the database what is due by now, and does that: a
turn may be late, repeated, or run twice at once. It yields (what, how many) for what it did, and
(what, sentence) for what failed of it. A job that raises is told by its name, and the next one runs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps

from contracts.values import unforeseen

Job = tuple[str, Callable[[], Iterable[tuple[str, int | str]]]]


@dataclass(frozen=True)
class Turn:
    """How much was done of each thing, and what failed."""

    done: Counter[str]
    failures: tuple[str, ...]


def registered() -> Iterator[Job]:
    for config in apps.get_app_configs():
        yield from getattr(config, "jobs", ())


def turn() -> Turn:
    done: Counter[str] = Counter()
    failures: list[str] = []
    for name, do in registered():
        try:
            for what, outcome in do():
                if isinstance(outcome, str):
                    failures.append(f"{what} : {outcome}")
                else:
                    done[what] += outcome
        except Exception as error:  # noqa: BLE001 - told, and the next job is done
            failures.append(f"{name} : {unforeseen.told(error)}")
    return Turn(+done, tuple(failures))
