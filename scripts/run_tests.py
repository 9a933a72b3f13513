"""The suites that this machine can run, then what was skipped and how to have it: `make test`.

With REQUIRE_ALL=1 (continuous integration) nothing is skipped: what is missing fails the run.
Arguments go to pytest.
"""

import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
REPORTS = BASE_DIR / "var" / "tests"
NO_TEST_COLLECTED = 5


@dataclass(frozen=True)
class Suite:
    name: str
    marker: str
    wrapper: tuple[str, ...] = ()
    needs: str = ""  # a word known to scripts/find
    cure: str = ""


SUITES = (
    Suite("SQLite", "not browser and not postgresql and not elasticsearch and not cluster"),
    Suite(
        "PostgreSQL",
        "not browser and not sqlite and not elasticsearch and not cluster",
        wrapper=("scripts/with_postgres",),
        needs="postgresql",
        cure="apt-get install postgresql",
    ),
    Suite(
        "Elasticsearch",
        "elasticsearch and not browser and not cluster",
        wrapper=("scripts/with_elasticsearch",),
        needs="elasticsearch",
        cure="make test-elasticsearch (Java 17 et Maven : apt-get install maven)",
    ),
    Suite("navigateur", "browser", needs="chromium", cure="apt-get install chromium"),
)


@dataclass
class Outcome:
    suite: Suite
    seconds: float = 0
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    fault: str = ""


def main(arguments: Sequence[str]) -> int:
    required = os.environ.get("REQUIRE_ALL") == "1"
    REPORTS.mkdir(parents=True, exist_ok=True)
    outcomes: list[Outcome] = []
    missing: list[Suite] = []
    for suite in SUITES:
        if suite.needs and not _is_found(suite.needs):
            missing.append(suite)
        else:
            outcomes.append(_run(suite, arguments))
    return _summarize(outcomes, missing, chosen=bool(arguments), required=required)


def _is_found(tool: str) -> bool:
    return subprocess.run(["scripts/find", tool], cwd=BASE_DIR, capture_output=True).returncode == 0


def _run(suite: Suite, arguments: Sequence[str]) -> Outcome:
    print(f"\n── Tests : {suite.name}", flush=True)
    report = REPORTS / f"{suite.name}.xml"
    report.unlink(missing_ok=True)
    started = time.monotonic()
    status = subprocess.run(
        [
            *suite.wrapper,
            sys.executable,
            "-m",
            "pytest",
            "--verbosity=0",
            "-m",
            suite.marker,
            f"--junit-xml={report}",
            *arguments,
        ],
        cwd=BASE_DIR,
    ).returncode
    outcome = Outcome(suite, seconds=time.monotonic() - started)
    if report.exists():
        _count(report, outcome)
    if status == NO_TEST_COLLECTED:
        outcome.fault = "" if arguments else "aucun test trouvé"
    elif status:
        outcome.fault = f"pytest s’est arrêté avec le code {status}"
    return outcome


def _count(report: Path, outcome: Outcome) -> None:
    for case in ET.parse(report).getroot().iter("testcase"):  # noqa: S314 (written by pytest)
        kinds = {child.tag for child in case}
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
