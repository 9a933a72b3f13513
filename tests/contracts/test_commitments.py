"""The table of all commitments: its rows, its filters, its order, its address."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from contracts.models import Commitment, Party
from contracts.pages.commitments.form import FACETS, CommitmentForm
from contracts.pages.commitments.lines import Line
from contracts.pages.narrowing.selection import select
from contracts.values.dates.partial_date import PartialDate
from contracts.values.vocabulary import CommitmentState, Nature, Side
from tests import factories
from tests.contracts.reading import ReadPage

ADDRESS = "/engagements/"


def totals(page: ReadPage) -> tuple[int, int]:
    """« 12 apports et engagements dans 3 contrats »."""
    found = re.match(
        r"(\d+) (?:apports et engagements|apport ou engagement) dans (\d+) contrats?",
        page.text("#compte"),
    )
    assert found, page.text("#compte")
    return int(found.group(1)), int(found.group(2))


@pytest.fixture
def small(db):
    """Three contracts of two themes."""
    bois = factories.theme(slug="bois", label="Bois")
    city = factories.territory(slug="ys", name="Ys", level="epci")
    country = factories.territory(slug="landes", name="Landes", level="pays")
    other = factories.territory(slug="autre", name="Autre", level="pnr")
    factories.contract(
        title="Ys et Landes",
        city=city,
        country=country,
        commitments=[
            factories.commitment(
                country,
                city,
                object="Du bois pour la ville",
                theme=bois,
                quantity=20_000,
                unit="tonnes par an",
                state=CommitmentState.DONE,
                start=PartialDate.parse("2016"),
                end=PartialDate.parse("2020"),
            ),
            factories.commitment(city, country, object="Un ingénieur", nature=Nature.DECLARED),
            factories.commitment(None, None, object="Se réunir"),
        ],
    )
    factories.contract(
        title="Autre contrat",
        parties=[
            Party(territory=city, side=Side.CITY),
            Party(territory=other, side=Side.THIRD),
        ],
        commitments=[factories.commitment(other, city, object="Des conseils")],
    )
    factories.contract(
        title="Brouillon",
        publish=False,
        commitments=[factories.commitment(city, country, object="Caché")],
    )


def objects(page: ReadPage) -> list[str]:
    return page.texts("tbody th > a:first-child")


def test_a_row_says_who_gives_what_to_whom_and_how_far_it_is(client, small):
    page = ReadPage(client, ADDRESS)
    rows = [" | ".join(page.texts(f"tbody tr:nth-child({n}) > *")) for n in (2, 3, 4)]

    assert totals(page) == (4, 2)
    assert rows[0] == (
        "Du bois pour la ville 20 000 tonnes par an · 2016 – 2020 | "
        "Campagne → ville Landes → Ys | Bois | Réalisé | Ys et Landes"
    )
    assert rows[1].startswith("Un ingénieur cité comme un apport, sans parler d’engagement |")
    assert rows[2] == "Se réunir | Ensemble | non renseigné | non renseigné | Ys et Landes"
    assert len(page.cited_by(page.soup.select("tbody th")[1])) == 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?theme=bois", ["Du bois pour la ville"]),
        ("?sens=campagne-ville&sens=ensemble", ["Du bois pour la ville", "Se réunir"]),
        ("?sens=tiers-ville", ["Des conseils"]),
        ("?nature-territoire=pnr", ["Des conseils"]),
        ("?etat=non-renseigne&nature=apport-declare", ["Un ingénieur"]),
        ("?q=bois+landes", ["Du bois pour la ville"]),
        ("?q=le", ["Des conseils", "Du bois pour la ville", "Un ingénieur", "Se réunir"]),
        (
            "?tri=-engagement",
            ["Se réunir", "Un ingénieur", "Du bois pour la ville", "Des conseils"],
        ),
    ],
)
def test_rows_are_narrowed_and_ordered_by_the_address(client, small, query, expected):
    assert objects(ReadPage(client, f"{ADDRESS}{query}")) == expected


def test_what_is_done_together_is_not_passed_over_when_a_direction_is_chosen(client, small):
    page = ReadPage(client, f"{ADDRESS}?sens=campagne-ville")
    assert "1 engagement « Ensemble »" in page.text("[data-part=together]").replace("\xa0", " ")
    both = ReadPage(client, f"{ADDRESS}{page.one('[data-part=together] a')['href']}")
    assert objects(both) == ["Du bois pour la ville", "Se réunir"]
    for query in ("", "?sens=ensemble", "?sens=campagne-ville&sens=ensemble"):
        assert ReadPage(client, f"{ADDRESS}{query}").soup.select("[data-part=together]") == []


def test_an_empty_table_says_what_to_take_off(client, small):
    page = ReadPage(client, f"{ADDRESS}?theme=bois&sens=ville-campagne&q=xylophone")
    assert page.text("#compte") == "Aucun apport ni engagement pour « xylophone »"
    assert "retirez plusieurs filtres" in page.text("main")

    page = ReadPage(client, f"{ADDRESS}?theme=bois&sens=ville-campagne")
    ways_out = {
        words: int(re.search(r"(\d+) ligne", words).group(1))
        for words in page.texts("main a")
        if words.startswith("Sans")
    }
    assert len(ways_out) == 2
    for link in page.soup.select("main li > a[href]"):
        if link.get_text(strip=True).startswith("Sans"):
            [count] = [n for words, n in ways_out.items() if words in " ".join(link.text.split())]
            assert totals(ReadPage(client, ADDRESS + link["href"]))[0] == count


@pytest.mark.parametrize(
    "query",
    [
        "?page=abc&tri=rien&theme=%00&etat=x'y",
        "?page=99999",
        "?sens=inconnu&region=nulle-part",
        "?tri=-&q=%F0%9F%8C%B3",
        "?theme=" + "&theme=".join(map(str, range(200))),
    ],
)
def test_whatever_is_typed_in_the_address_gets_a_page(client, small, query):
    ReadPage(client, ADDRESS + query)


def test_an_unknown_value_is_told_and_can_be_taken_off(client, small):
    page = ReadPage(client, f"{ADDRESS}?theme=inconnu")
    assert page.texts("[aria-label='Filtres actifs'] a")[0].startswith("Thème : inconnu (inconnu)")
    assert "Sans le filtre « Thème » : 4 lignes" in page.texts("main li > a")


def test_the_list_alone_is_given_to_htmx(client, small):
    response = client.get(
        f"{ADDRESS}?theme=bois&tri=contrat&x=1",
        headers={"HX-Request": "true", "HX-Target": "resultats"},
    )
    shown = response.content.decode()
    assert response["HX-Push-Url"] == f"{ADDRESS}?theme=bois"
    assert "<title>bois — Tous les engagements — Réciprocités</title>" in " ".join(shown.split())
    assert "<header" not in shown
    assert "Du bois pour la ville" in shown


def test_the_table_is_found_from_the_pages_where_it_is_looked_for(client, small):
    for address in ("/", "/contrats/", "/plan-du-site/", "/conditions/"):
        assert ReadPage(client, address).soup.select_one(f"a[href='{ADDRESS}']"), address
    assert f"{ADDRESS}</loc>" in client.get("/sitemap.xml").content.decode()
    assert reverse("commitments") == ADDRESS


codes = st.sampled_from(["a", "b", "c"])


@st.composite
def some_lines(draw: Callable) -> list[Line]:
    return [
        Line(
            pk=pk,
            contract=draw(st.integers(0, 2)),
            title="",
            place=(0, pk),
            object="",
            text=draw(st.sampled_from(["eau", "bois", "eau et bois"])),
            codes={facet: frozenset(draw(st.sets(codes, max_size=2))) for facet in FACETS},
        )
        for pk in range(draw(st.integers(0, 6)))
    ]


@given(
    lines=some_lines(),
    filters=st.dictionaries(
        st.sampled_from(FACETS), st.sets(codes, min_size=1).map(sorted).map(tuple), max_size=3
    ),
    q=st.sampled_from(["", "eau", "bois"]),
)
def test_a_count_is_what_the_value_alone_gives_beside_the_other_filters(lines, filters, q):
    asked = CommitmentForm(q=q, filters=filters)
    found = select(lines, asked)
    for facet in FACETS:
        for code in "abc":
            alone = CommitmentForm(q=q, filters={**filters, facet: (code,)})
            assert found.counts[facet][code] == len(select(lines, alone).lines)
        if facet in filters:
            assert found.without[facet] == len(select(lines, asked.without(facet)).lines)
    if q:
        assert found.without["q"] == len(select(lines, asked.without_words()).lines)


@given(
    st.permutations([("theme", "a"), ("theme", "b"), ("tri", "-sens"), ("q", "eau"), ("x", "y")])
)
def test_an_address_is_one_whatever_the_order_of_its_parameters(parameters):
    typed = QueryDict(mutable=True)
    for name, value in parameters:
        typed.appendlist(name, value)
    assert CommitmentForm.from_querydict(typed).url(ADDRESS) == (
        f"{ADDRESS}?q=eau&theme=a&theme=b&tri=-sens"
    )


@pytest.mark.django_db
def test_a_commitment_says_its_period():
    assert Commitment(start=PartialDate.parse("2016")).period == "depuis 2016"
    assert Commitment(end=PartialDate.parse("2016")).period == "jusqu’en 2016"
    assert Commitment().period == ""


def test_no_two_filters_ask_the_same_thing(client, small):
    """Each filter shares the rows out in its own way."""
    page = ReadPage(client, ADDRESS)
    shares = {}
    for facet in page.soup.select("#filtres details"):
        labels = [label.get_text(" ", strip=True) for label in facet.select("label")]
        counts = sorted(int(re.search(r"\((\d+)\)$", label).group(1)) for label in labels)
        shares[facet.select_one("summary").get_text(" ", strip=True)] = counts
    assert "Qui donne" not in shares
    assert sum(shares["De qui à qui"]) == totals(page)[0]
