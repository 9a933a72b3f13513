"""The lock files agree with pyproject.toml and name no index to fetch from."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.source import BASE_DIR

pytestmark = pytest.mark.sqlite

PROJECT = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]
LOCKS = ("requirements.lock", "requirements-dev.lock")


def locked(name: str) -> dict[str, str]:
    """Version of each package of a lock file; each must be hashed."""
    versions = {}
    for block in re.split(r"\n(?=[a-z0-9])", (BASE_DIR / name).read_text()):
        match = re.match(r"([a-z0-9][a-z0-9._-]*)==([^ \n]+)", block)
        if match:
            assert "--hash=sha256:" in block, f"{match[1]} has no hash in {name}"
            versions[canonicalize_name(match[1])] = match[2]
    return versions


def refused(requirements: list[str], versions: dict[str, str]) -> list[str]:
    """The requirements that the locked versions do not meet."""
    return [
        text
        for text in requirements
        for requirement in [Requirement(text)]
        if not requirement.specifier.contains(
            versions.get(canonicalize_name(requirement.name), "0"), prereleases=True
        )
    ]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_meets_every_requirement_of_the_site(lock: str):
    assert len(locked(lock)) > 30
    assert refused(PROJECT["dependencies"], locked(lock)) == []


def test_the_development_lock_meets_the_tools_and_repeats_the_versions_of_the_site():
    development = locked("requirements-dev.lock")
    assert refused(PROJECT["optional-dependencies"]["dev"], development) == []
    site = locked("requirements.lock")
    assert {name: development.get(name) for name in site} == site


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str):
    text = (BASE_DIR / lock).read_text()
    assert re.findall(r"^\s*(?:-i|-f|--(?:extra-)?index-url|--find-links).*", text, re.M) == []
    assert "://" not in text


def test_every_requirement_has_a_lower_bound():
    requirements = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    assert [
        text
        for text in requirements
        if not any(part.operator in {">=", "=="} for part in Requirement(text).specifier)
    ] == []
