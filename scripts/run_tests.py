"""The suites that this machine can run, then what was skipped and how to have it: `make test`.

With REQUIRE_ALL=1 (continuous integration) nothing is skipped: what is missing fails the run.
Arguments go to pytest. A suite that shares nothing but its database runs on every core, each worker
on a database of its own; those that ask one server or one running site run side by side instead,
one core each.
"""

import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
REPORTS = BASE_DIR / "var" / "tests"
NO_TEST_COLLECTED = 5
SLOWEST = 10
EVERYTHING = os.environ.get("EVERYTHING") == "1"  # every test on each engine that it can run on


@dataclass(frozen=True)
class Suite:
    name: str
    marker: str
    wrapper: tuple[str, ...] = ()
    needs: str = ""  # a word known to scripts/find
    cure: str = ""
    on_every_core: bool = False


SUITES = (
    Suite(
        "SQLite",
        "not browser and not postgresql and not elasticsearch and not cluster",
        on_every_core=True,
    ),
    Suite(
        "PostgreSQL",
        "not browser and not sqlite and not elasticsearch and not cluster"
        # Words, screens and files are read on one engine, or the run would be half as long again.
        + ("" if EVERYTHING else " and (postgresql or not any_engine)"),
        wrapper=("scripts/with_postgres",),
        needs="postgresql",
        cure="apt-get install postgresql",
        on_every_core=True,
    ),
    Suite(
        "Elasticsearch",
        "elasticsearch and not browser and not cluster",
        wrapper=("scripts/with_elasticsearch",),
        needs="elasticsearch",
        cure="make test-elasticsearch (Java 17 et Maven : apt-get install maven)",
    ),
    Suite(
        "navigateur, pages publiques",
        "browser and not desk",
        needs="chromium",
        cure="apt-get install chromium",
    ),
    Suite(
        "navigateur, espace de rédaction",
        "browser and desk",
        needs="chromium",
        cure="apt-get install chromium",
    ),
)


@dataclass
class Outcome:
    suite: Suite
    seconds: float = 0
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    fault: str = ""
    durations: list[tuple[float, str]] = field(default_factory=list)  # seconds, name of the test
    output: str = ""  # of a suite that ran beside another one


def main(arguments: Sequence[str]) -> int:
    required = os.environ.get("REQUIRE_ALL") == "1"
    REPORTS.mkdir(parents=True, exist_ok=True)
    found = [suite for suite in SUITES if not suite.needs or _is_found(suite.needs)]
    missing = [suite for suite in SUITES if suite not in found]
    outcomes = [_run(suite, arguments) for suite in found if suite.on_every_core]
    outcomes += _run_side_by_side([suite for suite in found if not suite.on_every_core], arguments)
    return _summarize(outcomes, missing, chosen=bool(arguments), required=required)


def _run_side_by_side(suites: list[Suite], arguments: Sequence[str]) -> list[Outcome]:
    """As many at once as there are cores. The first suite prints as it runs; what the others print
    comes whole, once all have ended."""
    with ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 1)) as pool:
        running = [
            pool.submit(_run, suite, arguments, is_shown=position == 0)
            for position, suite in enumerate(suites)
        ]
        outcomes = [outcome.result() for outcome in running]
    for outcome in outcomes[1:]:
        print(f"\n── Tests : {outcome.suite.name}\n{outcome.output}", flush=True)
    return outcomes


def _is_found(tool: str) -> bool:
    return subprocess.run(["scripts/find", tool], cwd=BASE_DIR, capture_output=True).returncode == 0


def _run(suite: Suite, arguments: Sequence[str], *, is_shown: bool = True) -> Outcome:
    if is_shown:
        print(f"\n── Tests : {suite.name}", flush=True)
    report = REPORTS / f"{suite.name}.xml"
    report.unlink(missing_ok=True)
    workers = ("--numprocesses=auto", "--dist=loadgroup") if suite.on_every_core else ()
    started = time.monotonic()
    done = subprocess.run(
        [
            *suite.wrapper,
            sys.executable,
            "-m",
            "pytest",
            "--verbosity=0",
            "-m",
            suite.marker,
            f"--junit-xml={report}",
            *workers,
            *arguments,
        ],
        cwd=BASE_DIR,
        stdout=None if is_shown else subprocess.PIPE,
        stderr=None if is_shown else subprocess.STDOUT,
        text=True,
    )
    outcome = Outcome(suite, seconds=time.monotonic() - started, output=done.stdout or "")
    if report.exists():
        _count(report, outcome)
    if done.returncode == NO_TEST_COLLECTED:
        outcome.fault = "" if arguments else "aucun test trouvé"
    elif done.returncode:
        outcome.fault = f"pytest s’est arrêté avec le code {done.returncode}"
    return outcome


def _count(report: Path, outcome: Outcome) -> None:
    for case in ET.parse(report).getroot().iter("testcase"):  # noqa: S314 (written by pytest)
        kinds = {child.tag for child in case}
        name = f"{case.get('classname', '')}.{case.get('name', '')}"
        outcome.durations.append((float(case.get("time", 0)), name))
        if kinds & {"failure", "error"}:
            outcome.failed += 1
        elif "skipped" in kinds:
            outcome.skipped += 1
        else:
            outcome.passed += 1


def _summarize(
    outcomes: list[Outcome], missing: list[Suite], *, chosen: bool, required: bool
) -> int:
    print("\n── Résumé")
    for outcome in outcomes:
        print(
            f"{outcome.suite.name} : {outcome.passed} réussis, {outcome.failed} en échec, "
            f"{outcome.skipped} sautés en {outcome.seconds:.0f} s"
            + (f" ({outcome.fault})" if outcome.fault else "")
        )
        for seconds, name in sorted(outcome.durations, reverse=True)[:SLOWEST]:
            print(f"    {seconds:5.1f} s  {name}")
    for suite in missing:
        print(f"{suite.name} : NON EXÉCUTÉ, {suite.needs} est introuvable. Remède : {suite.cure}")
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    skipped = sum(outcome.skipped for outcome in outcomes)
    if passed + failed == 0:
        print("Aucun test n’a été exécuté" + (" : vérifiez ARGS." if chosen else "."))
    # In English and alone on its line: tools that read test logs know this form.
    print(f"{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    is_faulty = any(outcome.fault or outcome.failed for outcome in outcomes)
    return int(is_faulty or passed + failed == 0 or (required and bool(missing)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
