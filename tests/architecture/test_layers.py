"""import-linter refuses what its contracts forbid: each is broken once, in a copy of the code."""

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source import BASE_DIR, PACKAGES, files, modules

pytestmark = pytest.mark.sqlite

ROOTS = (*PACKAGES, "scripts", "tests")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code alone, which a test changes and puts back."""
    folder = tmp_path_factory.mktemp("code")
    for path in files():
        name = path.relative_to(BASE_DIR)
        if (path.suffix == ".py" and name.parts[0] in ROOTS) or path.name == "pyproject.toml":
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, folder / name)
    return folder


def broken(copy: Path) -> set[str]:
    """The names of the contracts that the code of the copy breaks."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo"],
        cwd=copy,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    told = [line for line in done.stdout.splitlines() if line.endswith((" KEPT", " BROKEN"))]
    assert told, done.stdout + done.stderr
    return {line.removesuffix(" BROKEN") for line in told if line.endswith(" BROKEN")}


FAULTS = {
    "a package imports one above it": (
        "search/text/analysis.py",
        "import home.site",
        "Imports point one way",
    ),
    "a script imports a test": (
        "scripts/run.py",
        "import tests.factories",
        "Imports point one way",
    ),
    "the catalogue imports its trainings": (
        "contracts/models/theme.py",
        "import contracts.training.models.state",
        "The catalogue stands without its trainings",
    ),
    "two modules of the front door import each other": (
        "home/blocks.py",
        "import home.models",
        "Siblings import one another in one direction",
    ),
    "two modules of one engine import each other": (
        "search/engines/elastic/errors.py",
        "import search.engines.elastic.engine",
        "Siblings import one another in one direction",
    ),
    "the outbox imports one of those who write mail": (
        "contracts/mail/outbox.py",
        "import contracts.training.mailing.wording",
        "The catalogue stands without its trainings",
    ),
    "a room that all need imports a model of the catalogue": (
        "contracts/public_forms/stamp.py",
        "import contracts.models.theme",
        "The rooms of the catalogue stand on floors",
    ),
    "a model imports a page": (
        "contracts/models/theme.py",
        "import contracts.pages.parts.citations",
        "The rooms of the catalogue stand on floors",
    ),
    "a room of the search imports one above it": (
        "search/query/parser.py",
        "import search.words.prefix_index",
        "The rooms of the search stand on floors",
    ),
    "a room has no floor": (
        "contracts/attic.py",
        "",
        "The rooms of the catalogue stand on floors",
    ),
}


@pytest.mark.parametrize(("module", "line", "contract"), FAULTS.values(), ids=FAULTS)
def test_a_fault_breaks_its_contract(copy: Path, module: str, line: str, contract: str):
    path = copy / module
    before = path.read_text() if path.exists() else None
    path.write_text(f"{before or ''}\n{line}\n")
    try:
        assert contract in broken(copy)
    finally:
        path.unlink() if before is None else path.write_text(before)


def test_the_code_itself_breaks_none_and_every_package_is_among_its_roots(copy: Path):
    assert broken(copy) == set()
    configuration = tomllib.loads((copy / "pyproject.toml").read_text())["tool"]["importlinter"]
    packages = {path.parent.name for path in BASE_DIR.glob("[!.]*/__init__.py")}
    assert set(configuration["root_packages"]) == packages


def test_no_import_is_for_the_type_checker_alone():
    """It would hide a circle from import-linter, or ask for one."""
    hidden = [
        name
        for name, tree in modules(*PACKAGES, "scripts")
        if any(getattr(node, "id", "") == "TYPE_CHECKING" for node in ast.walk(tree))
    ]
    assert hidden == []
