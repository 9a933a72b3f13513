"""compose.yaml and Dockerfile, as far as they can be judged without containers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from django.core.management import get_commands

from kb.env import BASE_DIR, VARIABLES, Settings
from scripts.elastic_server.distribution import VERSION
from tests.running_site import RunningSite

pytestmark = pytest.mark.sqlite

COMPOSE = (BASE_DIR / "compose.yaml").read_text()
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE)["services"]
OURS = sorted(name for name, service in SERVICES.items() if "build" in service)
# NAME, NAME:-default, NAME:?message; $$ is a dollar.
REFERENCE = re.compile(r"(?<!\$)\$\{([A-Z_]+)(:[-?][^}]*)?\}")


def example() -> dict[str, str]:
    """The variables of .env.example."""
    lines = (BASE_DIR / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def filled_in() -> dict[str, str]:
    """A .env as an operator would write it."""
    return {name: value or "lettresetchiffres42" * 3 for name, value in example().items()}


def interpolated(text: str) -> str:
    return REFERENCE.sub(lambda found: filled_in()[found[1]], text)


def test_there_are_the_site_its_workers_a_database_and_a_search_server():
    assert OURS == ["drainer", "index", "prepare", "site", "worker"]
    assert sorted(set(SERVICES) - set(OURS)) == ["database", "elasticsearch"]


def test_every_service_that_stays_has_a_health_check_and_starts_again():
    lasting = {name for name, service in SERVICES.items() if service["restart"] != "no"}
    assert lasting == set(SERVICES) - {"prepare", "index"}
    assert [name for name in sorted(lasting) if "healthcheck" not in SERVICES[name]] == []


def test_every_variable_given_to_the_site_is_one_that_it_reads():
    known = {variable.name for variable in VARIABLES}
    for name in OURS:
        assert set(SERVICES[name]["environment"]) - known == set(), name


def test_the_site_is_given_every_variable_that_production_requires():
    environment = {
        name: interpolated(value) for name, value in SERVICES["site"]["environment"].items()
    }
    settings = Settings(environment, production=True)
    assert settings["TASKS_IN_DATABASE"] is True
    assert settings["DATABASE_URL"]["HOST"] == "database"
    (address,) = settings["ELASTICSEARCH_URL"]
    assert urlsplit(address).hostname == "elasticsearch"
    assert SERVICES["elasticsearch"]["environment"]["ELASTIC_PASSWORD"].startswith(
        "${ELASTICSEARCH_PASSWORD"
    )


def test_every_variable_of_compose_is_explained_in_the_example_and_no_secret_is_there():
    used = {found[1] for found in REFERENCE.finditer(COMPOSE)}
    assert used == set(example())
    secrets = {name: value for name, value in example().items() if re.search("KEY|_PASSWORD", name)}
    assert secrets == {"SECRET_KEY": "", "DATABASE_PASSWORD": "", "ELASTICSEARCH_PASSWORD": ""}


def test_the_example_is_filled_in_outside_git_and_outside_the_image():
    assert ".env" in (BASE_DIR / ".gitignore").read_text().splitlines()
    ignored = (BASE_DIR / ".dockerignore").read_text().splitlines()
    assert {".env", ".git", ".venv", "var", "tests"} <= set(ignored)


def test_the_search_server_is_the_version_that_the_tests_run_on():
    assert SERVICES["elasticsearch"]["image"] == f"elasticsearch:{VERSION}"
    assert "ports" not in SERVICES["elasticsearch"]
    assert "ports" not in SERVICES["database"]


@pytest.mark.parametrize("name", [name for name in OURS if name != "site"])
def test_the_commands_of_services_exist(name: str):
    command = " ".join(SERVICES[name]["command"])
    asked = re.findall(r"manage\.py (\w+)", command)
    assert asked != []
    assert set(asked) <= set(get_commands())


def test_every_service_waits_for_services_that_exist():
    for service in SERVICES.values():
        for name, wait in service.get("depends_on", {}).items():
            expected = {
                "prepare": "service_completed_successfully",
                "database": "service_healthy",
                "elasticsearch": "service_healthy",
            }
            assert wait == {"condition": expected[name]}
    # An outage of the search server keeps nothing from starting.
    assert [name for name in OURS if "elasticsearch" in SERVICES[name]["depends_on"]] == ["index"]


def test_every_volume_is_declared_and_the_image_does_not_run_as_root():
    declared = set(yaml.safe_load(COMPOSE)["volumes"])
    mounted = {
        interpolated(volume.replace(":-media", "")).split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", ())
    }
    assert mounted == declared == {"database", "elasticsearch", "media"}
    users = re.findall(r"^USER (\S+)$", (BASE_DIR / "Dockerfile").read_text(), re.M)
    assert users == ["reciprocites"]


def test_the_health_check_of_the_site_succeeds_on_a_site_that_is_well(running_site: RunningSite):
    *_, code = SERVICES["site"]["healthcheck"]["test"]
    port = urlsplit(running_site.address).port

    def status(host: str, code: str) -> int:
        environment = {**os.environ, "ALLOWED_HOSTS": host}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True)
        return done.returncode

    here = code.replace(":8000", f":{port}")
    assert here != code
    assert status("127.0.0.1,localhost", here) == 0
    assert status("ailleurs.example", here) == 1
