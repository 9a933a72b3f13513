"""The form of the files of the catalogue: the parts that fiches share, then each kind."""

from __future__ import annotations

from contracts.catalogue.schema import (
    Address,
    Boolean,
    Choice,
    Keys,
    ListOf,
    Map,
    Number,
    Partial,
    Reader,
    Reference,
    Sources,
    Spec,
    Text,
    with_all,
)
from contracts.models.rows.fact import Attribute
from contracts.values.vocabulary import (
    Audience,
    CommitmentState,
    ContractStatus,
    Form,
    Level,
    LinkType,
    MilestoneState,
    Nature,
    Scale,
    Section,
    Side,
    SourceKind,
    Stage,
    TermCategory,
    TerritoryLevel,
    ToolKind,
)

TERRITORY = Reference("territory")
PAGE = Reference("page")
ONE_SOURCE = Reference("source")


def _one_value(data: Keys, path: str, reader: Reader) -> None:
    given = [key for key in ("date", "number", "text") if key in data.given]
    if len(given) != 1:
        reader.fault(path, "donnez une date, un nombre ou un texte : un seul des trois.")
    if "attribute" not in data:
        return
    attribute = Attribute(data["attribute"])
    if attribute in Attribute.dates() and given != ["date"]:
        reader.fault(path, f"« {attribute.label} » est une date : donnez « date ».")
    if attribute in Attribute.needing_label() and data.lacks("label"):
        reader.fault(path, "dites ce qui est mesuré : ajoutez « label ».")


def _direction(data: Keys, path: str, reader: Reader) -> None:
    ends = {"giver", "receiver"} & data.given
    if data.get("reciprocal"):
        if ends:
            reader.fault(path, "un engagement réciproque n’a ni « giver » ni « receiver ».")
    elif len(ends) < 2:
        if "reciprocal" in data or "reciprocal" not in data.given:
            reader.fault(path, "donnez « giver » et « receiver », ou « reciprocal: true ».")
    elif data.get("giver") == data.get("receiver") is not None:
        reader.fault(path, "qui donne est aussi qui reçoit : choisissez une autre partie.")
    if "unit" in data.given and "quantity" not in data.given:
        reader.fault(path, "une unité demande une quantité.")


FACT = Map(
    {
        "attribute": Choice(Attribute.values),
        "label": Text(160),
        "date": Partial(),
        "number": Number(),
        "unit": Text(60),
        "text": Text(300),
        "as_of": Partial(),
        "source": Sources(most=9),
        "locator": Text(80),
        "retained": Boolean(),
        "note": Text(200),
    },
    required=("attribute", "source"),
    check=_one_value,
)
MILESTONE = Map(
    {
        "date": Partial(),
        "text": Text(400),
        "state": Choice(MilestoneState.values),
        "source": Sources(),
        "locator": Text(80),
    },
    required=("date", "text", "source"),
)
STATEMENT = Map(
    {
        "section": Choice(Section.values),
        "text": Text(1200),
        "source": Sources(),
        "locator": Text(80),
        "tags": ListOf(Text(60, 2)),
    },
    required=("section", "text", "source"),
)
LINK = Map(
    {"to": PAGE, "type": Choice(LinkType.values), "reason": Text(300)}, required=("to", "reason")
)
SOURCED_TEXT = Map(
    {"text": Text(2000), "source": Sources(), "locator": Text(80)}, required=("text", "source")
)

FICHE: dict[str, Spec] = {
    "kind": Text(20),
    "title": Text(255, 3),
    "gist": Text(400, 40),
    "gist_source": Sources(),
    "themes": ListOf(Reference("theme")),
    "tags": ListOf(Text(60, 2)),
    "facts": ListOf(FACT),
    "milestones": ListOf(MILESTONE),
    "statements": ListOf(STATEMENT),
    "links": ListOf(LINK),
}
FICHE_REQUIRED = ("kind", "title", "gist", "gist_source")


def _contract(data: Keys, path: str, reader: Reader) -> None:
    _parties_and_commitments(data, reader)
    _status(data, reader)


def _parties_and_commitments(data: Keys, reader: Reader) -> None:
    parties = data.get("parties", ())
    territories = [party["territory"] for party in parties if "territory" in party]
    if len(set(territories)) < len(territories):
        reader.fault("parties", "un territoire est deux fois partie : retirez le doublon.")
    parties_are_known = "parties" in data and with_all(parties, "territory")
    commitments = data.get("commitments", ())
    keys = [commitment["key"] for commitment in commitments if "key" in commitment]
    for i, commitment in enumerate(commitments, 1):
        place = f"commitments[{i}]"
        if keys.count(commitment.get("key")) > 1:
            reader.fault(place, f"la clé « {commitment['key']} » sert deux fois : changez-en une.")
        for end in ("giver", "receiver"):
            if parties_are_known and end in commitment and commitment[end] not in territories:
                reader.fault(
                    f"{place}.{end}",
                    f"« {commitment[end]} » n’est pas une partie du contrat : ajoutez-la aux "
                    "parties, ou corrigez.",
                )
        for other in commitment.get("counterparts", ()):
            if with_all(commitments, "key") and other not in keys:
                reader.fault(f"{place}.counterparts", f"aucun engagement n’a la clé « {other} ».")


