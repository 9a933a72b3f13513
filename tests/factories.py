"""One valid object of each kind; a test says only what it is about."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from contracts.models import (
    CaseStudyIndexPage,
    CaseStudyPage,
    CaseStudyPlace,
    Commitment,
    Commune,
    CommuneAlias,
    ContractIndexPage,
    ContractPage,
    Fact,
    Membership,
    Milestone,
    Party,
    Source,
    Statement,
    Synonym,
    Tag,
    TaggedPage,
    Term,
    Territory,
    Theme,
    ToolIndexPage,
    ToolPage,
)
from contracts.models.commune import departement_of
from contracts.values.dates.partial_date import PartialDate
from contracts.values.slugs import folded_slug
from contracts.values.vocabulary import (
    Attribute,
    ContractStatus,
    Nature,
    Section,
    Side,
    TermCategory,
    TerritoryLevel,
    ToolKind,
)
from home.models import HomePage
from home.site import create_tree

_numbers = count(1)
_theme_numbers = count(1)  # codes of themes are short, and a suite makes thousands of other objects


def home_page() -> HomePage:
    """The home page with its listings, made once for a database."""
    return HomePage.objects.first() or create_tree()


def source(**fields: Any) -> Source:
    number = next(_numbers)
    values = {
        "title": f"Article n° {number}",
        "publisher": "Localtis",
        "url": f"https://exemple.fr/{number}",
        "kind": "presse",
        **fields,
    }
    return Source.objects.create(**values)


def document(title: str, *, size: int = 1, name: str = "support.pdf") -> Any:
    """An uploaded document of so many bytes."""
    made = get_document_model()(title=title, file_size=size)
    made.file.save(name, ContentFile(b"x" * size))
    return made


def theme(**fields: Any) -> Theme:
    number = next(_theme_numbers)
    values = {"code": f"X{number}", "slug": f"theme-{number}", "label": f"Thème {number}"}
    return Theme.objects.create(**{**values, **fields})


def tag(name: str) -> Tag:
    return Tag.objects.get_or_create(slug=folded_slug(name), defaults={"name": name})[0]


def territory(**fields: Any) -> Territory:
    number = next(_numbers)
    values = {
        "slug": f"territoire-{number}",
        "name": f"Territoire {number}",
        "level": TerritoryLevel.PETR,
    }
    return Territory.objects.create(**{**values, **fields})


def commune(code: str, name: str, **fields: Any) -> Commune:
    """Of no intercommunality, unless `epci` gives its code."""
    return Commune.objects.create(
        code=code, name=name, departement=departement_of(code), **{"population": 100, **fields}
    )


def alias(commune: Commune, kind: str, code: str, name: str = "") -> CommuneAlias:
    """A postal code of a commune, or a part or a former name of it with its Insee code."""
    return CommuneAlias.objects.create(commune=commune, kind=kind, code=code, name=name)


def term(name: str, *synonyms: str, **fields: Any) -> Term:
    """A published term of the glossary."""
    values = {
        "slug": folded_slug(name),
        "definition": f"Ce qu’est {name}.",
        "category": TermCategory.ACRONYM,
        "source": source(),
        "synonyms": [Synonym(text=text) for text in synonyms],
        **fields,
    }
    row = Term(term=name, **values)
    row.save()
    return row


def within(member: Territory, container: Territory) -> Membership:
    return Membership.objects.create(member=member, container=container, source=source())


def fact(attribute: str = Attribute.KEY_FIGURE, **fields: Any) -> Fact:
    """A fact not yet on a page."""
    return Fact(attribute=attribute, **{"source": source(), **fields})


def signed_on(date: str, **fields: Any) -> Fact:
    return fact(Attribute.SIGNATURE_DATE, date_value=PartialDate.parse(date), **fields)


def statement(section: str = Section.CONTEXT, **fields: Any) -> Statement:
    values = {"text": "Les deux territoires se réunissent.", "source": source(), **fields}
    return Statement(section=section, **values)


def milestone(**fields: Any) -> Milestone:
    """A step not yet on a page."""
    values = {"date": PartialDate.parse("2024"), "text": "Début", "source": source(), **fields}
    return Milestone(**values)


def commitment(giver: Territory | None, receiver: Territory | None, **fields: Any) -> Commitment:
    """A commitment not yet on a contract."""
    values = {
        "nature": Nature.COMMITMENT,
        "object": "Bois-énergie pour les chaufferies",
        "giver": giver,
        "receiver": receiver,
        "reciprocal": giver is None,
        "source": source(),
        **fields,
    }
    return Commitment(**values)


def contract(*, publish: bool = True, **fields: Any) -> ContractPage:
    """A contract between a city and a countryside. `parties`, `facts`, `themes`, `tags`,
    `commitments` and `statements` replace what is given by default."""
    number = next(_numbers)
    city = fields.pop("city", None) or territory(name=f"Métropole {number}", level="epci")
    country = fields.pop("country", None) or territory(name=f"Pays {number}")
    parties = fields.pop(
        "parties",
        [Party(territory=city, side=Side.CITY), Party(territory=country, side=Side.COUNTRYSIDE)],
    )
    page = ContractPage(
        **{"title": f"{city} et {country}", "slug": f"contrat-{number}", "live": False, **_fiche()},
    )
    page.parties = parties
    return _save(page, ContractIndexPage, fields, publish)


def signed_contract(date: str = "2016-11-04", **fields: Any) -> ContractPage:
    return contract(
        status=ContractStatus.SIGNED,
        status_source=source(),
        facts=[signed_on(date, retained=True)],
        **fields,
    )


def case_study(*, publish: bool = True, **fields: Any) -> CaseStudyPage:
    number = next(_numbers)
    page = CaseStudyPage(
        **{"title": f"Résultat {number}", "slug": f"experience-{number}", **_fiche()}, live=False
    )
    places = fields.pop("places", None) or [territory()]
    page.places = [CaseStudyPlace(territory=place) for place in places]
    return _save(page, CaseStudyIndexPage, fields, publish)


def tool(*, publish: bool = True, **fields: Any) -> ToolPage:
    number = next(_numbers)
    page = ToolPage(
        **{"title": f"Outil {number}", "slug": f"outil-{number}", **_fiche()},
        kind=fields.pop("kind", ToolKind.GUIDE),
        live=False,
    )
    return _save(page, ToolIndexPage, fields, publish)


def _fiche() -> dict[str, Any]:
    return {"gist": "La ville et la campagne coopèrent.", "source": source()}


def _save(page: Any, index: type, fields: dict[str, Any], publish: bool) -> Any:
    tags = fields.pop("tags", [])
    page.themes = fields.pop("themes", [])
    page.tagged_items = [TaggedPage(tag=tag(name)) for name in tags]
    for name, value in fields.items():
        setattr(page, name, value)
    home_page()
    index.objects.get().add_child(instance=page)
    if publish:
        page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)
