"""The address and the title of a list, which phones share: they tell what was asked, and its page."""

from math import ceil

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from contracts.models import ContractPage
from contracts.pages.comparable.form import LikeMineForm
from contracts.pages.forms import CommuneForm, StatementForm
from contracts.values.territory_kinds import TerritoryKind
from contracts.values.vocabulary import Side
from search.query.form import SearchForm
from search.query.request import PAGE_SIZE
from tests import factories
from tests.contracts.reading import ReadPage

# What an address says depends on no database, and the real catalogue takes long to load.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

HTMX = {"HX-Request": "true", "HX-Target": "resultats"}
SITE = "http://testserver"
SHARED = ["title", "link[rel=canonical]", "meta[property='og:url']", "meta[property='og:title']"]
LISTINGS = [
    "/recherche/",
    "/contrats/",
    "/experiences/",
    "/outils/",
    "/sessions/",
    "/territoires/",
    "/territoires/bretagne/",
    "/themes/eau-et-milieux-aquatiques/",
    "/etiquettes/eau-potable/",
    "/communes/29019-brest/",
]
# (what is typed, what is shared, how the title begins)
EVERYWHERE = [
    ("", "", ""),
    ("?inconnu=1&q=&theme=&tri=recent&page=1&exact=oui", "", ""),
    ("?tri=titre&q=+les++eaux+&x=y", "?q=les+eaux&tri=titre", "les eaux — "),
    ("?page=99999&tri=pertinence&q=zzz&exact=oui", "?q=zzz&exact=oui", "zzz — "),
    ("?annee=1900&q=l%27%C3%A9t%C3%A9", "?q=l%27%C3%A9t%C3%A9&annee=1900", "l’été, 1900 — "),
]
FILTERED = [
    (
        "/recherche/?type=outil&q=eau",
        "/recherche/?q=eau&type=outil",
        "eau, outils — Recherche",
    ),
    (
        "/recherche/?page=2&tri=recent&type=contrat&region=bretagne&type=experience",
        "/recherche/?type=contrat&type=experience&region=bretagne",
        "contrats, expériences, Bretagne — Recherche",
    ),
    (
        "/recherche/?page=2&type=contrat",
        "/recherche/?type=contrat&page=2",
        "contrats (page 2 sur {last}) — Recherche",
    ),
    (
        "/recherche/?q=eau&type=contrat&type=outil&statut=signe&region=bretagne",
        "/recherche/?q=eau&type=contrat&type=outil&region=bretagne&statut=signe",
        "eau, contrats, outils et 2 autres filtres — Recherche",
    ),
    ("/contrats/?page=2", "/contrats/?page=2", "Contrats (page 2 sur {last})"),
    (
        "/contrats/?page=99&type=outil",
        "/contrats/?page={last}",
        "Contrats (page {last} sur {last})",
    ),
    (
        "/contrats/?theme=eau-et-milieux-aquatiques&statut=signe",
        "/contrats/?theme=eau-et-milieux-aquatiques&statut=signe",
        "eau et milieux aquatiques, signé — Contrats",
    ),
    (
        "/contrats/?region=nulle-part",
        "/contrats/?region=nulle-part",
        "nulle-part (inconnu) — Contrats",
    ),
    (
        "/recherche/filtres/?page=3&type=outil&q=eau",
        "/recherche/filtres/?q=eau&type=outil",
        "eau, outils — Tous les filtres",
    ),
    (
        "/conditions/?etiquette=elus&theme=&x=1&nature=frein",
        "/conditions/?nature=frein&etiquette=elus",
        "ce qui a coincé, elus (inconnu) — Conditions de réussite et freins",
    ),
    (
        "/conditions/?page=2",
        "/conditions/?page=2",
        "Conditions de réussite et freins (page 2 sur ",
    ),
    (
        "/engagements/?page=99&x=1&tri=contrat&region=bretagne&sens=ensemble",
        "/engagements/?sens=ensemble&region=bretagne",
        "ensemble, Bretagne — Tous les engagements",
    ),
    (
        "/indicateurs/?x=1&tri=indicateur&theme=eau-et-milieux-aquatiques",
        "/indicateurs/?theme=eau-et-milieux-aquatiques",
        "eau et milieux aquatiques — Tous les indicateurs",
    ),
    (
        "/engagements/?page=2",
        "/engagements/?page=2",
        "Tous les engagements (page 2 sur ",
    ),
    ("/communes/?x=1&nom=+brest+", "/communes/?nom=brest", "brest — Communes"),
    ("/communes/?nom=", "/communes/", "Communes"),
    (
        "/communes/97411-saint-denis/?q=eau",
        "/communes/97411-saint-denis/",
        "Saint-Denis (97411) : la commune et ses contrats",
    ),
    (
        "/contrats/comme-le-mien/?population-partenaire=&page=1&population=100000&cote=campagne&nature=pays",
        "/contrats/comme-le-mien/?cote=campagne&nature=pays&population=100000",
        "campagne, pays ou PETR, 100 000 habitants — Des contrats comme le mien",
    ),
    (
        "/contrats/comme-le-mien/?page=2&nature-partenaire=metropole",
        "/contrats/comme-le-mien/?nature-partenaire=metropole&page=2",
        "partenaire : métropole (page 2 sur {last}) — Des contrats comme le mien",
    ),
    (
        "/contrats/comme-le-mien/?territoire=brest-metropole&nature=&page=2",
        "/contrats/comme-le-mien/?nature=&territoire=brest-metropole&page=2",
        "Brest Métropole (page 2 sur {last})",
    ),
    (
        "/contrats/comme-le-mien/?population=beaucoup",
        "/contrats/comme-le-mien/",
        "Des contrats comme le mien",
    ),
    (
        "/contrats/comme-le-mien/?territoire=inconnu",
        "/contrats/comme-le-mien/",
        "Des contrats comme le mien",
    ),
    ("/glossaire/?q=eau&page=2", "/glossaire/", "Glossaire"),
    ("/themes/?page=2", "/themes/", "Thèmes"),
    ("/etiquettes/?page=2", "/etiquettes/", "Étiquettes"),
    ("/plan-du-site/?x=1", "/plan-du-site/", "Plan du site"),
    ("/?q=eau", "/", "Contrats entre villes et campagnes"),
]


