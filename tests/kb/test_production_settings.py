"""The production settings, loaded in a process of their own as a server does."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kb.test_env import PRODUCTION

BASE_DIR = Path(__file__).resolve().parent.parent.parent

pytestmark = pytest.mark.sqlite


def load_production_settings(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import kb.settings.production as p; print(p.SECRET_KEY)"],
        cwd=BASE_DIR,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
    )


def test_production_starts_with_a_complete_environment():
    result = load_production_settings(PRODUCTION)
    assert (result.returncode, result.stdout) == (0, "k" * 60 + "\n")


def test_production_refuses_to_start_without_a_secret_key():
    environment = {name: value for name, value in PRODUCTION.items() if name != "SECRET_KEY"}
    result = load_production_settings(environment)
    assert result.returncode == 1
    assert "ImproperlyConfigured: SECRET_KEY is not set" in result.stderr


@pytest.mark.parametrize(("given", "asked"), [({}, "True"), ({"SECOND_FACTOR": "non"}, "False")])
def test_production_asks_a_second_factor_unless_it_is_told_not_to(given, asked):
    result = subprocess.run(
        [sys.executable, "-c", "import kb.settings.production as p; print(p.SECOND_FACTOR)"],
        cwd=BASE_DIR,
        env={"PATH": os.environ["PATH"], **PRODUCTION, **given},
        capture_output=True,
        text=True,
    )
    assert result.stdout == f"{asked}\n"


def test_the_deployment_check_gives_no_warning():
    result = subprocess.run(["scripts/check_deploy"], cwd=BASE_DIR, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout
