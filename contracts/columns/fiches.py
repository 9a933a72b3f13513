"""Every column of the tables of contracts, experiences and tools, written once.

Imports read them and open data write them. A header is never changed nor taken away: people keep
files that have it.
"""

from __future__ import annotations

from dataclasses import replace

from contracts.catalogue import specs
from contracts.catalogue.columns import Column, Row, column, columns, sourced
from contracts.catalogue.schema import ListOf, Reference
from contracts.columns.table import KEY, FicheTables, Table, TableColumn
from contracts.models import (
    CaseStudyIndexPage,
    CaseStudyPage,
    Commitment,
    ContractIndexPage,
    ContractPage,
    Indicator,
    PageLink,
    ToolIndexPage,
    ToolPage,
)
from contracts.values.vocabulary import Section

STATEMENTS = "statements"
# Keys of a file that a table has not, or has in another form: a letter in the place of the keys by
# which commitments answer one another, fields in the place of a period.
_LINK = Row(
    PageLink,
    {
        **columns(PageLink, "type", "reason"),
        "to": Column(Reference("page"), ("target",), required=True),
    },
)
_COMMITMENT = Row(
    Commitment,
    {
        **columns(Commitment, "nature", "giver", "receiver", "reciprocal", "theme"),
        "object": column(Commitment, "object", least=3),
        **columns(Commitment, "quantity", "unit", "start", "end", "state", "exchange"),
        **sourced(Commitment),
    },
)
_INDICATOR = Row(
    Indicator,
    {
        **specs.INDICATOR.columns,
        "used_in": replace(specs.INDICATOR.columns["used_in"], fields=("used_in",)),
    },
)
_COMMON = {"links": Column(ListOf(_LINK), ("outgoing_links",))}


def _row(spec: Row, without: tuple[str, ...] = (), **others: Column) -> Row:
    kept = {key: one for key, one in spec.columns.items() if key not in {"kind", *without}}
    return replace(spec, columns={**kept, **_COMMON, **others}, check=None)


CONTRACT = _row(specs.CONTRACT, commitments=Column(ListOf(_COMMITMENT), ("commitments",)))
CASE_STUDY = _row(
    specs.CASE_STUDY,
    ("period",),
    **columns(CaseStudyPage, "start", "end"),
    contract=Column(Reference("page", ("contrats/",)), ("contract",)),
    tools=Column(ListOf(Reference("page", ("outils/",))), ("tools",)),
)
TOOL = _row(specs.TOOL, indicators=Column(ListOf(_INDICATOR), ("indicators",)))

_FICHE = TableColumn(
    KEY, "Fiche", "L’identifiant de la fiche, comme dans la première feuille.", "bois-du-pays"
)
_SOURCE = TableColumn(
    "source",
    "Source",
    "L’identifiant, l’adresse ou le titre exact d’une source de la base.",
    "https://exemple.fr/convention",
)
_LOCATOR = TableColumn("locator", "Page ou section", "Où, dans la source.", "p. 12")


def _identity(title: str, gist: str) -> tuple[TableColumn, ...]:
    return (
        TableColumn(
            KEY,
            "Identifiant",
            "Reconnaît la fiche d’un import à l’autre ; c’est la fin de son adresse. "
            "Ne le changez plus.",
            "bois-du-pays",
        ),
        TableColumn("title", "Titre", "Le titre de la fiche.", title),
        TableColumn("gist", "Résumé", "Ce qu’une élue retient en dix secondes.", gist),
        replace(_SOURCE, key="gist_source", header="Source du résumé"),
        TableColumn("themes", "Thèmes", "Codes ou noms de thèmes de la base.", "T01"),
        TableColumn("tags", "Étiquettes", "Mots libres ; les nouveaux sont créés.", "forêt ; bois"),
    )


def _sections(sections: tuple[Section, ...]) -> tuple[TableColumn, ...]:
    return tuple(
        TableColumn(
            STATEMENTS,
            str(section.label),
            "Un élément par ligne, en une à trois phrases ; à la fin d’une ligne, ses sources "
            "entre crochets, puis la page.",
            "Les chaufferies manquaient de bois local. [https://exemple.fr/convention, p. 12]",
            section=section,
        )
        for section in sections
    )


def _rows(row: Row, name: str, relation: str, *cells: TableColumn) -> Table:
    of_rows = row.columns[relation].spec
    item = of_rows.item if isinstance(of_rows, ListOf) else None
    if not isinstance(item, Row):
        raise TypeError(f"{relation} has no rows")
    return Table(name, item, (_FICHE, *cells), relation)