@pytest.fixture
def france(catalogue):
    """The catalogue, a commune that has contracts and one that has none."""
    factories.commune("29019", "Brest", epci="242900314")
    factories.commune("97411", "Saint-Denis")


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def shared(page: ReadPage) -> str:
    canonical = page.one("link[rel=canonical]")["href"]
    assert page.one("meta[property='og:url']")["content"] == canonical
    assert canonical.startswith(f"{SITE}/")
    return canonical.removeprefix(SITE)


def title(page: ReadPage) -> str:
    whole = plain(page.one("title").text)
    assert whole.endswith(" — Réciprocités")
    return whole.removesuffix(" — Réciprocités")


def shown(page: ReadPage) -> list[str]:
    """What the list shows: where its results lead, in their order, and what is ticked or chosen."""
    results = [link["href"] for link in page.soup.select("main li :is(h2, h3) a")]
    chosen = [box["value"] for box in page.soup.select("[checked], option[selected]")]
    return [*results, *chosen, *page.texts("[role=status]")]


@pytest.mark.parametrize("listing", LISTINGS)
def test_every_list_shares_what_was_asked_of_it(client, france, listing):
    for typed, expected, start in EVERYWHERE:
        page = ReadPage(client, f"{listing}{typed}")
        assert shared(page) == f"{listing}{expected}", typed
        assert title(page).startswith(start), typed
        again = ReadPage(client, f"{listing}{expected}")
        assert shared(again) == shared(page)
        assert shown(again) == shown(page), typed

        fragment = client.get(f"{listing}{typed}", headers=HTMX)

        assert fragment["HX-Push-Url"] == shared(page)
        swapped = BeautifulSoup(fragment.content, "html.parser")
        for part in SHARED:
            [new], old = swapped.select(part), page.one(part)
            assert (new.text, new.get("id")) == (old.text, old.get("id"))
            assert (new.get("href"), new.get("content")) == (old.get("href"), old.get("content"))


