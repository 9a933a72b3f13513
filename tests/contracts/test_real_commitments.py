"""All the commitments of the real content: what each filter announces is what a reader gets, and
what the contracts say."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest
from django.http import QueryDict

from contracts.models import ContractPage
from contracts.models.territory import TerritoryGraph
from contracts.pages.commitments.form import FACETS, CommitmentForm, Order
from contracts.pages.commitments.lines import read_lines
from contracts.pages.narrowing.selection import select
from contracts.rules.listed import listed
from contracts.values.territory_kinds import kind_of
from tests.contracts.reading import ReadPage

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.sqlite]

ADDRESS = "/engagements/"


def form(address: str) -> CommitmentForm:
    return CommitmentForm.from_querydict(QueryDict(address))


def totals(page: ReadPage) -> tuple[int, int]:
    """« 12 apports et engagements dans 3 contrats »."""
    found = re.match(
        r"(\d+) (?:apports et engagements|apport ou engagement) dans (\d+) contrats?",
        page.text("#compte"),
    )
    assert found, page.text("#compte")
    return int(found.group(1)), int(found.group(2))


def announced(page: ReadPage) -> Iterator[tuple[str, str, int]]:
    for box in page.soup.select("#filtres input"):
        count = re.search(r"\((\d+)\)\s*$", box.parent.get_text())
        assert count
        yield box["name"], box["value"], int(count.group(1))


def counted_from_the_models() -> dict[str, Counter[str]]:
    """By facet, worked out from the contracts, without the module under test."""
    graph = TerritoryGraph()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for contract in listed(ContractPage.objects):
        parties = {party.territory_id: party for party in contract.parties.all()}
        for one in contract.commitments.all():
            if one.reciprocal:
                concerned = [party.territory for party in parties.values()]
                direction = "ensemble"
            else:
                concerned = [one.giver, one.receiver]
                giver = parties[one.giver_id].side
                direction = f"{giver}-{parties[one.receiver_id].side}"
            counts["theme"][one.theme.slug if one.theme else "non-renseigne"] += 1
            counts["sens"][direction] += 1
            counts["etat"][one.state or "non-renseigne"] += 1
            counts["nature"][one.nature] += 1
            counts["statut"][contract.status] += 1
            counts["nature-territoire"].update({kind_of(at.level, at.name) for at in concerned})
            regions = {pk for at in concerned for pk in graph.regions(at.pk)}
            counts["region"].update(graph.rows[pk]["slug"] for pk in regions)
    return counts


def test_every_value_announces_what_a_reader_gets_and_what_the_contracts_say(client):
    page = ReadPage(client, ADDRESS)
    expected = counted_from_the_models()
    lines = read_lines()
    shown: dict[str, dict[str, int]] = defaultdict(dict)
    for facet, code, count in announced(page):
        shown[facet][code] = count
        got = select(lines, form(f"{facet}={code}"))
        assert (facet, code, len(got.lines)) == (facet, code, count)

    # A facet of one value is not offered.
    assert shown == {facet: dict(values) for facet, values in expected.items() if len(values) > 1}
    contracts = listed(ContractPage.objects).filter(commitments__isnull=False).distinct()
    assert totals(page) == (sum(expected["sens"].values()), contracts.count())
    assert totals(page)[0] > 40


def test_beside_a_filter_the_other_facets_still_announce_what_is_got():
    lines = read_lines()
    whole = select(lines, CommitmentForm())
    for facet in FACETS:
        for code in whole.counts[facet]:
            asked = CommitmentForm(filters={facet: (code,)})
            counts = select(lines, asked).counts
            assert counts[facet] == whole.counts[facet], (facet, code)
            for other in set(FACETS) - {facet}:
                for value, count in counts[other].items():
                    got = select(lines, asked.toggled(other, value))
                    assert len(got.lines) == count, (facet, code, other, value)


def test_the_rows_of_a_contract_lead_to_its_lines(client):
    page = ReadPage(client, f"{ADDRESS}?q=brest")
    links = [link["href"] for link in page.soup.select("tbody th a[href*='#engagement-']")]
    assert len(links) == totals(page)[0] > 2
    for address in links:
        path, _, anchor = address.partition("#")
        assert ReadPage(client, path).soup.find(id=anchor), address


def test_words_are_found_whatever_their_accents_and_their_number():
    lines = read_lines()
    found = [select(lines, form(f"q={words}")).lines for words in ("forêt", "FORETS", "foret")]
    assert found[0]
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("order", [order.value for order in Order])
def test_a_table_is_turned_over_and_loses_no_row(client, order):
    rows = {}
    for sort in (order, f"-{order}"):
        rows[sort] = []
        for number in (1, 2, 99):
            page = ReadPage(client, f"{ADDRESS}?tri={sort}&page={number}")
            rows[sort] += page.texts("tbody th")
        column = page.one("th[aria-sort]")
        assert column["aria-sort"] == ("descending" if "-" in sort else "ascending")
    assert rows[order][0] != rows[f"-{order}"][0]
