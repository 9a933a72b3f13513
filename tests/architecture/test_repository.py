"""What stands where in the repository and in the image, and what no file may hold."""

import re
from collections import Counter
from fnmatch import fnmatch

import pytest

from tests.architecture.source import BASE_DIR, PACKAGES, files, text_files

pytestmark = pytest.mark.sqlite

# Folders and files of the top that the running site needs: the image holds them and nothing else.
IN_THE_IMAGE = {*PACKAGES, "manage.py", "requirements.lock", "templates"}
OUTSIDE_THE_IMAGE = {
    ".ci",
    ".dockerignore",
    ".env.example",
    ".gitignore",
    ".pre-commit-config.yaml",
    "Dockerfile",
    "Makefile",
    "README.md",
    "compose.yaml",
    "docs",
    "pyproject.toml",
    "requirements-dev.lock",
    "scripts",
    "tests",
}
MODULES_IN_A_FOLDER = 15
STILL_LARGER = ("contracts/training", "contracts/training/desk")

# Written in pieces, so that this file does not hold what it looks for.
REGISTRIES = re.compile(
    "|".join(
        first + second
        for first, second in (
            ("py", r"pi\.org"),
            ("python", "hosted"),
            ("npm", r"js\.(org|com)"),
            ("registry", r"\.npm"),
            ("deb", r"\.debian\.org"),
            ("repo1?", r"\.maven"),
            ("crates", r"\.io"),
        )
    )
)
# Not within an address, where /home/ may be a page.
MACHINE_PATHS = re.compile(r"(?<![\w.-])/(?:" + r"work/|root/|home/[a-z]+/|Users/)")


def lines_of(name: str) -> list[str]:
    return [line for line in (BASE_DIR / name).read_text().splitlines() if line]


def test_nothing_stands_at_the_top_that_is_not_listed_here():
    top = {path.relative_to(BASE_DIR).parts[0] for path in files()}
    assert top - IN_THE_IMAGE - OUTSIDE_THE_IMAGE == set()


def test_the_image_holds_what_the_running_site_needs_and_nothing_else():
    ignored = lines_of(".dockerignore")
    assert set(ignored) >= OUTSIDE_THE_IMAGE
    assert [
        name for name in sorted(IN_THE_IMAGE) if any(fnmatch(name, pattern) for pattern in ignored)
    ] == []


def test_what_git_ignores_stays_outside_the_image():
    # A pattern of git speaks of every folder; one of the image speaks of the top, without `**/`.
    made_at_the_top = {line.rstrip("/") for line in lines_of(".gitignore")}
    made_anywhere = {"__pycache__", "*.pyc"}
    assert {"tmp", "mutants", *made_anywhere} <= made_at_the_top
    expected = made_at_the_top - made_anywhere | {f"**/{name}" for name in made_anywhere}
    assert expected <= set(lines_of(".dockerignore"))


def test_a_folder_of_code_holds_few_enough_modules_to_be_taken_in():
    names = [path.relative_to(BASE_DIR) for path in files() if path.suffix == ".py"]
    modules = Counter(
        str(name.parent)
        for name in names
        if name.parts[0] in {*PACKAGES, "scripts"}
        and name.name != "__init__.py"
        and name.parent.name != "migrations"
    )
    crowded = {folder for folder, number in modules.items() if number > MODULES_IN_A_FOLDER}
    assert crowded - set(STILL_LARGER) == set()


@pytest.mark.parametrize("forbidden", [REGISTRIES, MACHINE_PATHS], ids=["registry", "machine path"])
def test_no_file_names_a_registry_or_a_path_of_somebody_s_machine(forbidden: re.Pattern[str]):
    found = [
        f"{name}: {match[0]}" for name, text in text_files() if (match := forbidden.search(text))
    ]
    assert found == []


def test_every_migration_says_what_it_does():
    unnamed = [
        str(path.relative_to(BASE_DIR))
        for path in files()
        if path.parent.name == "migrations"
        and path.relative_to(BASE_DIR).parts[0] in PACKAGES
        and not re.fullmatch(r"__init__\.py|\d{4}_(?!.*auto_)[a-z][a-z0-9_]+\.py", path.name)
    ]
    assert unnamed == []


def test_commands_of_the_repository_are_executable():
    scripts = [path for path in files() if path.read_bytes()[:2] == b"#!"]
    assert BASE_DIR / ".ci" / "run" in scripts
    assert [path.name for path in scripts if not path.stat().st_mode & 0o100] == []
