"""What the README and the pages of docs/ name exists: commands, paths, variables, links, pictures.

Only what stands as code (between backticks) and the targets of links are checked.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import CommandParser

from kb.env import VARIABLES, Variable
from tests.architecture.source import BASE_DIR, PACKAGES, files, text_files

pytestmark = pytest.mark.sqlite

PAGES = ("README.md", *sorted(f"docs/{path.name}" for path in (BASE_DIR / "docs").glob("*.md")))
LARGEST_README = 10_000
LARGEST_PICTURE = 200_000
PICTURES = ("docs/pictures/home-1280.jpg", "docs/pictures/contract-375.jpg")
# Made on each machine, outside git.
MADE = {".venv", ".env", "var", "mutants"}

ROW = re.compile(r"^\| `([A-Z_]+)` \| (.+?) \| (.+?) \| (.+?) \|$", re.M)
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)
SPAN = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
MAKE = re.compile(r"(?:^|[|&;] *)make ([a-z-]+)")
MANAGE = re.compile(r"manage\.py ([a-z_]+)([^|&;#]*)")
OPTION = re.compile(r"(?<!\S)--[a-z-]+")
SCRIPT = re.compile(r"(?<![\w./])scripts/[\w./]+")
PATH = re.compile(r"(?![.\d]*$)\.?[\w-]+[\w.-]*(?:/[\w.-]+)*/?")
EXTENSION = re.compile(r"\.(?:py|md|ya?ml|csv|txt|toml|lock|html|css|js|jpg)$")
MODULE = re.compile(rf"(?:{'|'.join(PACKAGES)})(?:\.[a-z_]+)+")
VARIABLE = re.compile(r"(?<![\w$])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?![\w.])")
ASSIGNED = re.compile(r"(?<![\w-])([A-Z][A-Z0-9_]+)=")
IDENTIFIER = re.compile(r"[A-Za-z]+(?:_\w+|[a-z][A-Z]\w*)")


def text_of(page: str) -> str:
    return (BASE_DIR / page).read_text()


def code_of(text: str) -> list[str]:
    """Spans between backticks, joined when they break over two lines, and lines of shell blocks."""
    blocks = [block[2] for block in BLOCK.finditer(text) if block[1] == "sh"]
    spans = SPAN.findall(BLOCK.sub("", text))
    return [" ".join(span.split()) for span in spans] + [
        line for block in blocks for line in block.splitlines() if line
    ]


@cache
def tracked() -> frozenset[str]:
    """Files of the repository, and the folders that hold them, from the root."""
    names = [path.relative_to(BASE_DIR) for path in files()]
    return frozenset(str(part) for name in names for part in (name, *name.parents))


@cache
def code_of_the_project() -> str:
    here = str(Path(__file__).relative_to(BASE_DIR))  # it holds names that must not exist
    return "\n".join(
        text for name, text in text_files() if not name.endswith((".md", ".lock")) and name != here
    )


def unknown_commands(text: str) -> list[str]:
    """Targets of make, commands of manage.py and their options, and scripts that do not exist."""
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.M))
    unknown = []
    for code in code_of(text):
        unknown += [f"make {name}" for name in MAKE.findall(code) if name not in targets]
        unknown += [name for name in SCRIPT.findall(code) if name not in tracked()]
        for name, rest in MANAGE.findall(code):
            if name not in get_commands():
                unknown.append(f"manage.py {name}")
                continue
            known = parser_of(name)._option_string_actions
            unknown += [
                f"manage.py {name} {option}"
                for option in OPTION.findall(rest)
                if option not in known
            ]
    return unknown


def parser_of(command: str) -> CommandParser:
    return load_command_class(get_commands()[command], command).create_parser("manage.py", command)


def unknown_paths(text: str) -> list[str]:
    """Paths from the root of the repository, and dotted names of modules, that do not exist."""
    unknown = []
    for code in SPAN.findall(BLOCK.sub("", text)):
        if MODULE.fullmatch(code):
            path = code.replace(".", "/")
            if path not in tracked() and f"{path}.py" not in tracked():
                unknown.append(code)
        elif (
            PATH.fullmatch(code)
            and ("/" in code or EXTENSION.search(code))
            and code.split("/")[0] not in MADE
            and code.rstrip("/") not in tracked()
        ):
            unknown.append(code)
    return unknown


def unknown_variables(text: str) -> list[str]:
    """Variables that neither kb.env nor the scripts, tests and Makefile of the project read."""
    known = {variable.name for variable in VARIABLES}
    named = {
        name
        for code in code_of(text)
        for name in (*VARIABLE.findall(code), *ASSIGNED.findall(code))
        if name not in known
    }
    return sorted(name for name in named if not is_in_the_code(name))


def unknown_identifiers(text: str) -> list[str]:
    """Names such as `SessionState` or `as_of` that no file of the project holds."""
    return [
        code
        for code in SPAN.findall(BLOCK.sub("", text))
        if IDENTIFIER.fullmatch(code) and not is_in_the_code(code)
    ]


def is_in_the_code(name: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", code_of_the_project()) is not None


def broken_links(page: str, text: str) -> list[str]:
    """Links to files that are not in the repository, or to titles that a page has not got."""
    return [
        target
        for target in LINK.findall(text)
        if not target.startswith("https://") and not leads_somewhere(page, target)
    ]


def leads_somewhere(page: str, target: str) -> bool:
    name, _, anchor = target.partition("#")
    path = (BASE_DIR / page).parent / name if name else BASE_DIR / page
    path = path.resolve()
    if not path.is_relative_to(BASE_DIR) or str(path.relative_to(BASE_DIR)) not in tracked():
        return False
    return not anchor or anchor in anchors_of(path.read_text())


def anchors_of(text: str) -> Iterator[str]:
    for title in re.findall(r"^#+ (.+)$", BLOCK.sub("", text), re.M):
        yield re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_of_documentation_names_exists(page: str):
    text = text_of(page)
    assert unknown_commands(text) == []
    assert unknown_paths(text) == []
    assert unknown_variables(text) == []
    assert unknown_identifiers(text) == []
    assert broken_links(page, text) == []


@pytest.mark.parametrize(
    ("check", "wrong", "right", "named"),
    [
        (unknown_commands, "`make runn`", "`make run PORT=8001`", "make runn"),
        (unknown_commands, "```sh\nmake tests\n```\n", "```sh\nmake test\n```\n", "make tests"),
        (unknown_commands, "`manage.py run_now`", "`manage.py run_due`", "manage.py run_now"),
        (
            unknown_commands,
            "`manage.py drain_search\n--watched`",
            "`manage.py drain_search\n--watch`",
            "manage.py drain_search --watched",
        ),
        (unknown_commands, "`scripts/findd chromium`", "`scripts/find chromium`", "scripts/findd"),
        (unknown_paths, "`search/txt/`", "`search/text/`", "search/txt/"),
        (unknown_paths, "`compose.yml`", "`compose.yaml`", "compose.yml"),
        (unknown_paths, "`kb.settings.prod`", "`kb.settings.production`", "kb.settings.prod"),
        (unknown_paths, "`models/rows/`", "`/recherche/`", "models/rows/"),
        (unknown_variables, "`SITE_URI`", "`SITE_URL`", "SITE_URI"),
        (unknown_variables, "`DEBUGGED=true`", "`DEBUG=true`", "DEBUGGED"),
        (unknown_identifiers, "`SessionStat`", "`SessionState`", "SessionStat"),
    ],
)
def test_a_name_that_does_not_exist_is_seen(check, wrong: str, right: str, named: str):
    assert check(wrong) == [named]
    assert check(right) == []


@pytest.mark.parametrize(
    ("page", "wrong", "right"),
    [
        ("README.md", "[a](docs/none.md)", "[a](docs/search.md)"),
        ("README.md", "[a](search.md)", "[a](#two-commands)"),
        ("docs/search.md", "[a](#suggestion)", "[a](#suggestions)"),
        ("docs/search.md", "[a](../readme.md)", "[a](../README.md#map-of-the-code)"),
        ("docs/search.md", "[a](../../elsewhere.md)", "[a](https://wagtail.org/)"),
    ],
)
def test_a_link_that_leads_nowhere_is_seen(page: str, wrong: str, right: str):
    assert broken_links(page, wrong) != []
    assert broken_links(page, right) == []


def test_the_readme_is_short_and_leads_to_every_page():
    readme = text_of("README.md")
    assert len(readme.encode()) <= LARGEST_README
    assert {target.partition("#")[0] for target in LINK.findall(readme)} >= set(PAGES[1:])


def test_the_readme_shows_two_light_pictures():
    readme = text_of("README.md")
    assert [name for name in LINK.findall(readme) if name.endswith(".jpg")] == list(PICTURES)
    for name in PICTURES:
        content = (BASE_DIR / name).read_bytes()
        assert content[:3] == b"\xff\xd8\xff", f"{name} is no JPEG"
        assert len(content) <= LARGEST_PICTURE


def shown_default(variable: Variable) -> str:
    """A default as the table writes it."""
    value = variable.default
    if isinstance(value, list):
        value = ",".join(value)
    if isinstance(value, bool):
        value = str(value).lower()
    return f"`{value}`" if value != "" else "none"


def test_the_table_of_the_environment_is_the_code_s():
    assert ROW.findall(text_of("docs/production.md")) == [
        (
            variable.name,
            shown_default(variable),
            "yes" if variable.required_in_production else "no",
            variable.help,
        )
        for variable in VARIABLES
    ]
