"""What browsers and proxies are told of a page, kept or made, and what they ask again."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client

from contracts.models import Territory
from tests import factories
from tests.kb.kept.conftest import GZIP, Reader

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


@pytest.fixture(params=["kept", "made"])
def reader(request, process, forgetful) -> Reader:
    return process() if request.param == "kept" else forgetful()


@pytest.fixture
def address() -> str:
    return factories.contract(city=factories.territory(slug="ys", name="Kerys")).url


def test_each_representation_has_a_strong_tag_of_its_own_that_lasts(reader: Reader, address: str):
    tags = []
    for headers in ({}, GZIP, {}, GZIP):
        answer = reader.get(address, headers=headers)
        tags.append(answer["ETag"])
        assert answer["Content-Length"] == str(len(answer.content))
        assert {"Accept-Encoding", "Cookie"} <= set(answer["Vary"].split(", "))
    assert tags[:2] == tags[2:]
    assert len(set(tags)) == 2
    assert all(tag.startswith('"') for tag in tags)


def test_what_is_compressed_is_the_same_page(reader: Reader, address: str):
    plain = reader.get(address).content
    for _ in range(2):
        packed = reader.get(address, headers=GZIP)
        assert packed["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content) == plain


def test_who_has_the_page_is_told_so_until_it_changes(reader: Reader, address: str):
    tag = reader.get(address, headers=GZIP)["ETag"]
    again = reader.get(address, headers={**GZIP, "if-none-match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert "max-age=0" in again["Cache-Control"]
    # The tag of one representation is not that of the other.
    assert reader.get(address, headers={"if-none-match": tag}).status_code == 200
    Territory.objects.filter(slug="ys").update(name="Nouveau")
    assert reader.get(address, headers={**GZIP, "if-none-match": tag}).status_code == 200


def test_a_304_of_a_kept_page_asks_for_the_revision_alone(process, address: str):
    reader = process()
    tag = reader.get(address)["ETag"]
    assert reader.get(address, headers={"if-none-match": tag}).status_code == 304
    assert reader.kept


def test_the_tag_is_the_same_in_every_process(process, forgetful, address: str):
    tags = {one.get(address, headers=GZIP)["ETag"] for one in (process(), process(), forgetful())}
    assert len(tags) == 1


def test_asking_for_the_headers_alone_gives_those_of_the_page(reader: Reader, address: str):
    page = reader.get(address)
    head = reader.head(address)
    assert head.content == b""
    assert head.headers == page.headers


def test_a_list_asked_by_htmx_is_not_the_page_and_the_reverse(reader: Reader):
    factories.contract(title="Une entente")
    asked = {"hx-request": "true", "hx-target": "resultats"}
    for _ in range(2):
        whole = reader.get("/contrats/")
        part = reader.get("/contrats/", headers=asked)
        back = reader.get("/contrats/", headers={**asked, "hx-history-restore-request": "true"})
        elsewhere = reader.get("/contrats/", headers={**asked, "hx-target": "ailleurs"})
        assert b"<html" not in part.content
        assert "HX-Push-Url" in part
        assert whole.content == back.content == elsewhere.content
        assert {"HX-Request", "HX-Target"} <= set(part["Vary"].split(", "))


def test_a_kept_page_has_every_header_of_one_that_is_made(process, address: str):
    reader = process()
    assert reader.get(address).headers == reader.get(address).headers
    assert reader.kept


def test_what_is_posted_is_never_kept(process):
    reader: Client = process()
    for _ in range(2):
        answer = reader.post("/contact/", {})
        assert answer.status_code == 422
        assert "public" not in answer.get("Cache-Control", "")
