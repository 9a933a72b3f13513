"""The README's table of the environment says what kb.env reads."""

import re

import pytest

from kb.env import VARIABLES, Variable
from tests.architecture.source import BASE_DIR

pytestmark = pytest.mark.sqlite

ROW = re.compile(r"^\| `([A-Z_]+)` \| (.+?) \| (.+?) \| (.+?) \|$", re.M)


def shown_default(variable: Variable) -> str:
    """A default as the table writes it."""
    value = variable.default
    if isinstance(value, list):
        value = ",".join(value)
    if isinstance(value, bool):
        value = str(value).lower()
    return f"`{value}`" if value != "" else "none"


def test_the_table_of_the_environment_is_the_code_s():
    readme = (BASE_DIR / "README.md").read_text()
    assert ROW.findall(readme) == [
        (
            variable.name,
            shown_default(variable),
            "yes" if variable.required_in_production else "no",
            variable.help,
        )
        for variable in VARIABLES
    ]
