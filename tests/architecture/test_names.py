"""A name tells what a class is: « View » is Django's, « Page » is Wagtail's, and each stands once."""

import importlib
import inspect
import pkgutil
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest
from django.views.generic import View
from wagtail.models import Page

from tests.architecture.source import PACKAGES

pytestmark = pytest.mark.sqlite

NO_PAGE = {"TaggedPage"}  # the row that ties a tag to a page: its table bears the name
OF_A_FRAMEWORK = {"Command", "Migration"}  # Django finds them by their name


def test_a_view_is_a_view_of_django():
    presenters = [
        f"{found.__module__}.{found.__name__}"
        for found in classes(*PACKAGES)
        if found.__name__.endswith("View") and not issubclass(found, View)
    ]
    assert presenters == []


def test_a_page_is_a_page_of_wagtail():
    others = [
        f"{found.__module__}.{found.__name__}"
        for found in classes(*PACKAGES)
        if found.__name__.endswith("Page")
        and not issubclass(found, Page)
        and found.__name__ not in NO_PAGE
    ]
    assert others == []


@pytest.mark.parametrize("package", PACKAGES)
def test_a_name_has_one_meaning_in_a_package(package):
    names = Counter(found.__name__ for found in classes(package))
    assert [name for name, count in names.items() if count > 1] == []


def classes(*packages: str) -> Iterator[type]:
    """The classes of these packages, nested ones aside."""
    for package in packages:
        for module in modules_of(package):
            for name, value in vars(module).items():
                if (
                    inspect.isclass(value)
                    and value.__module__ == module.__name__
                    and value.__qualname__ == name
                    and name not in OF_A_FRAMEWORK
                ):
                    yield value


@cache
def modules_of(package: str) -> tuple:
    """Every module that can be imported beside the settings of the tests."""
    root = importlib.import_module(package)
    return tuple(
        importlib.import_module(module.name)
        for module in pkgutil.walk_packages(root.__path__, f"{package}.")
        if not module.name.startswith(("kb.settings", "kb.wsgi"))
    )
