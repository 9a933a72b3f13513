"""The API among the fiches: a list and a detail, made each time and kept."""

from __future__ import annotations

import statistics
from time import perf_counter
from typing import Any

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

V1 = "/api/v1/"
CONTRACT = "brest-metropole-centre-ouest-bretagne"
ASKED = (
    ("liste de contrats", f"{V1}contrats"),
    ("recherche de toutes les fiches", f"{V1}recherche?q=bois"),
    ("détail d’un contrat", f"{V1}contrats/{CONTRACT}"),
    ("nombres par filtre", f"{V1}facettes/contrats"),
    ("changements", f"{V1}modifications?since=2020-01-01"),
)
ROUNDS = 30


def api(_size: int) -> dict[str, Any]:
    """Milliseconds and queries. The real content is in the database already (`pages`)."""
    measured: dict[str, dict[str, float]] = {name: {} for name, _ in ASKED}
    for way, megabytes in (("made", 0), ("kept", 64)):
        with override_settings(KEPT_PAGES_MB=megabytes):
            client = Client()
            for name, address in ASKED:
                for _ in range(3):  # what is read once is not counted
                    assert client.get(address).status_code == 200, address  # noqa: S101
                with CaptureQueriesContext(connection) as queries:
                    client.get(address)
                measured[name][f"{way} queries"] = len(queries)
                measured[name][way] = statistics.median(_times(client, address))
    return {"api": measured}


def _times(client: Client, address: str) -> list[float]:
    times = []
    for _ in range(ROUNDS):
        started = perf_counter()
        client.get(address)
        times.append((perf_counter() - started) * 1000)
    return times
