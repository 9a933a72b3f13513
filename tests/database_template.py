"""Which migrated database may be copied instead of replaying every migration: its digest says."""

from __future__ import annotations

import ast
import fcntl
import hashlib
import platform
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import distributions
from pathlib import Path

from django.apps import apps

BASE_DIR = Path(__file__).resolve().parent.parent
FOLDER = BASE_DIR / "var" / "tests" / "templates"


def digest(files: Iterable[Path] | None = None) -> str:
    """It changes with a migration, with what migrations import, and with what is installed."""
    total = hashlib.sha256()
    installed = sorted(f"{one.name}=={one.version}" for one in distributions())
    for fact in (platform.python_version(), sqlite3.sqlite_version, *installed):
        total.update(f"{fact}\n".encode())
    for file in sorted(migration_sources() if files is None else files):
        total.update(f"{file}\n".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:16]


def site_sources() -> set[Path]:
    """Whatever a database filled by the project's own code may depend on."""
    ours = {Path(config.path) for config in apps.get_app_configs()}
    return migration_sources() | {
        file
        for folder in ours
        if folder.is_relative_to(BASE_DIR) and not folder.is_relative_to(BASE_DIR / ".venv")
        for file in folder.rglob("*")
        if file.suffix in {".py", ".yaml", ".csv"}
    }


def migration_sources() -> set[Path]:
    """Migrations of all applications, and modules of the project that they import, near or far."""
    found = {
        file
        for config in apps.get_app_configs()
        for file in (Path(config.path) / "migrations").glob("*.py")
    }
    to_read = [file for file in found if file.is_relative_to(BASE_DIR)]
    while to_read:
        news = set(_imported(to_read.pop())) - found
        found |= news
        to_read.extend(news)
    return found


def _imported(file: Path) -> Iterator[Path]:
    """Modules of the project that this one names in its imports."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            path = BASE_DIR.joinpath(*name.split("."))
            for candidate in (path.with_suffix(".py"), path / "__init__.py"):
                if candidate.is_file():
                    yield candidate


def kept_file(folder: Path, name: str, suffix: str, build: Callable[[Path], None]) -> Path:
    """The file of this name, built if it is not there. Files of other names are thrown away:
    their migrations are no more."""
    file = folder / f"{name}{suffix}"
    with alone(folder):
        if not file.exists():
            unfinished = folder / f"unfinished{suffix}"
            unfinished.unlink(missing_ok=True)
            build(unfinished)
            for old in folder.glob(f"*{suffix}"):
                if old != unfinished:
                    old.unlink()
            unfinished.rename(file)
    return file


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One process at a time: the others wait, then find what it made."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
