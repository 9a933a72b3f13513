"""A row that nobody changed is known by the digest that was recorded of it, versions ago."""

import pytest

from contracts.catalogue.digests import row_digest
from contracts.models import Source, Term, Territory, Theme
from contracts.models.territory import TerritoryName

# As they were recorded before rows had any of the fields that were added since.
RECORDED = {
    Theme: "efcb0a3b08e78e10fa429669d153dbb75d1cf76eec2a9fccc296983b384d5189",
    Territory: "d73ff257a30104fc0c070abe8cde28204773c9c6229b1e09819915a4681852fb",
    Source: "4ad9df099b17c7bbe60e169b4e6270ecb2e64e4d9e30c325bafa7c3dac227940",
    Term: "5f0c0d0423d8603fea518dc894b4fb725cfd17b7fdd7b1ac92e9facf0dc84c9e",
}


def rows():
    territory = Territory(slug="poher", name="Poher", level="epci", code="242900744")
    territory.other_names = [TerritoryName(name="Carhaix")]
    yield Theme(code="energie", slug="energie", label="Énergie", definition="Produire")
    yield territory
    yield Source(title="Rapport", publisher="Sénat", kind="rapport", url="https://www.senat.fr/")
    yield Term(slug="petr", term="PETR", expansion="Pôle", category="sigle")


@pytest.mark.parametrize("row", list(rows()), ids=lambda row: type(row).__name__)
def test_fields_added_since_change_no_digest_of_a_row_that_holds_their_default(row):
    assert row_digest(row) == RECORDED[type(row)]


def test_what_an_editor_writes_in_them_changes_it():
    theme, *_ = rows()
    theme.everyday_words = "chaufferie"

    assert row_digest(theme) != RECORDED[Theme]
