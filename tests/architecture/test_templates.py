"""Templates are laid out to be read: a block on its own lines, no long line."""

import pytest

from tests.architecture.source import text_files

pytestmark = pytest.mark.sqlite

LONGEST = 140


def test_no_line_of_a_template_is_long():
    long = [
        f"{name}:{number}: {len(line)} characters"
        for name, text in text_files()
        if name.startswith("templates/")
        for number, line in enumerate(text.splitlines(), 1)
        if len(line) > LONGEST
    ]
    assert long == []
