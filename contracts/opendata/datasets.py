"""Everything that is published as a table, with its columns: files, dictionary and schemas are made
from here.

A column is never renamed nor taken away: people and programs count on it. New ones come at the end
of their group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils import timezone

from contracts import kinds
from contracts.columns import fiches
from contracts.columns.table import FicheTables
from contracts.index.keys import pk_of
from contracts.models import CaseStudyPage, ContractPage, ToolPage
from contracts.opendata import reading
from contracts.opendata.columns import Item, PublishedColumn, Type, dated, of_table
from contracts.opendata.reading import Read
from contracts.values.balance import Balance
from contracts.values.recorded_count import RecordedCount
from contracts.values.vocabulary import Completeness, Side

# Raised when a column is renamed or taken away, which gives the files a new address.
VERSION = 1


@dataclass(frozen=True)
class Dataset:
    """A table that is published; `read` gives its items by their keys."""

    code: str
    title: str
    description: str
    columns: tuple[PublishedColumn, ...]
    read: Read


_ADDRESS = PublishedColumn(
    "Adresse",
    "L’adresse de la page sur ce site.",
    Type.ADDRESS,
    "https://exemple.fr/contrats/bois-du-pays/",
    lambda item: item.address,
)


_COMPLETENESS = dict(Completeness.choices)


def _day(moment: Any) -> Any:
    return moment.astimezone(timezone.get_default_timezone()).date() if moment else None


_OF_EVERY_FICHE = (
    PublishedColumn(
        "Complétude",
        "Ce qui est rempli de ce qu’une fiche complète demande.",
        Type.TEXT,
        str(Completeness.PARTIAL.label),
        lambda item: _COMPLETENESS.get(item.row.completeness),
        codes=tuple(str(label) for label in Completeness.labels),
    ),
    PublishedColumn(
        "Publiée le",
        "Le jour où la fiche a été publiée sur ce site pour la première fois.",
        Type.DAY,
        "27/11/2026",
        lambda item: _day(item.row.first_published_at),
    ),
    PublishedColumn(
        "Mise à jour le",
        "Le jour où la fiche a été publiée pour la dernière fois.",
        Type.DAY,
        "28/11/2026",
        lambda item: _day(item.row.last_published_at),
    ),
    PublishedColumn(
        "Licence",
        "La licence sous laquelle la fiche peut être réutilisée.",
        Type.TEXT,
        "Licence Ouverte 2.0",
        lambda item: item.row.licence,
    ),
)


def _parties(header: str, side: Side, example: str) -> PublishedColumn:
    return PublishedColumn(
        header,
        "Les noms des territoires qui sont de ce côté, dans l’ordre du contrat.",
        Type.TEXTS,
        example,
        lambda item: tuple(
            party.territory.name for party in item.row.parties.all() if party.side == side
        ),
    )


def _given(header: str, description: str, count: Callable[[Balance], int]) -> PublishedColumn:
    """Nothing recorded is no zero."""
    return PublishedColumn(
        header,
        f"{description} Vide quand aucun n’est renseigné.",
        Type.WHOLE,
        "3",
        lambda item: RecordedCount.of(count(item.row.balance)).number,
        unit="apports et engagements",
    )


_OF_A_CONTRACT = (
    _parties("Parties : ville", Side.CITY, "Brest Métropole"),
    _parties("Parties : campagne", Side.COUNTRYSIDE, "Centre Ouest Bretagne"),
    _parties("Parties : tiers", Side.THIRD, "Région Bretagne"),
    PublishedColumn(
        "Codes des parties",
        "Les codes officiels connus de toutes les parties, Insee ou SIREN, dans l’ordre du "
        "contrat.",
        Type.TEXTS,
        "242900314",
        lambda item: _codes(party.territory for party in item.row.parties.all()),
    ),
    *dated(
        PublishedColumn(
            "Date de signature",
            "La date retenue parmi celles des sources, aussi précise qu’elles.",
            Type.PARTIAL,
            "2016-11",
            lambda item: _edtf(item.row.signature_date),
        ),
        lambda item: item.row.signature_date,
    ),
    _given("La ville donne", "Ce que les parties du côté ville donnent.", lambda one: one.city),
    _given(
        "La campagne donne",
        "Ce que les parties du côté campagne donnent.",
        lambda one: one.countryside,
    ),
    _given("Ensemble", "Ce que les parties font ensemble.", lambda one: one.together),
)
_OF_A_CASE_STUDY = (
    PublishedColumn(
        "Codes des lieux",
        "Les codes officiels connus des lieux, Insee ou SIREN.",
        Type.TEXTS,
        "242900314",
        lambda item: _codes(place.territory for place in item.row.places.all()),
    ),
)
_OF_A_COMMITMENT = (
    PublishedColumn(
        "Contrat",
        "Le titre du contrat qui contient l’engagement.",
        Type.TEXT,
        "La métropole et le pays",
        lambda item: item.row.contract.title,
    ),
    _ADDRESS,
)


def _territory(header: str, name: str, example: str) -> PublishedColumn:
    """The key of a territory that a row leads to by a field."""

    def read(item: Item) -> str | None:
        found = getattr(item.row, name)
        return found.slug if found else None

    return PublishedColumn(
        header,
        "La fin de l’adresse de son territoire ; vide pour ce qui est fait ensemble.",
        Type.TEXT,
        example,
        read,
    )


_OF_AN_INDICATOR = (
    PublishedColumn(
        "Outil",
        "Le titre de l’outil qui contient l’indicateur.",
        Type.TEXT,
        "Mesurer les échanges",
        lambda item: item.row.page.title,
    ),
    _ADDRESS,
)
_OF_A_COMMUNE = (
    PublishedColumn(
        "Code Insee", "Son code officiel.", Type.TEXT, "29019", lambda item: item.row.code
    ),
    PublishedColumn(
        "Nom", "Son nom officiel.", Type.TEXT, "Brest", lambda item: item.row.commune.name
    ),
    PublishedColumn(
        "Codes postaux",
        "Tous ses codes postaux.",
        Type.TEXTS,
        "29200",
        lambda item: item.row.postal_codes,
    ),
    PublishedColumn(
        "Code du département",
        "Le numéro de son département.",
        Type.TEXT,
        "29",
        lambda item: item.row.commune.departement,
    ),
    PublishedColumn(
        "Département",
        "Le nom de son département.",
        Type.TEXT,
        "Finistère",
        lambda item: item.row.departement or None,
    ),
    PublishedColumn(
        "Code de l’intercommunalité",
        "Le code Siren de son intercommunalité à fiscalité propre ; vide quand elle n’en a pas.",
        Type.TEXT,
        "242900314",
        lambda item: item.row.commune.epci or None,
    ),
    PublishedColumn(
        "Intercommunalité",
        "Le nom de son intercommunalité.",
        Type.TEXT,
        "Brest Métropole",
        lambda item: item.row.epci or None,
    ),
    PublishedColumn(
        "Population",
        "Combien de personnes y habitent, d’après le découpage administratif.",
        Type.WHOLE,
        "139456",
        lambda item: item.row.commune.population,
        "habitants",
    ),
    PublishedColumn(
        "Longitude",
        "Celle de son point, en WGS 84.",
        Type.NUMBER,
        "-4.5",
        lambda item: item.row.commune.longitude,
        "degrés",
    ),
    PublishedColumn(
        "Latitude",
        "Celle de son point, en WGS 84.",
        Type.NUMBER,
        "48.4",
        lambda item: item.row.commune.latitude,
        "degrés",
    ),
    PublishedColumn(
        "Contrats",
        "Les identifiants des contrats dont une partie est elle-même, son intercommunalité, ce qui "
        "contient l’une ou l’autre, son département ou sa région.",
        Type.TEXTS,
        "bois-du-pays",
        lambda item: item.row.contracts,
    ),
    _ADDRESS,
)


_OF_A_RESULT = (
    PublishedColumn(
        "Type",
        "Ce qu’est la page : contrat, expérience, outil, session, question, territoire, terme du "
        "glossaire, page du site.",
        Type.TEXT,
        "Contrat",
        lambda item: _kind(item.row.kind),
    ),
    PublishedColumn(
        "Titre",
        "Le titre de la page.",
        Type.TEXT,
        "La métropole et le pays",
        lambda item: item.row.title,
    ),
    PublishedColumn(
        "Résumé",
        "Ce que dit la page en une phrase.",
        Type.TEXT,
        "La métropole et le pays s’entendent sur le bois.",
        lambda item: item.row.summary or None,
    ),
    _ADDRESS,
    PublishedColumn(
        "Date",
        "Le jour par lequel la liste « Faits les plus récents » est ordonnée : signature, début ou "
        "session.",
        Type.DAY,
        "04/11/2016",
        lambda item: item.row.date,
    ),
    PublishedColumn(
        "Thèmes",
        "Les noms de ses thèmes.",
        Type.TEXTS,
        "Forêt et filière bois",
        lambda item: tuple(item.row.card.get("themes") or ()),
    ),
    PublishedColumn(
        "Mise à jour le",
        "Le jour de la dernière publication.",
        Type.DAY,
        "28/11/2026",
        lambda item: _day(item.row.updated),
    ),
)


def _edtf(date: Any) -> str | None:
    return date.edtf if date else None


def _codes(territories: Iterable[Any]) -> tuple[str, ...]:
    return tuple(territory.code for territory in territories if territory.code)


def _kind(code: str) -> str:
    kind = kinds.get(code)
    return kind.label if kind else code


def _of_fiche(tables: FicheTables, *more: PublishedColumn) -> tuple[PublishedColumn, ...]:
    key, *others = (one for column in tables.main.columns for one in of_table(tables.main, column))
    return (key, _ADDRESS, *others, *more, *_OF_EVERY_FICHE)


def _of_rows(
    tables: FicheTables, relation: str, description: str, fiche: str, *more: PublishedColumn
) -> tuple[PublishedColumn, ...]:
    """The columns of the rows of fiches; `fiche` is the attribute that leads to that of a row."""
    table = next(one for one in tables.tables if one.relation == relation)
    key, *cells = table.columns
    return (
        PublishedColumn(
            key.header,
            description,
            Type.TEXT,
            key.example,
            lambda item: getattr(item.row, fiche).slug,
        ),
        *more,
        *(one for column in cells for one in of_table(table, column)),
    )


CONTRACTS = Dataset(
    "contrats",
    "Contrats",
    "Une ligne par contrat.",
    _of_fiche(fiches.CONTRACTS, *_OF_A_CONTRACT),
    reading.contracts,
)
CASE_STUDIES = Dataset(
    "experiences",
    "Expériences",
    "Une ligne par expérience.",
    _of_fiche(fiches.CASE_STUDIES, *_OF_A_CASE_STUDY),
    reading.case_studies,
)
TOOLS = Dataset(
    "outils",
    "Outils",
    "Une ligne par outil.",
    _of_fiche(fiches.TOOLS),
    reading.tools,
)
COMMITMENTS = Dataset(
    "engagements",
    "Engagements",
    "Une ligne par engagement ou apport cité.",
    (
        *_of_rows(
            fiches.CONTRACTS,
            "commitments",
            "L’identifiant du contrat : la fin de son adresse.",
            "contract",
            *_OF_A_COMMITMENT,
        ),
        _territory("Identifiant de qui donne", "giver", "brest-metropole"),
        _territory("Identifiant de qui reçoit", "receiver", "centre-ouest-bretagne"),
        PublishedColumn(
            "Répond à",
            "Les objets des autres engagements du contrat qui ont la même lettre, même quand la "
            "liste ne les contient pas.",
            Type.TEXTS,
            "Des cantines qui achètent au pays",
            lambda item: tuple(
                other.object for other in item.row.alike.all() if other.pk != item.row.pk
            ),
        ),
    ),
    reading.commitments,
)
INDICATORS = Dataset(
    "indicateurs",
    "Indicateurs",
    "Une ligne par indicateur d’un outil.",
    _of_rows(
        fiches.TOOLS,
        "indicators",
        "L’identifiant de l’outil : la fin de son adresse.",
        "page",
        *_OF_AN_INDICATOR,
    ),
    reading.indicators,
)
RESULTS = Dataset(
    "recherche",
    "Recherche",
    "Une ligne par page trouvée, de toute nature.",
    _OF_A_RESULT,
    reading.documents,
)
COMMUNES = Dataset(
    "communes",
    "Communes",
    "Une ligne par commune de France, avec ce dans quoi elle se trouve et les contrats qui la "
    "concernent. Les communes sont celles du découpage administratif (Etalab, d’après l’Insee et "
    "l’IGN).",
    _OF_A_COMMUNE,
    reading.communes,
)
ALL = (CONTRACTS, CASE_STUDIES, TOOLS, COMMITMENTS, INDICATORS, RESULTS)
# Of the API alone: no list of the site has them, and no archive.
API_ONLY = (COMMUNES,)
_OF_MODELS: dict[type[Model], Dataset] = {
    ContractPage: CONTRACTS,
    CaseStudyPage: CASE_STUDIES,
    ToolPage: TOOLS,
}


def of_kind(code: str) -> Dataset | None:
    """The table of the fiches of a kind; None for a kind that has none of its own."""
    kind = kinds.get(code)
    return _OF_MODELS.get(kind.model) if kind else None


def of_code(code: str) -> Dataset | None:
    return next((dataset for dataset in (*ALL, *API_ONLY) if dataset.code == code), None)


def key_of(dataset: Dataset, document_key: str) -> Any:
    """What the table of a dataset knows a result of the search by."""
    return document_key if dataset is RESULTS else pk_of(document_key)


def column_lines(datasets: Iterable[Dataset]) -> Iterator[list[str]]:
    """The headings, then a line of cells for each column of these tables."""
    yield [
        "Table",
        "Identifiant de la table",
        "Colonne",
        "Nom en JSON",
        "Ce qu’elle dit",
        "Type",
        "Unité",
        "Valeurs",
        "Exemple",
    ]
    for dataset in datasets:
        for column in dataset.columns:
            yield [
                dataset.title,
                dataset.code,
                column.header,
                column.name,
                column.description,
                column.type.value,
                column.unit,
                "; ".join(column.codes),
                column.example,
            ]
