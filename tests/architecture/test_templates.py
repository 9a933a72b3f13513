"""Templates are laid out to be read: a block on its own lines, no long line."""

import re

import pytest

from tests.architecture.source import text_files

pytestmark = pytest.mark.sqlite

LONGEST = 140
# A day beside a month in letters, or the format of a language, which is such a one.
BARE_DATE = re.compile(
    r"""\bdate_format\b|\|date(?:\s*[|}]|:"[^"]*[jd][^"]*[FMNE]|:"[A-Z_]{2,}")"""
)


def test_no_line_of_a_template_is_long():
    long = [
        f"{name}:{number}: {len(line)} characters"
        for name, text in text_files()
        if name.startswith("templates/")
        for number, line in enumerate(text.splitlines(), 1)
        if len(line) > LONGEST
    ]
    assert long == []


def test_a_date_in_words_is_written_by_the_one_that_knows_the_first_of_a_month():
    """Django's formats write « 1 octobre »: `date_fr` and `french_date` write « 1er octobre »."""
    bare = [
        f"{name}:{number}: {line.strip()}"
        for name, text in text_files()
        if name.endswith((".html", ".txt", ".py"))
        for number, line in enumerate(text.splitlines(), 1)
        if BARE_DATE.search(line) and not name.startswith("tests/architecture/")
    ]
    assert bare == []


def test_a_page_of_ours_in_the_admin_shows_its_title():
    """The frame of Wagtail writes it for screen readers alone."""
    framed = [
        name
        for name, text in text_files()
        if text.startswith('{% extends "wagtailadmin/generic/base')
    ]
    assert framed == ["templates/contracts/admin/page.html"]
