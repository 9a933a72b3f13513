"""The tables of what fiches refer to: themes, terms, territories and sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Model, QuerySet

from contracts.models import Source, Term, Territory, Theme
from contracts.opendata.archive.table import ArchivedTable, Referred
from contracts.opendata.columns import Item, PublishedColumn, Type, called, dated
from contracts.opendata.datasets import Dataset
from contracts.opendata.reading import Site, absolute
from contracts.values.vocabulary import SourceKind, TermCategory, TerritoryLevel

PRIMARY = "identifiant"


def _text(header: str, description: str, example: str, name: str) -> PublishedColumn:
    """The text that a row has in a field."""
    return PublishedColumn(
        header, description, Type.TEXT, example, lambda item: getattr(item.row, name) or None
    )


def _key(example: str, name: str = "slug") -> PublishedColumn:
    return _text("Identifiant", "Ce qui reconnaît la ligne dans les autres tables.", example, name)


def _choice(header: str, description: str, choices: Any, name: str) -> PublishedColumn:
    labels = {code: str(label) for code, label in choices.choices}
    return PublishedColumn(
        header,
        description,
        Type.TEXT,
        next(iter(labels.values())),
        lambda item: labels.get(getattr(item.row, name)),
        codes=tuple(labels.values()),
    )


def _number(header: str, description: str, example: str, name: str) -> PublishedColumn:
    return PublishedColumn(
        header,
        description,
        Type.NUMBER,
        example,
        lambda item: getattr(item.row, name),
        unit="degrés",
    )


_ADDRESS = PublishedColumn(
    "Adresse",
    "L’adresse de la page sur ce site.",
    Type.ADDRESS,
    "https://exemple.fr/glossaire/epci/",
    lambda item: item.address,
)
_SOURCE = PublishedColumn(
    "Source",
    "Comme la table des sources l’appelle.",
    Type.TEXT,
    "https://exemple.fr/convention",
    lambda item: called(item.row.source) if item.row.source else None,
)


def _table(
    model: type[Model],
    code: str,
    title: str,
    description: str,
    columns: tuple[PublishedColumn, ...],
    rows: Callable[[], QuerySet[Any]],
    keys: Callable[[QuerySet[Any], Referred], QuerySet[Any]],
) -> ArchivedTable:
    """`rows` are read whole with what their columns show, `keys` chooses those that are public."""

    def read(pks: Any, site: Site) -> Mapping[Any, Item]:
        found: Iterable[Any] = rows().filter(pk__in=pks)
        return {row.pk: Item(row, absolute(site, _address(row))) for row in found}

    return ArchivedTable(
        Dataset(code, title, description, columns, read),
        lambda referred: keys(rows(), referred).values_list("pk", flat=True),
        model,
        rows,
        primary=PRIMARY,
    )


def _address(row: Model) -> str:
    return row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""


AROUND = (
    _table(
        Theme,
        "themes",
        "Thèmes",
        "Une ligne par thème.",
        (
            _key("bois"),
            _ADDRESS,
            _text("Nom", "Comme les fiches l’appellent.", "Forêt et filière bois", "label"),
            _text("Définition", "Ce qu’il couvre.", "Du bois et de la forêt.", "definition"),
            _SOURCE,
        ),
        lambda: Theme.objects.select_related("source"),
        lambda rows, _referred: rows,
    ),
    _table(
        Term,
        "termes",
        "Termes du glossaire",
        "Une ligne par terme.",
        (
            _key("epci"),
            _ADDRESS,
            _text("Terme", "Le mot ou le sigle.", "EPCI", "term"),
            _text("Développement", "Ce que le sigle abrège.", "Établissement public", "expansion"),
            _text("Définition", "Ce qu’il veut dire.", "Un groupe de communes.", "definition"),
            _choice("Catégorie", "De quoi il s’agit.", TermCategory, "category"),
            _SOURCE,
        ),
        lambda: Term.objects.published().select_related("source"),
        lambda rows, _referred: rows,
    ),
    _table(
        Territory,
        "territoires",
        "Territoires",
        "Une ligne par territoire qu’une fiche nomme.",
        (
            _key("brest-metropole"),
            _ADDRESS,
            _text("Nom", "Comme les fiches l’appellent.", "Brest Métropole", "name"),
            _choice("Niveau", "Ce qu’il est.", TerritoryLevel, "level"),
            _text("Code", "Son code officiel, Insee ou SIREN.", "242900314", "code"),
            _number("Longitude", "Vide si elle n’est pas connue.", "-4,5", "longitude"),
            _number("Latitude", "Vide si elle n’est pas connue.", "48,4", "latitude"),
        ),
        lambda: Territory.objects.all(),
        lambda rows, referred: rows.filter(pk__in=referred.to(Territory)),
    ),
    _table(
        Source,
        "sources",
        "Sources",
        "Une ligne par document sur lequel une fiche s’appuie.",
        (
            _key("convention-ys", "key"),
            PublishedColumn(
                "Appelée",
                "Comment les autres tables l’appellent : son adresse, ou son titre sans adresse.",
                Type.TEXT,
                "https://exemple.fr/convention",
                lambda item: called(item.row),
            ),
            _text("Titre", "Celui du document.", "Convention de partenariat", "title"),
            _text("Éditeur", "Qui l’a publié.", "Brest Métropole", "publisher"),
            _text("Adresse", "Où le lire.", "https://exemple.fr/convention", "url"),
            _text("Référence", "De quoi le retrouver sans adresse.", "Rapport 12", "reference"),
            _choice("Nature", "Ce qu’il est.", SourceKind, "kind"),
            *dated(
                PublishedColumn(
                    "Publiée le",
                    "La date du document, aussi précise qu’elle est connue.",
                    Type.PARTIAL,
                    "2016-11",
                    lambda item: item.row.published_on.edtf if item.row.published_on else None,
                ),
                lambda item: item.row.published_on,
            ),
            PublishedColumn(
                "Consultée le",
                "Le jour où quelqu’un l’a lue pour ce site.",
                Type.DAY,
                "27/11/2026",
                lambda item: item.row.consulted_on,
            ),
        ),
        lambda: Source.objects.all(),
        lambda rows, referred: rows.filter(pk__in=referred.to(Source)),
    ),
)
