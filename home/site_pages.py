"""The pages of the site that are no content: listings and places to look, with what they are for and
the everyday words that lead to them.

One register: the search finds them, the answers to questions lead to them, and the plan of the site
lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import models
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from contracts import kinds
from contracts.pages.parts.listings import listings_of
from contracts.training.next_session import next_session
from search.answers.hints import Hint


@dataclass(frozen=True)
class SitePlace:
    """Reached by the name of its address, or the listing of a kind; `words` are everyday words."""

    code: str
    title: str
    gist: str
    words: tuple[str, ...]
    kind: str = ""
    # What a search for it is told first, of its address: « la prochaine session ».
    now: Callable[[str], Hint] | None = None

    @property
    def route(self) -> str:
        """The name of its address; empty for a listing, which editors move."""
        return "" if self.kind else self.code

    @property
    def exists(self) -> bool:
        """Whether this site has it."""
        if self.kind:
            return kinds.get(self.kind) is not None
        return bool(self.path)

    @property
    def path(self) -> str:
        """The address of one that is not in the tree; empty when the site has none."""
        try:
            return reverse(self.route) if self.route else ""
        except NoReverseMatch:
            return ""

    def url(self, request: HttpRequest) -> str:
        return listings_of(request)[self.kind] if self.kind else self.path


class SitePageCode(models.TextChoices):
    """Those to which an editor may lead."""

    CONTRACTS = "contrat", "Contrats"
    CASE_STUDIES = "experience", "Expériences"
    TOOLS = "outil", "Outils"
    SESSIONS = "session", "Sessions"
    STATEMENTS = "statements", "Conditions de réussite et freins"
    LIKE_MINE = "like_mine", "Des contrats comme le mien"
    MAP = "atlas", "Carte des contrats"
    COMMITMENTS = "commitments", "Tous les engagements"
    INDICATORS = "indicators", "Tous les indicateurs"
    COMMUNES = "commune_list", "Communes"
    TERRITORIES = "territory_list", "Territoires"
    THEMES = "theme_list", "Thèmes"
    TAGS = "tag_list", "Étiquettes"
    GLOSSARY = "glossary", "Glossaire"
    NEWS = "news", "Nouveautés"
    CONTACT = "contact", "Contact"
    PROPOSE = "propose", "Proposer une expérience"


_PAGES = (
    SitePlace(
        SitePageCode.CONTRACTS,
        "Contrats",
        "Tous les contrats recensés, à filtrer par thème, région, statut ou année.",
        ("liste des contrats", "tous les contrats", "exemples de contrats"),
        kind="contrat",
    ),
    SitePlace(
        SitePageCode.CASE_STUDIES,
        "Expériences",
        "Ce que des villes et des campagnes ont fait ensemble, et ce qu’il en est advenu.",
        ("liste des expériences", "toutes les expériences", "retours d’expérience"),
        kind="experience",
    ),
    SitePlace(
        SitePageCode.TOOLS,
        "Outils",
        "Méthodes, cadres juridiques, données et appuis pour coopérer.",
        ("liste des outils", "tous les outils", "boîte à outils"),
        kind="outil",
    ),
    SitePlace(
        SitePageCode.SESSIONS,
        "Sessions",
        "Les sessions de formation à venir et passées, et ce qu’elles ont laissé.",
        (
            *("liste des sessions", "prochaine formation", "prochaine session", "formation"),
            *("se former", "s’inscrire", "inscription", "participer", "agenda"),
        ),
        kind="session",
        now=next_session,
    ),
    SitePlace(
        SitePageCode.STATEMENTS,
        "Conditions de réussite et freins",
        "Ce qui a aidé et ce qui a freiné, contrat par contrat, avec les sources.",
        (
            *("conditions de réussite", "facteurs de réussite", "clés de réussite", "réussir"),
            *("freins", "obstacles", "leviers", "rater", "raté", "ratent"),
            *("marche pas", "pas marché", "fonctionne pas", "pas fonctionné"),
        ),
    ),
    SitePlace(
        SitePageCode.LIKE_MINE,
        "Des contrats comme le mien",
        "Les contrats dont les territoires ressemblent au vôtre, par population et par distance.",
        ("comme le mien", "territoire comparable", "contrats comparables"),
    ),
    SitePlace(
        SitePageCode.MAP,
        "Carte des contrats",
        "Tous les contrats sur une carte de France.",
        ("carte", "carte des contrats", "localiser les contrats"),
    ),
    SitePlace(
        SitePageCode.COMMITMENTS,
        "Tous les engagements",
        "Qui donne quoi à qui : tous les engagements des contrats, ligne à ligne.",
        ("liste des engagements", "qui donne quoi", "contreparties"),
    ),
    SitePlace(
        SitePageCode.INDICATORS,
        "Tous les indicateurs",
        "Quoi mesurer, dans quelle unité, et où sont les données : les indicateurs des outils.",
        ("indicateurs", "indicateur de suivi", "liste des indicateurs"),
    ),
    SitePlace(
        SitePageCode.COMMUNES,
        "Communes",
        "Trouver une commune, et les contrats qui la concernent.",
        ("liste des communes", "chercher une commune"),
    ),
    SitePlace(
        SitePageCode.TERRITORIES,
        "Territoires",
        "Les territoires dont parle la base, par ordre alphabétique.",
        ("liste des territoires", "tous les territoires"),
    ),
    SitePlace(
        SitePageCode.THEMES,
        "Thèmes",
        "Ce que villes et campagnes échangent, en quinze thèmes.",
        ("liste des thèmes", "tous les thèmes"),
    ),
    SitePlace(
        SitePageCode.TAGS,
        "Étiquettes",
        "Les mots-clés des fiches, plus fins que les thèmes.",
        ("liste des étiquettes", "mots-clés"),
    ),
    SitePlace(
        SitePageCode.GLOSSARY,
        "Glossaire",
        "Les sigles et les mots du sujet, définis avec leur source.",
        ("lexique", "vocabulaire", "définitions", "liste des sigles"),
    ),
    SitePlace(
        SitePageCode.NEWS,
        "Nouveautés",
        "Les fiches nouvelles, et ce qui change dans les autres, jour par jour.",
        ("quoi de neuf", "actualités", "dernières fiches", "mises à jour", "suivre le site"),
    ),
    SitePlace(
        SitePageCode.CONTACT,
        "Contact",
        "Poser une question, signaler une erreur ou une source qui a changé d’adresse.",
        ("nous écrire", "signaler une erreur", "joindre quelqu’un"),
    ),
    SitePlace(
        SitePageCode.PROPOSE,
        "Proposer une expérience",
        "Raconter ce qu’une ville et sa campagne ont fait ensemble : c’est relu, puis publié.",
        ("proposer une fiche", "ajouter une expérience", "contribuer", "témoigner"),
    ),
)


def site_places() -> Iterator[SitePlace]:
    """Those that this site has, in the order in which they are told."""
    return (page for page in _PAGES if page.exists)


def chosen(codes: list[str]) -> list[SitePlace]:
    """Those that an editor chose and that this site has."""
    return [page for page in site_places() if page.code in codes]
