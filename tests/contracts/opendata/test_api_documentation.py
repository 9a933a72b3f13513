"""The ten examples of the API, asked again on the real content, and the page and the document that
explain it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from contracts.models import CommuneAlias
from contracts.opendata.api.examples import EXAMPLES, HOST, Example
from contracts.opendata.api.problems import ALL
from tests import factories
from tests.contracts.reading import ReadPage

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.any_engine]


def holds(answered: Any, shown: Any) -> bool:
    """Whether an answer says what an example shows of it: members that it leaves out, and rows
    between those that it shows, do not count."""
    if isinstance(shown, dict):
        return isinstance(answered, dict) and all(
            name in answered and holds(answered[name], value) for name, value in shown.items()
        )
    if isinstance(shown, list):
        rows = iter(answered)
        return all(any(holds(row, wanted) for row in rows) for wanted in shown)
    return answered == shown and type(answered) is type(shown)


def test_an_example_that_says_something_else_is_seen():
    assert holds({"a": [1, 2, {"b": None}], "c": 1}, {"a": [1, {"b": None}]})
    assert not holds({"a": [1, 2]}, {"a": [2, 1]})
    assert not holds({"a": 1}, {"a": True})
    assert not holds({"a": 1}, {"b": 1})


@pytest.fixture
def brest(catalogue):
    """As the official file has it; reading its 35 000 communes takes seconds."""
    commune = factories.commune("29019", "Brest", epci="242900314")
    factories.alias(commune, CommuneAlias.Kind.POSTAL, "29200")


@pytest.mark.usefixtures("brest")
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_an_example_is_what_is_answered(settings, example: Example):
    settings.ALLOWED_HOSTS = [HOST]
    headers = {"Accept-Language": example.language} if example.language else {}
    answer = Client(HTTP_HOST=HOST).get(example.address, secure=True, headers=headers)
    assert answer.status_code == example.status
    assert holds(answer.json(), example.answer), answer.content.decode()


def test_there_are_ten_and_the_documentation_of_the_repository_has_them_all():
    written = (Path(django_settings.BASE_DIR) / "docs" / "api.md").read_text()
    assert len(EXAMPLES) == 10
    for example in EXAMPLES:
        assert f"GET {example.address}" in written, example.title
        assert example.written in written, example.title


def test_the_page_explains_every_list_every_parameter_and_every_problem(client):
    page = ReadPage(client, "/donnees/api/")
    document = client.get("/api/v1/openapi.json").json()
    text = " ".join(page.texts("main"))
    for path, methods in document["paths"].items():
        if "{" not in path and "/facettes/" not in path:
            assert path in text, path
        for parameter in methods["get"]["parameters"]:
            if parameter["in"] == "query":
                assert parameter["name"] in text, (path, parameter["name"])
    for example in EXAMPLES:
        assert example.address in text
    for problem in ALL:
        assert page.one(f"main li[id='{problem.code}']")
    assert len(page.soup.find_all(True)) <= 390
    assert len(client.get("/donnees/api/").content) <= 100_000
    assert page.soup.select("script:not([src]):not([type='application/ld+json'])") == []
