"""What no file of the repository may hold, and how migrations are named."""

import re

import pytest

from tests.architecture.source import BASE_DIR, PACKAGES, files, text_files

pytestmark = pytest.mark.sqlite

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
