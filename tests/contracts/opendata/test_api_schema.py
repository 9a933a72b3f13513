"""The answers of the API are what its document says, whatever is asked, and never a failure of ours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kb.wsgi import application
from tests.property_profiles import share_of_examples

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.any_engine]

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture
def operations(settings) -> Iterator[dict[str, Any]]:
    """Those of the document, by their path."""
    settings.ALLOWED_HOSTS = ["*"]
    # As Django's own client does: the connection holds the transaction of the test.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    yield {result.ok().path: result.ok() for result in document.get_all_operations()}
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def conforms(case: Any) -> Any:
    # What asks here reads nothing that is compressed, though it says so.
    return case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})


def test_every_list_and_its_first_rows_are_what_the_document_says(operations):
    seen = 0
    for path, operation in operations.items():
        if "{" in path or path.endswith("modifications"):
            continue
        told = conforms(operation.Case()).json()
        detail = operations.get(f"{path}/{{ref}}")
        for row in told.get("lignes", [])[:2]:
            if detail and row["adresse_api"]:
                ref = urlsplit(row["adresse_api"]).path.rpartition("/")[2]
                answer = conforms(detail.Case(path_parameters={"ref": ref}))
                assert (answer.status_code, answer.json()) == (200, row)
                seen += 1
    assert seen > 20


def test_whatever_is_asked_is_answered_as_the_document_says(operations):
    for case_of in _strategies(operations):

        @settings(
            max_examples=share_of_examples(0.04),
            database=None,
            phases=[Phase.generate],
            suppress_health_check=[*HealthCheck],
        )
        @given(case=case_of)
        def answered(case: Any) -> None:
            conforms(case)

        answered()


def _strategies(operations: dict[str, Any]) -> Iterator[Any]:
    for operation in operations.values():
        yield operation.as_strategy(GenerationMode.POSITIVE)
        if operation.query:
            yield operation.as_strategy(GenerationMode.NEGATIVE)
