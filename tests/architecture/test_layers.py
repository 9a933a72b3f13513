"""import-linter's contracts, run by `make lint`, speak of every package there is."""

import tomllib

import pytest

from tests.architecture.source import BASE_DIR

pytestmark = pytest.mark.sqlite


def test_the_layers_hold_every_package_of_the_repository():
    configuration = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["tool"]["importlinter"]
    packages = {
        path.parent.name
        for path in BASE_DIR.glob("*/__init__.py")
        if not path.parent.name.startswith(".")
    }
    layers = configuration["contracts"][0]
    assert layers["type"] == "layers"
    assert layers["layers"] == ["tests", "kb", "home", "contracts", "search"]
    assert set(configuration["root_packages"]) == set(layers["layers"]) == packages


def test_nothing_of_the_catalogue_may_import_its_trainings():
    contracts = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    training = [one for one in contracts if one["type"] == "protected"]
    assert [one["protected_modules"] for one in training] == [["contracts.training"]]
    assert training[0]["allowed_importers"] == ["contracts.training", "home", "kb", "tests"]
