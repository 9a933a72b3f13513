"""How fast the search is with Elasticsearch, beside the database engine on SQLite in the same run.

    make bench, make bench-large
    python scripts/bench_elastic.py [--sizes 10000 100000] [--heap 512m] [--shards 1]
    python scripts/bench_elastic.py --large [--folder FOLDER]

Prints the speed of filling, the median and 95th centile of 200 searches with eight facets on both
engines and their ratio (above 1: Elasticsearch is that many times faster), how long a publication
takes to be found, and the suggestions. With --folder, what was done is kept there, and a run that
was interrupted goes on with what is missing.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.elastic_server.cluster import Cluster
from scripts.elastic_server.distribution import ServerProblem
from scripts.elastic_server.leaving import leave_once

ROOT = Path(__file__).resolve().parent.parent
SIZES = (10_000, 100_000)
LARGE = 1_000_000
SUGGESTED_UP_TO = 100_000
PARTS = ("fill", "project", "elasticsearch", "database", "suggestions", "freshness")
# Nothing is given up while it is measured.
TIMEOUT = "120"

FASTER = {100_000: 1.0, LARGE: 3.0}  # how many times, at the 95th centile
FRESH_SECONDS = 2.0
SUGGESTED_MS = 20.0


@dataclass(frozen=True)
class Bench:
    """One size: its SQLite file, its index, and what was measured already."""

    size: int
    folder: Path
    url: str
    shards: int

    @property
    def _results(self) -> Path:
        return self.folder / f"results-{self.size}.json"

    @property
    def database(self) -> Path:
        return self.folder / f"bench-{self.size}.sqlite3"

    def results(self) -> dict[str, Any]:
        return json.loads(self._results.read_text()) if self._results.exists() else {}

    def run(self) -> bool:
        """Do what is missing, part by part: whether all of it could be measured."""
        for part in PARTS:
            if part in self.results() or (part == "suggestions" and self.size > SUGGESTED_UP_TO):
                continue
            with self._drainer() if part == "freshness" else nullcontext():
                done = self._process("scripts.bench_elastic_parts", part, str(self.size))
            if done.returncode:
                say(f"  {part} : échec (code {done.returncode})")
                return False
            measured = json.loads(done.stdout)
            self._results.write_text(json.dumps({**self.results(), part: measured}))
        return True

    def _environment(self, part: str) -> dict[str, str]:
        is_on = part not in {"fill", "database", "suggestions"}
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "kb.settings.dev",
            "DEBUG": "false",  # a debugging Django keeps every statement
            "DATABASE_URL": f"sqlite:///{self.database}",
            "ELASTICSEARCH_URL": self.url if is_on else "",
            "ELASTICSEARCH_INDEX_PREFIX": f"banc-{self.size}",
            "ELASTICSEARCH_SHARDS": str(self.shards),
            "ELASTICSEARCH_TIMEOUT": TIMEOUT,
        }

    def _process(self, module: str, part: str, size: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", module, part, size],
            cwd=ROOT,
            env=self._environment(part),
            stdout=subprocess.PIPE,
            text=True,
        )

    @contextmanager
    def _drainer(self) -> Iterator[None]:
        """The process that keeps Elasticsearch up to date, as in production."""
        drainer = subprocess.Popen(
            [sys.executable, "manage.py", "drain_search", "--watch"],
            cwd=ROOT,
            env=self._environment("freshness"),
            stdout=subprocess.DEVNULL,
        )
        try:
            yield
        finally:
            drainer.terminate()
            drainer.wait()


def main() -> int:
    options = _options()
    leave_once()
    say("\nElasticsearch, à côté de la base de données (SQLite)")
    with tempfile.TemporaryDirectory(prefix="reciprocites-bench-") as temporary:
        folder = (options.folder or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with Cluster(heap=options.heap, folder=options.folder) as cluster:
                benches = [
                    Bench(size, folder, cluster.url, options.shards) for size in options.sizes
                ]
                outcomes = [_measured(bench) for bench in benches]
                return int(not all(outcomes))
        except ServerProblem as problem:
            say(f"NON MESURÉ : {problem}")
            return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+")
    parser.add_argument("--large", action="store_true", help=f"{LARGE} documents")
    parser.add_argument("--heap", help="memory of the server")
    parser.add_argument("--shards", type=int)
    parser.add_argument("--folder", type=Path, help="keep everything there, and go on from there")
    options = parser.parse_args()
    options.sizes = options.sizes or ([LARGE] if options.large else SIZES)
    options.heap = options.heap or ("2g" if options.large else "1g")
    options.shards = options.shards or (2 if options.large else 1)
    return options


def _measured(bench: Bench) -> bool:
    say(f"\n{bench.size} fiches")
    is_whole = bench.run()
    results = bench.results()
    _say_filling(results)
    is_same = _say_searches(bench.size, results)
    _say_suggestions(results)
    _say_freshness(results)
    say(
        "  mémoire des processus : "
        + ", ".join(f"{part} {measured['memory_mb']} Mo" for part, measured in results.items())
    )
    return is_whole and is_same


def _say_filling(results: dict[str, Any]) -> None:
    if filled := results.get("fill"):
        say(f"  base de données remplie en {filled['seconds']:.0f} s")
    if projected := results.get("project"):
        say(
            f"  Elasticsearch rempli en {projected['seconds']:.0f} s : "
            f"{projected['per_second']:.0f} documents par seconde, {projected['megabytes']:.0f} Mo"
        )


def _say_searches(size: int, results: dict[str, Any]) -> bool:
    """Whether both engines found the same."""
    for engine, name in (("database", "base de données"), ("elasticsearch", "Elasticsearch")):
        if measured := results.get(engine):
            say(
                f"  200 recherches et 8 facettes, {name} : p50 {measured['p50']:.1f} ms, "
                f"p95 {measured['p95']:.1f} ms, la plus lente {measured['most']:.0f} ms, "
                f"la première {measured['first']:.0f} ms"
            )
    if not {"database", "elasticsearch"} <= set(results):
        return True
    ratios = {
        name: results["database"][name] / results["elasticsearch"][name] for name in ("p50", "p95")
    }
    goal = FASTER.get(size)
    say(
        f"  Elasticsearch : p50 × {ratios['p50']:.1f}, p95 × {ratios['p95']:.1f}"
        + (f" ({_goal(f'× {goal:.0f} au moins', ratios['p95'] >= goal)})" if goal else "")
    )
    is_same = results["database"]["totals"] == results["elasticsearch"]["totals"]
    if not is_same:
        say("  LES DEUX MOTEURS NE TROUVENT PAS LA MÊME CHOSE")
    return bool(is_same)


def _say_suggestions(results: dict[str, Any]) -> None:
    if measured := results.get("suggestions"):
        reached = _goal(f"{SUGGESTED_MS:.0f} ms au plus", measured["p95"] <= SUGGESTED_MS)
        say(
            f"  suggestions : p50 {measured['p50']:.1f} ms, p95 {measured['p95']:.1f} ms "
            f"({reached}), la première {measured['first']:.0f} ms"
        )


def _say_freshness(results: dict[str, Any]) -> None:
    if measured := results.get("freshness"):
        reached = _goal(f"{FRESH_SECONDS:.0f} s au plus", measured["most"] <= FRESH_SECONDS)
        say(
            f"  de la publication à la recherche : médiane {measured['median']:.2f} s, "
            f"la plus longue {measured['most']:.2f} s ({reached})"
        )


def _goal(text: str, is_reached: bool) -> str:
    return f"objectif : {text}, {'atteint' if is_reached else 'manqué'}"


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