def _facts(row: Row) -> Table:
    return _rows(
        row,
        "Faits",
        "facts",
        TableColumn("attribute", "Donnée", "Ce dont il s’agit.", "Population"),
        TableColumn("label", "Intitulé", "Ce qui est mesuré.", "communes participantes"),
        TableColumn("date", "Date", "La valeur, si c’est une date.", "4 novembre 2016"),
        TableColumn("number", "Nombre", "La valeur, si c’est un nombre.", "12,5"),
        TableColumn("unit", "Unité", "Celle du nombre.", "habitants"),
        TableColumn("text", "Texte", "La valeur, si c’est un texte.", "Brest"),
        TableColumn("as_of", "À la date de", "À quelle date la valeur est vraie.", "2019"),
        TableColumn("origin", "D’où", "Le territoire d’où part un flux.", "Brest Métropole"),
        TableColumn("destination", "Vers", "Celui où il va.", "Centre Ouest Bretagne"),
        TableColumn("retained", "Retenue", "Quand les sources divergent.", "oui"),
        TableColumn("note", "Précision", "Une courte précision.", "hors Ouessant"),
        _SOURCE,
        _LOCATOR,
    )


def _milestones(row: Row) -> Table:
    return _rows(
        row,
        "Calendrier",
        "milestones",
        TableColumn("date", "Date", "De l’étape.", "novembre 2016"),
        TableColumn("text", "Étape", "Ce qui s’est passé.", "Signature du protocole"),
        TableColumn("state", "État", "Fait, si la cellule est vide.", "Fait"),
        _SOURCE,
        _LOCATOR,
    )


def _links(row: Row) -> Table:
    return _rows(
        row,
        "Liens",
        "links",
        TableColumn("type", "Lien", "Voir aussi, si la cellule est vide.", "Voir aussi"),
        TableColumn(
            "to",
            "Vers",
            "L’adresse ou le titre d’une fiche de la base.",
            "contrats/toulouse-gascogne",
        ),
        TableColumn("reason", "Raison", "Une phrase lue sur les deux pages.", "La même métropole."),
    )


CONTRACTS = FicheTables(
    code="contrat",
    model=ContractPage,
    row=CONTRACT,
    listing_model=ContractIndexPage,
    tables=(
        Table(
            "Contrats",
            CONTRACT,
            (
                *_identity(
                    "La métropole et le pays",
                    "La métropole et le pays s’entendent sur le bois, l’eau et la formation.",
                ),
                TableColumn(
                    "form", "Forme", "La forme de la coopération.", "Contrat de réciprocité"
                ),
                TableColumn(
                    "status", "Statut", "Non renseigné, si la cellule est vide.", "En cours"
                ),
                replace(_SOURCE, key="status_source", header="Source du statut"),
                TableColumn("status_note", "Précision sur le statut", "Une phrase.", "Prolongé."),
                TableColumn("stage", "Étape atteinte", "L’étape.", "Mise en œuvre"),
                TableColumn(
                    "outcome_searched_on",
                    "Bilan cherché le",
                    "Le dernier jour où quelqu’un a cherché un bilan public.",
                    "27/11/2026",
                ),
                TableColumn(
                    "outcome_search_note",
                    "Ce qui a été cherché",
                    "Ce qui a été cherché ce jour-là.",
                    "bilan ou évaluation du contrat",
                ),
                *_sections(ContractPage.sections),
            ),
        ),
        _rows(
            CONTRACT,
            "Parties",
            "parties",
            TableColumn("territory", "Territoire", "Son nom ou son code.", "Brest Métropole"),
            TableColumn("side", "Côté", "Ville, campagne ou tiers.", "Ville"),
            TableColumn("signs", "Signataire", "Vide si on ne sait pas.", "oui"),
            TableColumn("role", "Rôle", "Ce que la partie fait dans le contrat.", "Pilote"),
            TableColumn("gain", "Ce qu’elle y gagne", "En 100 à 500 caractères.", "Du bois local."),
            replace(_SOURCE, key="gain_source", header="Source de ce qu’elle y gagne"),
        ),
        _rows(
            CONTRACT,
            "Engagements",
            "commitments",
            TableColumn("nature", "Nature", "Engagement, si la cellule est vide.", "Engagement"),
            TableColumn("giver", "Qui donne", "Une des parties.", "Brest Métropole"),
            TableColumn("receiver", "Qui reçoit", "Une autre partie.", "Centre Ouest Bretagne"),
            TableColumn("reciprocal", "Réciproque", "Fait ensemble par les parties.", "non"),
            TableColumn("theme", "Thème", "Code ou nom d’un thème.", "T01"),
            TableColumn(
                "object", "Objet", "Ce qui est donné.", "Bois-énergie pour les chaufferies"
            ),
            TableColumn("quantity", "Quantité", "Vide si la source ne chiffre pas.", "20000"),
            TableColumn("unit", "Unité", "Celle de la quantité.", "tonnes par an"),
            TableColumn("start", "Début", "Quand cela commence.", "2017"),
            TableColumn("end", "Fin", "Quand cela finit.", "2020"),
            TableColumn("state", "État", "Où cela en est.", "En cours"),
            TableColumn(
                "exchange",
                "Contrepartie",
                "La même lettre aux engagements qui se répondent.",
                "A",
            ),
            _SOURCE,
            _LOCATOR,
        ),
        _facts(CONTRACT),
        _milestones(CONTRACT),
        _links(CONTRACT),
    ),
)

