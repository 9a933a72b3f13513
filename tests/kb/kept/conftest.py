"""Clients that each have a memory of their own, as processes do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from home.models import Publisher
from kb.kept.answer import KeptAnswer
from kb.kept.triggers import REVISIONS
from tests import factories

GZIP = {"accept-encoding": "gzip"}
ANSWER = KeptAnswer.answer


class Reader(Client):
    """Asks as a process of its own would: `kept` says whether its last answer came from memory."""

    kept = False

    def get(self, *args: Any, **kwargs: Any) -> Any:
        told: list[KeptAnswer] = []

        def tell(kept: KeptAnswer, request: HttpRequest) -> HttpResponse:
            told.append(kept)
            return ANSWER(kept, request)

        with (
            patch.object(KeptAnswer, "answer", tell),
            CaptureQueriesContext(connection) as queries,
        ):
            answer = super().get(*args, **kwargs)
        self.kept = bool(told)
        if self.kept:
            assert [REVISIONS in query["sql"] for query in queries] == [True]
        return answer

    def text(self, address: str, **kwargs: Any) -> str:
        answer = self.get(address, **kwargs)
        assert answer.status_code == 200, (address, answer.status_code)
        return str(answer.content.decode())


@pytest.fixture
def process(settings, db) -> Callable[[], Reader]:
    """`process()`: one more, with 8 MB for the pages that it keeps."""
    settings.KEPT_PAGES_MB = 8
    factories.home_page()
    # Wagtail writes it when the first page of a new site is read.
    Publisher.for_site(Site.objects.get())
    return Reader


@pytest.fixture
def forgetful(settings) -> Callable[[], Reader]:
    """`forgetful()`: a process that keeps nothing, and makes each page anew."""

    def make() -> Reader:
        reader = Reader()
        kept, settings.KEPT_PAGES_MB = settings.KEPT_PAGES_MB, 0
        reader.handler.load_middleware()
        settings.KEPT_PAGES_MB = kept
        return reader

    return make


@pytest.fixture
def two(process) -> tuple[Reader, Reader]:
    return process(), process()