@pytest.mark.parametrize(("typed", "expected", "titled"), FILTERED)
def test_a_filtered_page_shares_its_filters_and_its_number(client, france, typed, expected, titled):
    page = ReadPage(client, typed)
    last = ceil(ContractPage.objects.live().count() / PAGE_SIZE)
    expected = expected.format(last=last)

    assert shared(page) == expected
    assert title(page).startswith(titled.format(last=last))
    again = ReadPage(client, expected)
    assert shared(again) == expected
    assert shown(again) == shown(page)


# --- Forms ---------------------------------------------------------------------------------------

TEXTS = st.text(max_size=8) | st.sampled_from(["eau", "élus", " a  b ", "24 000", "oui", "titre"])
PAGES = st.integers(-1, 120).map(str) | st.text(max_size=4)
SEARCH = {
    "q": TEXTS,
    "exact": st.sampled_from(["oui", "non", ""]),
    "tri": st.sampled_from(["titre", "recent", "pertinence", "x"]),
    "page": PAGES,
    "inconnu": TEXTS,
}
STATEMENTS = {
    "nature": st.sampled_from(["frein", "condition", "x", ""]),
    "theme": TEXTS,
    "etiquette": TEXTS,
    "page": PAGES,
    "inconnu": TEXTS,
}
PAIRS = {
    "cote": st.sampled_from([*Side.values, "", "x"]),
    "nature": st.sampled_from([*TerritoryKind.values, ""]),
    "population": st.sampled_from(["", "24 000", "24000 hab.", "beaucoup"]) | st.text(max_size=4),
    "nature-partenaire": st.sampled_from([*TerritoryKind.values, ""]),
    "population-partenaire": st.sampled_from(["", "1.200", "0"]),
    "territoire": TEXTS,
    "page": PAGES,
    "inconnu": TEXTS,
}
COMMUNES = {"nom": TEXTS, "page": PAGES, "inconnu": TEXTS}
FORMS = st.one_of(
    *(
        st.tuples(
            st.just(form),
            st.fixed_dictionaries({}, optional=fields),
            st.lists(st.tuples(st.sampled_from(several), TEXTS), max_size=80)
            if several
            else st.just([]),
        )
        for form, fields, several in (
            (SearchForm, SEARCH, ["theme", "type", "region", "annee", "etiquette"]),
            (StatementForm, STATEMENTS, []),
            (LikeMineForm, PAIRS, []),
            (CommuneForm, COMMUNES, []),
        )
    )
)


def address(form: type, parameters: list[tuple[str, str]]) -> str:
    data = QueryDict(mutable=True)
    for name, value in parameters:
        data.appendlist(name, value)
    read = form.from_querydict(data)
    return read.standing_at("/x/").url() if form is SearchForm else read.url("/x/")


@given(FORMS, st.randoms(use_true_random=False))
def test_an_address_is_shared_as_one_whatever_the_order_of_its_parameters(given, order):
    form, single, several = given
    parameters = [*single.items(), *several]
    canonical = address(form, parameters)

    order.shuffle(parameters)

    assert address(form, parameters) == canonical
    query = QueryDict(canonical.removeprefix("/x/").removeprefix("?"))
    assert address(form, [(name, one) for name, all_ in query.lists() for one in all_]) == canonical
    assert "inconnu" not in query
    assert "page" not in query or int(query["page"]) > 1