CASE_STUDIES = FicheTables(
    code="experience",
    model=CaseStudyPage,
    row=CASE_STUDY,
    listing_model=CaseStudyIndexPage,
    tables=(
        Table(
            "Expériences",
            CASE_STUDY,
            (
                *_identity(
                    "Le bois du pays chauffe la ville",
                    "Le bois des forêts du pays alimente les chaufferies de la métropole.",
                ),
                TableColumn(
                    "places", "Lieux", "Noms ou codes de territoires de la base.", "Brest Métropole"
                ),
                TableColumn("scale", "Échelle", "L’échelle de l’expérience.", "Intercommunalité"),
                TableColumn("stage", "Étape", "L’étape de la coopération.", "Mise en œuvre"),
                TableColumn("start", "Début", "Quand elle commence.", "septembre 2017"),
                TableColumn("end", "Fin", "Quand elle finit.", "2020"),
                TableColumn(
                    "contract", "Contrat", "L’adresse ou le titre du contrat.", "contrats/brest-cob"
                ),
                TableColumn(
                    "tools", "Outils utilisés", "Adresses ou titres d’outils.", "outils/charte"
                ),
                *_sections(CaseStudyPage.sections),
            ),
        ),
        _facts(CASE_STUDY),
        _milestones(CASE_STUDY),
        _links(CASE_STUDY),
    ),
)

TOOLS = FicheTables(
    code="outil",
    model=ToolPage,
    row=TOOL,
    listing_model=ToolIndexPage,
    tables=(
        Table(
            "Outils",
            TOOL,
            (
                *_identity(
                    "Grille de lecture des besoins croisés",
                    "Une grille pour dire, en une réunion, ce que chacun apporte et attend.",
                ),
                TableColumn("tool_kind", "Nature", "La nature de l’outil.", "Guide"),
                TableColumn("audiences", "Publics", "À qui il sert.", "Agents techniques"),
                TableColumn("stages", "Étapes", "Quand il sert.", "Interconnaissance"),
                TableColumn("duration", "Durée", "Le temps qu’il demande.", "une demi-journée"),
                replace(_SOURCE, key="duration_source", header="Source de la durée"),
                TableColumn("level", "Niveau", "De qui s’en sert.", "Débutant"),
                TableColumn("publisher", "Auteur ou éditeur", "Qui l’a fait.", "ADEUPa"),
                TableColumn("version", "Version", "Celle qui est décrite.", "2019"),
                TableColumn("licence", "Licence de l’outil", "Celle de l’outil.", "CC BY-SA 4.0"),
                *_sections(ToolPage.sections),
            ),
        ),
        _rows(
            TOOL,
            "Mode d’emploi",
            "steps",
            TableColumn("text", "Étape", "Une étape, dans l’ordre.", "Réunir les deux équipes."),
            _SOURCE,
            _LOCATOR,
        ),
        _rows(
            TOOL,
            "Indicateurs",
            "indicators",
            TableColumn("name", "Nom", "Ce qui est mesuré.", "Part des actifs qui sortent"),
            TableColumn(
                "definition", "Définition", "Ce que l’on compte.", "Actifs qui travaillent"
            ),
            TableColumn("unit", "Unité", "Celle de la source.", "%"),
            TableColumn("theme", "Thème", "Code ou nom d’un thème.", "T08"),
            TableColumn("data", "Données", "Où elles sont.", "Insee, recensement"),
            replace(_SOURCE, key="data_source", header="Adresse des données"),
            TableColumn("used_by", "Qui s’en est servi", "Si une source le dit.", "ADEUPa"),
            TableColumn(
                "used_in",
                "Dans quelle fiche",
                "L’adresse ou le titre d’un contrat ou d’une expérience.",
                "contrats/brest-cob",
            ),
            replace(_SOURCE, key="used_source", header="Source de cet usage"),
            _SOURCE,
            _LOCATOR,
        ),
        _rows(
            TOOL,
            "Documents et liens",
            "resources",
            TableColumn("label", "Intitulé", "Ce que l’on ouvre.", "La grille vierge"),
            _SOURCE,
        ),
        _facts(TOOL),
        _milestones(TOOL),
        _links(TOOL),
    ),
)

ALL = (CASE_STUDIES, CONTRACTS, TOOLS)


def of_code(code: str) -> FicheTables | None:
    return next((tables for tables in ALL if tables.code == code), None)
