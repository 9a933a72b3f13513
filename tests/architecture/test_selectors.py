"""Tests hold on to what a reader meets (a role, a text, a place) or to a `data-part`: a class is
named for the eye and may change with it."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import modules, text_files

pytestmark = pytest.mark.sqlite

TAGS = "a|aside|b|body|button|caption|dd|div|dl|dt|fieldset|figure|footer|form|h[1-6]|header|input|label|li|main|nav|ol|p|section|select|small|span|strong|summary|svg|table|td|th|tr|ul"
COMMENT_OR_TEXT = re.compile(r'/\*.*?\*/|"[^"]*"|url\([^)]*\)', re.DOTALL)


@pytest.fixture(scope="module")
def classes() -> set[str]:
    """Every class that a stylesheet names."""
    return {
        name
        for path, text in text_files()
        if path.endswith(".css")
        for name in re.findall(r"\.([A-Za-z][\w-]*)", COMMENT_OR_TEXT.sub("", text))
    }


def test_no_test_finds_an_element_by_its_class(classes):
    selector = re.compile(
        rf"(?:^|[\s>+~,('\"\]])(?:{TAGS})?\.(?:{'|'.join(sorted(classes))})(?![\w./-])"
    )
    found = [
        f"{name}:{line}: {text}"
        for name, tree in modules("tests")
        for line, text in texts(tree)
        if selector.search(text)
    ]
    assert found == []


def test_no_test_reads_the_name_of_a_class():
    attribute = re.compile(r"""class=\\?["']|^class$|classList|className""")
    found = [
        f"{name}:{line}: {text}"
        for name, tree in modules("tests")
        if name != __name__.replace(".", "/") + ".py"
        for line, text in texts(tree)
        if attribute.search(text)
    ]
    found += [
        f"{name}:{call.lineno}: class_="
        for name, tree in modules("tests")
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and any(one.arg == "class_" for one in call.keywords)
    ]
    assert found == []


def texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and text of each string, those of an f-string included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
