"""The files of the repository, as the architecture tests read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("kb", "accounts", "home", "contracts", "search")


@cache
def files() -> tuple[Path, ...]:
    """What git tracks or would track: neither .venv nor var."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    paths = (BASE_DIR / name for name in listing.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def modules(*packages: str) -> Iterator[tuple[str, ast.Module]]:
    """Path from the root and syntax tree of each Python file of these packages."""
    for path in files():
        name = path.relative_to(BASE_DIR)
        if path.suffix == ".py" and name.parts[0] in packages:
            yield str(name), ast.parse(path.read_text())


def text_files() -> Iterator[tuple[str, str]]:
    """Path from the root and text of each file that is text."""
    for path in files():
        try:
            yield str(path.relative_to(BASE_DIR)), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
