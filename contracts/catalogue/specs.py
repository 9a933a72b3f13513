"""What the files of the catalogue hold: the parts that fiches share, then each kind."""

from __future__ import annotations

from typing import Any

from contracts.catalogue.columns import (
    Column,
    Each,
    Row,
    Tags,
    column,
    columns,
    sourced,
    spec_of,
)
from contracts.catalogue.faults import Reader
from contracts.catalogue.refs import Refs
from contracts.catalogue.schema import (
    Keys,
    Lines,
    ListOf,
    Map,
    Number,
    Reference,
    Sources,
    Spec,
    Text,
)
from contracts.models import (
    CaseStudyPage,
    CaseStudyPlace,
    Commitment,
    ContractPage,
    Fact,
    Indicator,
    Milestone,
    PageLink,
    Party,
    Source,
    Statement,
    Synonym,
    TaggedPage,
    TaggedStatement,
    Term,
    Territory,
    TerritoryFigure,
    TerritoryName,
    Theme,
    ToolPage,
    ToolResource,
    ToolStep,
)

PAGE = Reference("page")
TERRITORY = Reference("territory")


def rows(name: str, row: Row) -> dict[str, Column]:
    """The key of a list of rows, which is the name of their relation to the page."""
    return {name: Column(ListOf(row), (name,))}


class Facts(ListOf):
    """One row for each source that gives the value."""

    def value(self, read: Any, refs: Refs) -> list[Fact]:
        return [
            # One value is retained, not each of the sources that give it.
            FACT.build(fact, refs, source=source, retained=fact.get("retained", False) and first)
            for fact in read
            for first, source in self._sources(fact, refs)
        ]

    @staticmethod
    def _sources(fact: Keys, refs: Refs) -> list[tuple[bool, Source | None]]:
        keys = fact.get("source", [])
        return [(i == 0, refs.sources[key]) for i, key in enumerate(keys)] or [(True, None)]


FACT = Row(
    Fact,
    {
        **columns(Fact, "attribute", "label", "unit", "as_of", "locator", "retained", "note"),
        **columns(Fact, date="date_value", number="number_value", text="text_value"),
        **columns(Fact, "origin", "destination"),
        "source": Column(Sources(most=9), ("source",)),
    },
)
LINK = Row(PageLink, {**columns(PageLink, "type", "reason"), "to": Column(PAGE, required=True)})
FICHE = {
    "kind": Column(Text(20), required=True),
    "title": column(ContractPage, "title", least=3),
    "gist": column(ContractPage, "gist", least=40),
    **sourced(ContractPage, key="gist_source"),
    "themes": Column(ListOf(Reference("theme")), ("themes",)),
    "tags": Column(Tags(TaggedPage), ("tagged_items",)),
    "facts": Column(Facts(FACT), ("facts",)),
    **rows(
        "milestones",
        Row(Milestone, {**columns(Milestone, "date", "text", "state"), **sourced(Milestone)}),
    ),
    **rows(
        "statements",
        Row(
            Statement,
            {
                **columns(Statement, "section", "text"),
                **sourced(Statement),
                "tags": Column(Tags(TaggedStatement), ("tagged_items",)),
            },
        ),
    ),
    "links": Column(ListOf(LINK)),
}


def _commitment_keys(data: Keys, path: str, reader: Reader) -> None:
    """Commitments answer one another by keys, which only the file has."""
    commitments = data.get("commitments", ())
    keys = [commitment.get("key") for commitment in commitments]
    for commitment in commitments:
        if "key" in commitment and keys.count(commitment["key"]) > 1:
            message = f"la clé « {commitment['key']} » sert deux fois : changez-en une."
            reader.fault(commitment.path, message)
        for other in commitment.get("counterparts", ()):
            if None not in keys and other not in keys:
                message = f"aucun engagement n’a la clé « {other} »."
                reader.fault(commitment.place("counterparts"), message)


CONTRACT = Row(
    ContractPage,
    {
        **FICHE,
        **columns(ContractPage, "form", "status", "status_source", "status_note", "stage"),
        **columns(ContractPage, "outcome_searched_on", "outcome_search_note"),
        **rows(
            "parties",
            Row(
                Party,
                {
                    **columns(Party, "territory", "side", "signs", "role", "gain"),
                    **sourced(Party, key="gain_source"),
                },
            ),
        ),
        **rows(
            "commitments",
            Row(
                Commitment,
                {
                    "key": Column(Text(60, 1), required=True),
                    "nature": Column(column(Commitment, "nature").spec, ("nature",), required=True),
                    **columns(Commitment, "giver", "receiver", "reciprocal", "theme"),
                    "object": column(Commitment, "object", least=3),
                    **columns(Commitment, "quantity", "unit", "start", "end", "state"),
                    **sourced(Commitment),
                    "counterparts": Column(ListOf(Text(60))),
                },
            ),
        ),
    },
    check=_commitment_keys,
)

