"""What a public page asks of the database does not grow with what there is to show."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.models import Indicator, Milestone, PageLink, Term
from contracts.training.models import (
    Material,
    NoteKind,
    PresentedFiche,
    ProgrammeItem,
    ReturnNote,
    SessionDate,
    SessionIndexPage,
    Speaker,
    TrainingSessionPage,
)
from contracts.values.dates.partial_date import PartialDate
from contracts.values.vocabulary import Section, TermCategory
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

MOST = 12


class Catalogue:
    """A small catalogue in which everything is tied to everything."""

    def __init__(self) -> None:
        self.theme = factories.theme(slug="bois")
        self.city = factories.territory(slug="ys", name="Kerys", level="epci", code="242900314")
        factories.commune("29019", "Kerys", epci="242900314")
        factories.commune("72181", "Ailleurs")
        self.country = factories.territory(slug="landes", name="Landes")
        self.contracts, self.tools, self.case_studies = [], [], []
        self.grown = 0
        factories.home_page()
        self.user = factories.contract(title="Qui s’en est servi")

    def grow(self, size: int) -> None:
        """`size` more fiches of each kind; the first of them has as many things to tell."""
        self.grown = size
        for rank in range(size):
            told = self._told(size if rank == 0 else 1)
            tool = factories.tool(
                themes=[self.theme],
                tags=["chaufferie"],
                indicators=self._indicators(size if rank == 0 else 1),
            )
            contract = factories.contract(
                city=self.city, country=self.country, tags=["chaufferie"], **self._told(1)
            )
            factories.within(factories.territory(), self.country)
            places = [
                self.country,
                *(factories.territory() for _ in range(size if rank == 0 else 1)),
            ]
            self.case_studies.append(
                factories.case_study(contract=contract, tools=[tool], places=places, **told)
            )
            self.tools.append(tool)
            self.contracts.append(contract)
            self._term()
        self._fill(self.contracts[0], size)
        self._session(size)

    def _told(self, size: int) -> dict[str, object]:
        return {
            "themes": [self.theme],
            "facts": [factories.fact(label=f"mesure {n}", number_value=n) for n in range(size)],
            "statements": [
                factories.statement(Section.OBSTACLE, text=f"Obstacle {n}") for n in range(size)
            ],
        }

    def _indicators(self, size: int) -> list[Indicator]:
        return [
            Indicator(
                name=f"Mesure {n}",
                theme=self.theme,
                source=factories.source(),
                data_source=factories.source(),
                used_in=self.user,
                used_source=factories.source(),
            )
            for n in range(size)
        ]

    def _fill(self, contract, size: int) -> None:
        contract.commitments = [
            factories.commitment(self.city, self.country, theme=self.theme) for _ in range(size)
        ]
        contract.milestones = [
            Milestone(date=PartialDate.parse("2016"), text="Étape", source=factories.source())
            for _ in range(size)
        ]
        others = [*self.contracts[1:], *self.tools, *self.case_studies]
        contract.outgoing_links = [PageLink(target=page, reason="Lien") for page in others]
        contract.save_revision().publish()

    def _term(self) -> None:
        term = Term.objects.create(
            slug=f"terme-{Term.objects.count()}",
            term=f"Terme {Term.objects.count()}",
            definition="Définition",
            category=TermCategory.ACTOR,
            source=factories.source(),
            live=True,
        )
        term.see_also.set(Term.objects.all()[:5])
        term.save()

    def _session(self, size: int) -> None:
        TrainingSessionPage.objects.all().delete()
        page = TrainingSessionPage(
            title="Session", slug="session", gist="Se former.", source=factories.source()
        )
        page.dates = [SessionDate(day=dt.date(2016, 12, n + 1)) for n in range(size)]
        page.programme = [
            ProgrammeItem(
                title=f"Point {n}",
                speakers=[Speaker(name="Ada")],
                presented=[PresentedFiche(fiche=self.contracts[n])],
            )
            for n in range(size)
        ]
        page.return_notes = [
            ReturnNote(kind=NoteKind.SAID, text="Dit.", fiche=self.contracts[0])
            for _ in range(size)
        ]
        page.materials = [
            Material(title="Support", document=factories.document("Fichier")) for _ in range(size)
        ]
        SessionIndexPage.objects.get().add_child(instance=page)
        page.save_revision().publish()


ADDRESSES = {
    "home": lambda _: "/",
    "contract": lambda made: made.contracts[0].url,
    "experience": lambda made: made.case_studies[-made.grown].url,
    "tool": lambda made: made.tools[0].url,
    "note of a contract": lambda made: f"{made.contracts[0].url}note.pdf",
    "note of an experience": lambda made: f"{made.case_studies[-made.grown].url}note.pdf",
    "note of a tool": lambda made: f"{made.tools[0].url}note.pdf",
    "note of a theme": lambda _: "/themes/bois/note.pdf",
    "note of a territory": lambda _: "/territoires/landes/note.pdf",
    "session": lambda _: "/sessions/session/",
    "contracts": lambda _: "/contrats/",
    "like mine": lambda _: "/contrats/comme-le-mien/?territoire=ys&population-partenaire=9000",
    "experiences": lambda _: "/experiences/",
    "tools": lambda _: "/outils/",
    "sessions": lambda _: "/sessions/",
    "search": lambda _: "/recherche/?q=obstacle",
    "territory": lambda _: "/territoires/landes/",
    "words and a place": lambda _: "/recherche/?q=obstacle+kerys",
    "place": lambda _: "/recherche/?q=kerys",
    "commune": lambda _: "/communes/29019-kerys/",
    "commune without contract": lambda _: "/communes/72181-ailleurs/",
    "communes": lambda _: "/communes/?nom=kerys",
    "territories": lambda _: "/territoires/",
    "map": lambda _: "/carte/",
    "news": lambda _: "/nouveautes/",
    "files of contracts": lambda _: "/contrats/telecharger/",
    "comparison": lambda made: f"/comparer/?fiche={made.contracts[0].slug}&fiche={made.user.slug}",
    "versions": lambda made: f"{made.contracts[0].url}versions/",
    "ticked contracts": lambda made: f"/contrats/?fiche={made.contracts[0].slug}",
    "filters": lambda _: "/recherche/filtres/?q=obstacle",
    "mistyped": lambda _: "/recherche/?q=obstaclle",
    "questions": lambda _: "/comprendre/questions/",
    "whole base": lambda _: "/donnees/",
    "dictionary": lambda _: "/donnees/dictionnaire/contrats/",
    "contact": lambda _: "/contact/",
    "proposal": lambda _: "/proposer-une-experience/",
    "theme": lambda _: "/themes/bois/",
    "themes": lambda _: "/themes/",
    "tag": lambda _: "/etiquettes/chaufferie/",
    "tags": lambda _: "/etiquettes/",
    "glossary": lambda _: "/glossaire/",
    "term": lambda _: "/glossaire/terme-0/",
    "statements": lambda _: "/conditions/",
    "statements of a theme": lambda _: "/conditions/?theme=bois",
    "commitments": lambda _: "/engagements/?theme=bois&q=bois",
    "indicators": lambda _: "/indicateurs/?theme=bois&q=mesure",
    "site map": lambda _: "/plan-du-site/",
    "sitemap": lambda _: "/sitemap.xml",
    "editorial": lambda _: "/mentions-legales/",
}


def count(client, address: str) -> int:
    client.get(address)  # what is read once and kept is not counted
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def counts(client, made: Catalogue) -> dict[str, int]:
    return {name: count(client, address(made)) for name, address in ADDRESSES.items()}


def test_a_page_asks_as_many_queries_for_one_fiche_as_for_twelve(client):
    made = Catalogue()
    made.grow(1)
    for_one = counts(client, made)
    made.grow(11)
    for_twelve = counts(client, made)

    assert {name: asked for name, asked in for_one.items() if asked > MOST} == {}
    grown = {
        name: (for_one[name], asked) for name, asked in for_twelve.items() if asked > for_one[name]
    }
    assert grown == {}
