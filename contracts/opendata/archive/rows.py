"""The tables of the rows of fiches: parties, facts, steps, statements, links…."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from wagtail.models import Page

from contracts import kinds
from contracts.columns import fiches
from contracts.models import CaseStudyPage, ContractPage, Statement, ToolPage
from contracts.models.case_study import CaseStudyPlace
from contracts.opendata.archive.table import ArchivedTable
from contracts.opendata.columns import Item, PublishedColumn, Type, called, of_table
from contracts.opendata.datasets import Dataset
from contracts.opendata.reading import Site
from contracts.rules.listed import listed
from contracts.values.vocabulary import Section

_FICHES = (ContractPage, CaseStudyPage, ToolPage)


def _fiche(row: Model) -> Any:
    return getattr(row, _parent(type(row)))


def _parent(model: type[Model]) -> str:
    """The name of the field that leads from a row to its fiche."""
    return next(one.name for one in model._meta.fields if one.name in {"page", "contract"})


_OF_FICHE = (
    PublishedColumn(
        "Type",
        "Ce qu’est la fiche : contrat, expérience ou outil.",
        Type.TEXT,
        "Contrat",
        lambda item: kinds.of(_fiche(item.row).specific_class).label,
    ),
    PublishedColumn(
        "Fiche",
        "L’identifiant de la fiche, dans la table de ce type.",
        Type.TEXT,
        "bois-du-pays",
        lambda item: _fiche(item.row).slug,
    ),
    PublishedColumn(
        "Titre de la fiche",
        "Son titre, pour qui lit la table seule.",
        Type.TEXT,
        "La métropole et le pays",
        lambda item: _fiche(item.row).title,
    ),
)
_TERRITORY = PublishedColumn(
    "Identifiant du territoire",
    "Celui de la table des territoires.",
    Type.TEXT,
    "brest-metropole",
    lambda item: item.row.territory.slug,
)
_TO_TERRITORY = {"identifiant_du_territoire": "territoires"}
_OF_A_PLACE = (
    _TERRITORY,
    PublishedColumn(
        "Territoire",
        "Son nom.",
        Type.TEXT,
        "Brest Métropole",
        lambda item: item.row.territory.name,
    ),
)
_OF_A_STATEMENT = (
    PublishedColumn(
        "Rubrique",
        "Sous quel titre la fiche le dit.",
        Type.TEXT,
        str(Section.CONTEXT.label),
        lambda item: item.row.get_section_display(),
        codes=tuple(str(label) for label in Section.labels),
    ),
    PublishedColumn(
        "Texte",
        "Ce qui est dit.",
        Type.TEXT,
        "Les chaufferies manquaient de bois local.",
        lambda item: item.row.text,
    ),
    PublishedColumn(
        "Source",
        "Ses sources, comme la table des sources les appelle.",
        Type.TEXTS,
        "https://exemple.fr/convention",
        lambda item: tuple(map(called, item.row.sources)),
    ),
    PublishedColumn(
        "Page ou section",
        "Où, dans la source.",
        Type.TEXT,
        "p. 12",
        lambda item: item.row.locator or None,
    ),
)


def _public(rows: QuerySet[Any], of: Iterable[type[Page]]) -> QuerySet[Any]:
    """Those that are of the public pages of these models; what leads to a page that is not public
    is left out. The pages of these rows alone are looked at, not all those of the base."""
    parent = _parent(rows.model)
    types = ContentType.objects.get_for_models(*of).values()
    public = listed(Page.objects)
    around = public.filter(content_type__in=types, pk__in=rows.values(parent))
    chosen = rows.filter(**{f"{parent}__in": around.values("pk")})
    if any(one.name == "target" for one in rows.model._meta.fields):
        targets = public.filter(pk__in=rows.values("target"))
        chosen = chosen.filter(target__in=targets.values("pk"))
    return chosen


def _table(
    code: str,
    title: str,
    description: str,
    model: type[Model],
    columns: Iterable[PublishedColumn],
    *,
    of: tuple[type[Page], ...] = _FICHES,
    foreign: Mapping[str, str] | None = None,
) -> ArchivedTable:
    related = [one.name for one in model._meta.fields if one.many_to_one]

    def read(pks: Any, _site: Site) -> Mapping[Any, Item]:
        rows = _public(model._default_manager.filter(pk__in=pks), of)
        return {row.pk: Item(row, "") for row in rows.select_related(*related)}

    def public() -> QuerySet[Any]:
        rows = _public(model._default_manager.all(), of)
        return rows.order_by(f"{_parent(model)}__path", "sort_order", "pk")

    def of_fiche(slug: str) -> Iterable[Any]:
        return public().filter(**{f"{_parent(model)}__slug": slug}).values_list("pk", flat=True)

    return ArchivedTable(
        Dataset(code, title, description, (*_OF_FICHE, *columns), read),
        lambda _referred: public().values_list("pk", flat=True),
        model,
        public,
        of_fiche,
        foreign=foreign or {},
    )


def _of_relation(
    relation: str,
    code: str,
    description: str,
    *more: PublishedColumn,
    foreign: Mapping[str, str] | None = None,
) -> ArchivedTable:
    """The rows that imports read under this name, of every kind of fiche that has them."""
    having = [
        (one.model, table)
        for one in fiches.ALL
        for table in one.tables
        if table.relation == relation
    ]
    table = having[0][1]
    columns = [one for column in table.columns[1:] for one in of_table(table, column)]
    of = tuple(model for model, _ in having)
    return _table(
        code,
        table.name,
        description,
        table.row.model,
        (*columns, *more),
        of=of,
        foreign=foreign,
    )


ROWS = (
    _of_relation(
        "parties",
        "parties",
        "Une ligne par partie d’un contrat.",
        _TERRITORY,
        foreign=_TO_TERRITORY,
    ),
    _table(
        "lieux",
        "Lieux",
        "Une ligne par territoire où se passe une expérience.",
        CaseStudyPlace,
        _OF_A_PLACE,
        of=(CaseStudyPage,),
        foreign=_TO_TERRITORY,
    ),
    _of_relation("facts", "faits", "Une ligne par donnée d’une fiche, source par source."),
    _of_relation("milestones", "calendrier", "Une ligne par étape du calendrier d’une fiche."),
    _of_relation("steps", "mode-d-emploi", "Une ligne par étape du mode d’emploi d’un outil."),
    _of_relation("resources", "documents", "Une ligne par document ou lien d’un outil."),
    _table(
        "enonces",
        "Énoncés",
        "Une ligne par texte d’une fiche : contexte, gouvernance, résultats, enseignements.",
        Statement,
        _OF_A_STATEMENT,
    ),
    _of_relation("links", "liens", "Une ligne par lien expliqué d’une fiche vers une autre."),
)