CASE_STUDY = Row(
    CaseStudyPage,
    {
        **FICHE,
        "places": Column(ListOf(Each(CaseStudyPlace, "territory")), ("places",)),
        **columns(CaseStudyPage, "scale", "stage"),
        "period": Column(
            Map({key: one.spec for key, one in columns(CaseStudyPage, "start", "end").items()})
        ),
        "contract": Column(Reference("page", ("contrats/",))),
        "tools": Column(ListOf(Reference("page", ("outils/",)))),
    },
)

INDICATOR = Row(
    Indicator,
    {
        **columns(Indicator, "name", "definition", "unit", "theme", "data", "data_source"),
        **columns(Indicator, "used_by", "used_source"),
        "used_in": Column(Reference("page", ("contrats/", "experiences/"))),
        **sourced(Indicator),
    },
)
TOOL = Row(
    ToolPage,
    {
        **FICHE,
        **columns(ToolPage, "audiences", "stages", "duration", "duration_source", "level"),
        **columns(ToolPage, "publisher", "version", tool_kind="kind", licence="tool_licence"),
        **rows("steps", Row(ToolStep, {**columns(ToolStep, "text"), **sourced(ToolStep)})),
        **rows("indicators", INDICATOR),
        **rows("resources", Row(ToolResource, columns(ToolResource, "label", "source"))),
    },
)

FIGURE = Row(
    TerritoryFigure,
    {
        **columns(TerritoryFigure, "number", "as_of", "retained", "note"),
        "source": Column(Sources(), ("source",), required=True),
    },
)
_MEMBERSHIP = Map({"territory": TERRITORY, "source": Sources()}, required=("territory", "source"))
# The keys of the other names of a territory, by their kind.
NAME_KEYS = {
    "names": TerritoryName.Kind.USUAL,
    "acronyms": TerritoryName.Kind.ACRONYM,
    "former_names": TerritoryName.Kind.FORMER,
    "demonyms": TerritoryName.Kind.DEMONYM,
}
TERRITORY_NAMES: dict[str, Spec] = dict.fromkeys(
    NAME_KEYS, ListOf(spec_of(TerritoryName._meta.get_field("name")))
)


def _whole_place(data: Keys, path: str, reader: Reader) -> None:
    if ("longitude" in data) != ("latitude" in data):
        reader.fault(path, "donnez la longitude et la latitude, ou aucune des deux.")
    if "longitude" not in data and "seat" not in data:
        reader.fault(path, "donnez le code Insee de la commune du siège, ou les coordonnées.")


# Where it stands on the map, when neither the official files nor its members say so.
_PLACE = Map(
    {
        "seat": Text(5, 5),
        "longitude": Number(least=-180, most=180),
        "latitude": Number(least=-90, most=90),
        "note": column(Territory, "place_note").spec,
        "source": Sources(most=1),
    },
    required=("source",),
    check=_whole_place,
)
TERRITORY_FILE = Map(
    {
        "level": column(Territory, "level").spec,
        "code": Text(20),  # an official key, « epci:242900314 », or a code of the level
        "name": column(Territory, "name", least=2).spec,
        "side": column(Territory, "usual_side").spec,
        **TERRITORY_NAMES,
        "within": ListOf(_MEMBERSHIP),
        "groups": ListOf(_MEMBERSHIP),
        "population": ListOf(FIGURE),
        "communes": ListOf(FIGURE),
        "place": _PLACE,
    },
)

SOURCE = Row(
    Source,
    {
        "title": column(Source, "title", least=2),
        **columns(Source, "publisher", "url", "reference", "kind", "published_on", "copy"),
        **columns(Source, "reconstructed_title", "archived_url"),
    },
)
THEME = Row(
    Theme,
    {
        "code": column(Theme, "code", least=3),
        **columns(Theme, "slug", "label", "definition", "mark"),
        "everyday_words": Column(Lines(Text(80, 2)), ("everyday_words",)),
        "source": Column(Sources(), ("source",)),
    },
)
TERM = Row(
    Term,
    {
        **columns(Term, "slug", "term", "expansion", "category", "code"),
        "definition": Column(column(Term, "definition").spec, ("definition",), required=True),
        "source": Column(Sources(), ("source", "second_source"), required=True),
        "synonyms": Column(ListOf(Each(Synonym, "text")), ("synonyms",)),
        "see_also": Column(ListOf(Reference("term"))),
    },
)