def _status(data: Keys, reader: Reader) -> None:
    status = data.get("status", ContractStatus.UNKNOWN)
    told = status != ContractStatus.UNKNOWN or "status_note" in data.given
    if told and "status_source" not in data.given:
        reader.fault("status", "un statut demande sa source : ajoutez « status_source ».")
    facts = data.get("facts", ())
    dated = [
        fact
        for fact in facts
        if fact.get("attribute") == Attribute.SIGNATURE_DATE and "date" in fact.given
    ]
    if status == ContractStatus.SIGNED and not dated and with_all(facts, "attribute"):
        reader.fault(
            "status",
            "un contrat signé demande sa date : ajoutez un fait « date-signature » avec sa source, "
            "ou changez le statut.",
        )


CONTRACT = Map(
    {
        **FICHE,
        "form": Choice(Form.values),
        "status": Choice(ContractStatus.values),
        "status_source": ONE_SOURCE,
        "status_note": Text(300),
        "stage": Choice(Stage.values),
        "parties": ListOf(
            Map(
                {
                    "territory": TERRITORY,
                    "side": Choice(Side.values),
                    "signs": Boolean(),
                    "role": Text(200),
                    "gain": Text(500, 100),
                    "gain_source": Sources(),
                },
                required=("territory", "side"),
            ),
            least=2,
        ),
        "commitments": ListOf(
            Map(
                {
                    "key": Text(60, 1),
                    "nature": Choice(Nature.values),
                    "giver": TERRITORY,
                    "receiver": TERRITORY,
                    "reciprocal": Boolean(),
                    "object": Text(300, 3),
                    "theme": Reference("theme"),
                    "quantity": Number(),
                    "unit": Text(60),
                    "start": Partial(),
                    "end": Partial(),
                    "state": Choice(CommitmentState.values),
                    "source": Sources(),
                    "locator": Text(80),
                    "counterparts": ListOf(Text(60)),
                },
                required=("key", "nature", "object", "source"),
                check=_direction,
            )
        ),
    },
    required=(*FICHE_REQUIRED, "parties"),
    check=_contract,
)

CASE_STUDY = Map(
    {
        **FICHE,
        "places": ListOf(TERRITORY, least=1),
        "scale": Choice(Scale.values),
        "period": Map({"start": Partial(), "end": Partial()}),
        "stage": Choice(Stage.values),
        "contract": Reference("page", "contrats/"),
        "tools": ListOf(Reference("page", "outils/")),
    },
    required=(*FICHE_REQUIRED, "places"),
)

TOOL = Map(
    {
        **FICHE,
        "tool_kind": Choice(ToolKind.values),
        "audiences": ListOf(Choice(Audience.values)),
        "stages": ListOf(Choice(Stage.values)),
        "duration": Text(80),
        "duration_source": ONE_SOURCE,
        "level": Choice(Level.values),
        "steps": ListOf(SOURCED_TEXT),
        "resources": ListOf(
            Map({"label": Text(200), "source": ONE_SOURCE}, required=("label", "source"))
        ),
        "publisher": Text(200),
        "version": Text(80),
        "licence": Text(120),
    },
    required=(*FICHE_REQUIRED, "tool_kind"),
)

_FIGURES = ListOf(
    Map(
        {
            "number": Number(whole=True),
            "as_of": Partial(),
            "source": Sources(),
            "retained": Boolean(),
            "note": Text(200),
        },
        required=("number", "source"),
    )
)
_MEMBERSHIP = Map({"territory": TERRITORY, "source": Sources()}, required=("territory", "source"))

TERRITORY_FILE = Map(
    {
        "name": Text(200, 2),
        "level": Choice(TerritoryLevel.values),
        "side": Choice(Side.values),
        "code": Text(20),
        "names": ListOf(Text(200)),
        "within": ListOf(_MEMBERSHIP),
        "groups": ListOf(_MEMBERSHIP),
        "population": _FIGURES,
        "communes": _FIGURES,
    },
)


def _findable(data: Keys, path: str, reader: Reader) -> None:
    if data.lacks("url") and data.lacks("reference"):
        reader.fault(path, "donnez « url », ou « reference » pour un document sans adresse.")


SOURCE = Map(
    {
        "title": Text(300, 2),
        "publisher": Text(200),
        "url": Address(),
        "reference": Text(300),
        "kind": Choice(SourceKind.values),
        "published_on": Partial(),
        "copy": Boolean(),
        "reconstructed_title": Boolean(),
    },
    required=("title", "kind"),
    check=_findable,
)
THEME = Map(
    {
        "code": Text(4, 3),
        "slug": Text(80),
        "label": Text(80),
        "definition": Text(300),
        "source": Sources(),
    },
    required=("code", "slug", "label"),
)
TERM = Map(
    {
        "slug": Text(100),
        "term": Text(120, 1),
        "expansion": Text(250),
        "definition": Text(600),
        "source": Sources(),
        "category": Choice(TermCategory.values),
        "code": Text(4),
        "synonyms": ListOf(Text(150)),
        "see_also": ListOf(Reference("term")),
    },
    required=("slug", "term", "definition", "source", "category"),
)
