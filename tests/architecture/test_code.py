"""House rules that no linter knows: what a module may do, and where."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import PACKAGES, modules, text_files

pytestmark = pytest.mark.sqlite

CLOCK_CALLS = {"now", "today", "localdate", "localtime", "utcnow"}
READERS_OF_AN_ADDRESS = ("search/query/form.py", "contracts/admin/")


def test_every_module_starts_with_a_docstring():
    silent = [
        name
        for name, tree in modules(*PACKAGES, "tests", "scripts")
        if tree.body and ast.get_docstring(tree) is None and "/migrations/" not in name
    ]
    assert silent == []


def test_the_clock_is_read_when_it_is_needed_and_not_at_import():
    readers = [
        f"{name}:{call.lineno}"
        for name, tree in modules(*PACKAGES)
        for call in calls_at_import(tree)
        if isinstance(call.func, ast.Attribute | ast.Name)
        and (call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id)
        in CLOCK_CALLS
    ]
    assert readers == []


def test_no_import_hides_inside_a_function():
    hidden = [
        f"{name}:{statement.lineno}"
        for name, tree in modules(*PACKAGES)
        if "/migrations/" not in name
        for function in functions(tree)
        if not (name.endswith("apps.py") and function.name == "ready")
        for statement in ast.walk(function)
        if isinstance(statement, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_a_model_does_not_say_what_is_found_of_it():
    """Each kind has a module that makes its document: contracts/index/documents, home/index.py."""
    tellers = [
        f"{name}:{function.name}"
        for name, tree in modules("home", "contracts")
        if "/models/" in name or name.endswith("/models.py")
        for function in functions(tree)
        if function.name.startswith("search_")
    ]
    assert tellers == []


def test_a_view_hands_its_address_to_a_form_and_reads_nothing_of_it():
    readers = [
        f"{name}:{node.lineno}"
        for name, tree in modules(*PACKAGES)
        if not name.startswith(READERS_OF_AN_ADDRESS)
        for node in reads_of_an_address(tree)
    ]
    readers += [
        name for name, text in text_files() if name.endswith(".html") and "request.GET" in text
    ]
    assert readers == []


def test_the_profile_says_how_many_examples_a_property_test_tries():
    said_elsewhere = [
        f"{name}:{keyword.value.lineno}"
        for name, tree in modules("tests")
        if name != "tests/property_profiles.py"
        for keyword in ast.walk(tree)
        if isinstance(keyword, ast.keyword)
        and keyword.arg in {"max_examples", "deadline"}
        and isinstance(keyword.value, ast.Constant)
    ]
    assert said_elsewhere == []


def reads_of_an_address(tree: ast.Module) -> list[ast.Attribute]:
    """Uses of request.GET, but for `SomeForm.from_querydict(request.GET)`."""
    handed_over = {
        argument
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "from_querydict"
        for argument in call.args
    }
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr == "GET"
        and isinstance(node.ctx, ast.Load)
        and node not in handed_over
    ]


def calls_at_import(tree: ast.Module) -> Iterator[ast.Call]:
    """Calls run by importing: module and class bodies, decorators, default arguments."""
    pending: list[ast.AST] = list(tree.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            pending += [*node.decorator_list, *node.args.defaults]
            pending += [default for default in node.args.kw_defaults if default]
            continue
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, ast.Call):
            yield node
        pending += ast.iter_child_nodes(node)


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("today = timezone.localdate()", 1),
        ("class A:\n    day = date.today()", 1),
        ("def f(day=date.today()): ...", 1),
        ("def f(*, day=date.today()): ...", 1),
        ("def f():\n    return date.today()", 0),
        ("field = DateField(default=timezone.localdate)", 1),
        ("field = lambda: date.today()", 0),
    ],
)
def test_a_call_at_import_is_seen_and_a_call_in_a_function_is_not(source: str, expected: int):
    assert len(list(calls_at_import(ast.parse(source)))) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("page = request.GET.get('page')", 1),
        ("form = SearchForm(request.GET)", 1),
        ("form = SearchForm.from_querydict(request.GET, path=request.path)", 0),
    ],
)
def test_handing_an_address_to_a_form_is_no_reading_of_it(source: str, expected: int):
    assert len(reads_of_an_address(ast.parse(source))) == expected
