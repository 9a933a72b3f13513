"""Which tasks the help tells, in the order of the work.

To add one: a line here, its text in `templates/contracts/admin/help/<slug>.html`, the scene of its
picture in `tests/browser/desk/test_help_pictures.py`, then `make help-pictures`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HelpTask:
    """`seen` says what its picture shows to who does not see it; `screen` is the name of the address
    of the screen on which the task begins, and `screen_title` what that is called."""

    slug: str
    title: str
    seen: str
    screen: str
    screen_title: str

    @property
    def template(self) -> str:
        return f"contracts/admin/help/{self.slug}.html"

    @property
    def picture(self) -> str:
        """The name of a static file."""
        return f"kb/help/{self.slug}.webp"


PAGES = (
    HelpTask(
        "creer-une-experience",
        "Créer une expérience",
        "Le formulaire d’une expérience : au-dessus du titre, ce qui manque avant de publier.",
        "wagtailadmin_home",
        "l’accueil",
    ),
    HelpTask(
        "ajouter-une-source",
        "Ajouter une source",
        "Le choix d’une source : un champ de recherche, les sources trouvées, et l’onglet Créer.",
        "wagtailsnippets_contracts_source:list",
        "« Sources »",
    ),
    HelpTask(
        "chiffrer-un-engagement",
        "Chiffrer un engagement",
        "Un engagement d’un contrat : qui donne, qui reçoit, l’objet, la quantité et l’unité.",
        "wagtailadmin_explore_root",
        "« Pages »",
    ),
    HelpTask(
        "signaler-une-divergence",
        "Signaler une divergence entre sources",
        "Deux faits de même intitulé, chacun avec sa valeur et sa source.",
        "wagtailadmin_explore_root",
        "« Pages »",
    ),
    HelpTask(
        "proposer-relire-publier",
        "Proposer, relire, publier",
        "L’accueil d’une personne qui relit : la fiche envoyée est sous « À relire et approuver ».",
        "wagtailadmin_home",
        "l’accueil",
    ),
    HelpTask(
        "programmer",
        "Programmer une publication ou un retrait",
        "La fenêtre de programmation : jour et heure de publication, jour et heure de retrait.",
        "wagtailadmin_explore_root",
        "« Pages »",
    ),
    HelpTask(
        "importer-un-tableur",
        "Importer un tableur",
        "La page d’import : les modèles à télécharger et le fichier à envoyer.",
        "importing:imports",
        "« Importer »",
    ),
    HelpTask(
        "traiter-une-proposition",
        "Traiter une proposition d’expérience",
        "Une proposition : ce que la personne a écrit, « Créer le brouillon » et « Refuser ».",
        "proposals:proposals",
        "« Propositions »",
    ),
    HelpTask(
        "fusionner",
        "Fusionner deux étiquettes, sources ou territoires",
        "Avant une fusion : les fiches qui mèneront à l’étiquette qui reste.",
        "wagtailsnippets_contracts_tag:list",
        "« Étiquettes »",
    ),
    HelpTask(
        "organiser-une-session",
        "Organiser une session",
        "La page d’une session dans « Sessions » : places, inscriptions et actions.",
        "desk:sessions",
        "« Sessions »",
    ),
    HelpTask(
        "repondre-aux-lecteurs",
        "Répondre aux lecteurs",
        "La liste des messages : qui a écrit, sur quelle page, et s’il reste à répondre.",
        "wagtailsnippets_contact_readermessage:list",
        "« Messages »",
    ),
)


def page_of(slug: str) -> HelpTask | None:
    return next((page for page in PAGES if page.slug == slug), None)
