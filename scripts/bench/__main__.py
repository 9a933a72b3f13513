"""How fast the site is at 100, 10 000 and 100 000 fiches, beside Elasticsearch and the Wagtail way.

    make bench, make bench-large
    python -m scripts.bench [--sizes 100 10000 100000] [--database-only] [--heap 512m] [--shards 1]
    python -m scripts.bench [--sizes 100 10000 100000] --files-only
    python -m scripts.bench --large [--folder FOLDER]

On a temporary SQLite file for each size, or, for one size, the empty database that DATABASE_URL
names. Prints the speed of filling, the median and 95th centile of 200 searches with eight facets on
the engines and their ratios, how long a publication takes to be found, suggestions, whole pages, the
API, and lists of as many contracts taken away as files.
With --folder, what was done is kept there, and an interrupted run goes on with what is missing. The
figures and goals are in docs/measurements.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.elastic_server.cluster import Cluster
from scripts.elastic_server.distribution import ServerProblem
from scripts.elastic_server.leaving import leave_once

ROOT = Path(__file__).resolve().parent.parent.parent
SIZES = (100, 10_000, 100_000)
LARGE = 1_000_000
# Nothing is given up while it is measured.
TIMEOUT = "120"

FASTER = {100_000: 1.0, LARGE: 3.0}  # how many times, at the 95th centile
FRESH_SECONDS = 2.0
SUGGESTED_MS = 20.0
KEPT_TIMES = 20.0  # as many requests per second as when the page is made
KNOWN_TIMES = 25.0
API_KEPT_MS = 10.0
PAPER_SECONDS = {10: 1.0, 100: 10.0}  # by fiches of a dossier
PAPER_MB = 300


@dataclass(frozen=True)
class Case:
    """A function of a module of scripts.bench, which engine answers it, and up to how many documents."""

    name: str
    function: str
    on_elasticsearch: bool = False
    up_to: int = LARGE
    # On fiches that are pages: a database of SQLite of their own, beside that of the documents.
    on_fiches: bool = False


EXPORTED_PER_SECOND = 5_000  # rows of a CSV
EXPORT_MB = 150.0  # that a file adds to the memory of its process
EXPORTS = {
    "csv": "contrats, CSV",
    "xlsx": "contrats, XLSX",
    "ods": "contrats, ODS",
    "json": "contrats, JSON",
    "geojson": "contrats, GeoJSON",
    "commitments": "engagements, CSV",
    "results": "résultats de la recherche, CSV",
    "feed": "contrats, flux Atom",
}

CASES = (
    Case("fill", "cases.fill"),
    Case("project", "cases.project", on_elasticsearch=True),
    Case("elasticsearch", "cases.searches", on_elasticsearch=True),
    Case("database", "cases.searches"),
    Case("suggestions", "cases.suggestions", up_to=100_000),
    Case("freshness", "cases.freshness", on_elasticsearch=True),
    Case("updates", "cases.updates", up_to=100_000),
    Case("pages", "cases.pages", up_to=100_000),
    Case("api", "api.api", up_to=100_000),
    Case("papers", "papers.papers", up_to=10_000),
    Case("digests", "alerts.digests_of_a_day", up_to=10_000),
    Case("served", "served.served", up_to=10_000),
    Case("wagtail", "cases.wagtail", up_to=100_000),
    Case("fiches", "exports.fill", up_to=100_000, on_fiches=True),
    *(Case(name, f"exports.{name}", up_to=100_000, on_fiches=True) for name in EXPORTS),
)


@dataclass(frozen=True)
class Bench:
    """One size: its database, its index, and what was measured already. `url` is empty without
    Elasticsearch; `files_only` leaves all the rest out."""

    size: int
    folder: Path
    url: str
    shards: int
    files_only: bool

    @property
    def _results(self) -> Path:
        return self.folder / f"results-{self.size}.json"

    def results(self) -> dict[str, Any]:
        return json.loads(self._results.read_text()) if self._results.exists() else {}

    def run(self) -> bool:
        """Do what is missing, case by case: whether all of it could be measured."""
        for case in CASES:
            if case.name in self.results() or self.size > case.up_to:
                continue
            if (case.on_elasticsearch and not self.url) or (self.files_only > case.on_fiches):
                continue
            with self._drainer(case) if case.name == "freshness" else nullcontext():
                done = self._process(case)
            if done.returncode:
                say(f"  {case.name} : échec (code {done.returncode})")
                return False
            measured = json.loads(done.stdout)
            self._results.write_text(json.dumps({**self.results(), case.name: measured}))
        return True

    def _environment(self, case: Case) -> dict[str, str]:
        name = f"{'fiches' if case.on_fiches else 'bench'}-{self.size}.sqlite3"
        database = {"DATABASE_URL": f"sqlite:///{self.folder / name}"}
        inherited = {**os.environ, **database} if case.on_fiches else {**database, **os.environ}
        return {
            **inherited,
            "DJANGO_SETTINGS_MODULE": "scripts.bench.settings",
            "STATIC_ROOT": str(self.folder),
            "ELASTICSEARCH_URL": self.url if case.on_elasticsearch else "",
            "ELASTICSEARCH_INDEX_PREFIX": f"banc-{self.size}",
            "ELASTICSEARCH_SHARDS": str(self.shards),
            "ELASTICSEARCH_TIMEOUT": TIMEOUT,
        }

    def _process(self, case: Case) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "scripts.bench.run_case", case.function, str(self.size)],
            cwd=ROOT,
            env=self._environment(case),
            stdout=subprocess.PIPE,
            text=True,
        )

    @contextmanager
    def _drainer(self, case: Case) -> Iterator[None]:
        """The process that keeps Elasticsearch up to date, as in production."""
        drainer = subprocess.Popen(
            [sys.executable, "manage.py", "drain_search", "--watch"],
            cwd=ROOT,
            env=self._environment(case),
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
    with (
        tempfile.TemporaryDirectory(prefix="reciprocites-bench-") as temporary,
        _server(options) as url,
    ):
        folder = (options.folder or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        benches = [
            Bench(size, folder, url, options.shards, options.files_only) for size in options.sizes
        ]
        outcomes = [_measured(bench) for bench in benches]
        return int(not all(outcomes))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+")
    parser.add_argument("--large", action="store_true", help=f"{LARGE} documents")
    parser.add_argument("--database-only", action="store_true", help="without Elasticsearch")
    parser.add_argument("--files-only", action="store_true", help="exports and feed alone")
    parser.add_argument("--heap", help="memory of the server")
    parser.add_argument("--shards", type=int)
    parser.add_argument("--folder", type=Path, help="keep everything there, and go on from there")
    options = parser.parse_args()
    options.sizes = options.sizes or ([LARGE] if options.large else SIZES)
    options.heap = options.heap or ("2g" if options.large else "1g")
    options.shards = options.shards or (2 if options.large else 1)
    if "DATABASE_URL" in os.environ and len(options.sizes) > 1:
        parser.error("DATABASE_URL names one database: choose one size with --sizes")
    return options


@contextmanager
def _server(options: argparse.Namespace) -> Iterator[str]:
    """The address of a private Elasticsearch; empty without one."""
    if options.database_only or options.files_only:
        yield ""
        return
    with ExitStack() as stack:
        try:
            url = stack.enter_context(Cluster(heap=options.heap, folder=options.folder)).url
        except ServerProblem as problem:
            say(f"Elasticsearch : NON MESURÉ, {problem}")
            url = ""
        yield url


def _measured(bench: Bench) -> bool:
    say(f"\n{bench.size} fiches")
    is_whole = bench.run()
    results = bench.results()
    _say_filling(results)
    is_same = _say_searches(bench.size, results)
    _say_the_rest(results)
    say(
        "  mémoire des processus : "
        + ", ".join(f"{case} {measured['memory_mb']} Mo" for case, measured in results.items())
    )
    return is_whole and is_same


def _say_filling(results: dict[str, Any]) -> None:
    if filled := results.get("fill"):
        say(f"  indexation en {filled['seconds']:.1f} s, {filled['megabytes']:.1f} Mo")
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


def _say_the_rest(results: dict[str, Any]) -> None:
    if measured := results.get("suggestions"):
        reached = _goal(f"{SUGGESTED_MS:.0f} ms au plus", measured["p95"] <= SUGGESTED_MS)
        say(
            f"  suggestions : p50 {measured['p50']:.1f} ms, p95 {measured['p95']:.1f} ms "
            f"({reached}), la première {measured['first']:.0f} ms"
        )
    if measured := results.get("freshness"):
        reached = _goal(f"{FRESH_SECONDS:.0f} s au plus", measured["most"] <= FRESH_SECONDS)
        say(
            f"  de la publication à la recherche : médiane {measured['median']:.2f} s, "
            f"la plus longue {measured['most']:.2f} s ({reached})"
        )
    if measured := results.get("updates"):
        say(
            f"  mise à jour d’une fiche : {measured['p50']:.1f} ms, "
            f"la recherche qui suit {measured['search_p50']:.1f} ms"
        )
    for name, measured in results.get("pages", {}).get("pages", {}).items():
        say(f"  {name} : {measured['p50']:.0f} ms, {measured['queries']} requêtes")
    for name, measured in results.get("api", {}).get("api", {}).items():
        reached = _goal(f"{API_KEPT_MS:.0f} ms au plus", measured["kept"] <= API_KEPT_MS)
        say(
            f"  API, {name} : faite {measured['made']:.0f} ms, {measured['made queries']} requêtes ; "
            f"gardée {measured['kept']:.1f} ms ({reached})"
        )
    _say_papers(results.get("papers", {}))
    if measured := results.get("digests"):
        say(
            f"  alertes, {measured['subscribers']} personnes : {measured['mails']} courriels du jour "
            f"en {measured['seconds']:.0f} s ({measured['processor_seconds']:.0f} s de processeur), "
            f"{measured['queries']:.1f} requêtes chacun, {measured['text_ms']:.0f} ms de texte"
        )
    _say_served(results.get("served", {}))
    _say_exports(results)
    if measured := results.get("wagtail"):
        say(
            f"  à la manière de Wagtail : indexation {measured['seconds']:.1f} s, "
            f"{measured['searches']} des 200 recherches, p50 {measured['p50']:.1f} ms, "
            f"soit × {measured['p50'] / results['database']['p50']:.1f}"
        )


def _say_exports(results: dict[str, Any]) -> None:
    """The clock, the processor, and what a file adds to the memory of its process."""
    for name, label in EXPORTS.items():
        if measured := results.get(name):
            added = measured["peak_mb"] - measured["before_mb"]
            speeds = [measured["rows"] / measured[of] for of in ("seconds", "processor_seconds")]
            say(
                f"  {label} : {measured['seconds']:.1f} s, {measured['megabytes']:.1f} Mo, "
                f"{speeds[0]:.0f} lignes par seconde, {speeds[1]:.0f} par seconde de processeur, "
                f"premier octet {measured['first_byte_seconds']:.2f} s, mémoire "
                f"{measured['before_mb']:.0f} Mo puis {added:.0f} de plus"
            )
            if label.endswith("CSV"):
                say(
                    f"    {_goal(f'{EXPORTED_PER_SECOND} lignes par seconde', speeds[0] >= EXPORTED_PER_SECOND)}, "
                    f"{_goal(f'{EXPORT_MB:.0f} Mo', added <= EXPORT_MB)}"
                )


def _say_papers(results: dict[str, Any]) -> None:
    """Seconds and weight of the documents of a dossier, and the memory that they all took."""
    for name, measured in results.get("papers", {}).items():
        most = PAPER_SECONDS[int(name.split()[1])]
        reached = _goal(f"{most:.0f} s au plus", measured["seconds"] <= most)
        say(
            f"  dossier, {name} : {measured['seconds']:.2f} s, "
            f"{measured['kilobytes']:.0f} ko ({reached})"
        )
    if results:
        reached = _goal(f"{PAPER_MB} Mo", results["memory_mb"] <= PAPER_MB)
        say(f"  mémoire des dossiers : {results['memory_mb']} Mo ({reached})")


def _say_served(results: dict[str, Any]) -> None:
    """Requests per second by connections, and how many times as many as when pages are made."""
    for name, ways in results.get("served", {}).items():
        for count, made in ways["made"].items():
            kept, known = ways["kept"][count], ways["known"][count]
            times = {
                way: one["per_second"] / made["per_second"]
                for way, one in (("kept", kept), ("known", known))
            }
            say(
                f"  {name}, {count} connexions : faite {made['per_second']:.0f} par seconde, "
                f"gardée × {times['kept']:.0f} "
                f"({_goal(f'× {KEPT_TIMES:.0f}', times['kept'] >= KEPT_TIMES)}), "
                f"304 × {times['known']:.0f} "
                f"({_goal(f'× {KNOWN_TIMES:.0f}', times['known'] >= KNOWN_TIMES)}), "
                f"gardée p99 / médiane {kept['p99'] / kept['p50']:.1f}"
            )
    if memory := results.get("memory"):
        say(
            f"  mémoire d’un processus : {memory['before']:.0f} Mo, puis {memory['after']:.0f} Mo "
            f"après les {memory['addresses']} adresses du plan du site"
        )


def _goal(text: str, is_reached: bool) -> str:
    return f"objectif : {text}, {'atteint' if is_reached else 'manqué'}"


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
