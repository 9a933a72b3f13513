"""A list that a reader takes away, without any script: from its page to a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

OFFER = "Télécharger ou suivre cette liste"


@pytest.mark.parametrize(
    "path",
    ["/contrats/?q=eau", "/engagements/?sens=ensemble", "/indicateurs/", "/carte/", "/sessions/"],
)
def test_one_link_of_a_list_leads_to_its_files(visit, path):
    page = visit(path, javascript=False, width=375, height=812).page
    page.get_by_role("link", name=OFFER).click()
    page.get_by_role("heading", level=1, name="Télécharger ou suivre").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="JSON", exact=True).click()
    told = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert download.value.suggested_filename.endswith(".json")
    assert told["total"] == len(told["lignes"]) > 0
    assert told["licence"] == "Licence Ouverte 2.0"
    page.get_by_role("link", name="la même liste en ligne").click()
    page.get_by_role("link", name=OFFER).wait_for()


def test_a_reader_on_paper_is_shown_no_link_to_files(visit):
    page = visit("/contrats/").page
    page.emulate_media(media="print")
    assert not page.get_by_role("link", name=OFFER).is_visible()
