"""What is kept for one way of asking is served to no other: Markdown or a page, and every parameter of
the API."""

from __future__ import annotations

import pytest

from tests import factories
from tests.kb.kept.conftest import GZIP

pytestmark = pytest.mark.django_db

MARKDOWN = {"Accept": "text/markdown"}
PAGE = {"Accept": "text/html,*/*;q=0.8"}


def test_markdown_and_the_page_of_one_address_are_kept_apart(process):
    factories.contract(title="Ys et Landes", slug="ys")
    reader = process()
    for _ in range(2):
        for headers, kind in ((MARKDOWN, "text/markdown"), (PAGE, "text/html")):
            answer = reader.get("/contrats/ys/", headers={**headers, **GZIP})
            assert answer["Content-Type"].startswith(kind)
            assert "Accept" in answer["Vary"].split(", ")
    assert reader.kept
    page = reader.get("/contrats/ys/", headers=PAGE)
    again = reader.get("/contrats/ys/", headers={**MARKDOWN, "If-None-Match": page["ETag"]})
    assert again.status_code == 200
    assert again["ETag"] != page["ETag"]


def test_the_api_is_kept_and_a_parameter_that_nobody_knows_is_refused_all_the_same(process):
    contract = factories.contract(title="Ys et Landes", slug="ys")
    reader = process()
    for address in ("/api/v1/contrats", "/api/v1/contrats/ys", "/api/v1/contrats?q=ys"):
        first = reader.get(address)
        assert (first.status_code, reader.kept) == (200, False)
        second = reader.get(address)
        assert (second.content, reader.kept) == (first.content, True)
        assert second["Access-Control-Allow-Origin"] == "*"
        mark = "&" if "?" in address else "?"
        for wrong in ("inconnu=1", "q=ys&q=ys", "limit=0"):
            assert reader.get(f"{address}{mark}{wrong}").status_code == 422, wrong
        assert reader.get(f"{address}{mark}fields=titre").content != first.content
    contract.title = "Ys et les Landes"
    contract.save_revision().publish()
    assert "Ys et les Landes" in reader.text("/api/v1/contrats")
    assert not reader.kept


def test_a_withdrawal_is_told_at_once_though_the_answer_was_kept(process):
    contract = factories.contract(title="Ys et Landes", slug="ys")
    reader = process()
    address = "/api/v1/modifications?since=2020-01-01&limit=100"
    assert '"retrait"' not in reader.text(address)
    reader.text(address)
    assert reader.kept
    contract.unpublish()
    assert '"retrait"' in reader.text(address)
