"""Writes what fiches rest on: sources, themes, terms, territories and their memberships."""

from __future__ import annotations

from typing import Any

from contracts.catalogue.files import Catalogue
from contracts.catalogue.ledger import Ledger
from contracts.catalogue.official import SOURCE_KEY, OfficialTerritory
from contracts.catalogue.refs import Refs
from contracts.models import (
    Membership,
    Source,
    Synonym,
    Term,
    Territory,
    TerritoryFigure,
    TerritoryName,
    Theme,
)
from contracts.models.tag import folded_slug


def load_sources(catalogue: Catalogue, ledger: Ledger) -> None:
    rows = {source.key: source for source in Source.objects.all()}
    for key, data in catalogue.sources.items():
        _sync_fields(ledger, f"source:{key}", Source, {"key": key}, data, rows.get(key))


def load_themes(catalogue: Catalogue, ledger: Ledger) -> None:
    rows = {theme.code: theme for theme in Theme.objects.all()}
    sources = {source.key: source for source in Source.objects.all()}
    for position, (code, data) in enumerate(catalogue.themes.items(), 1):
        keys = data.get("source") or []
        fields = {**data, "source": sources[keys[0]] if keys else None, "position": position}
        _sync_fields(ledger, f"theme:{code}", Theme, {"code": code}, fields, rows.get(code), data)


def _sync_fields(
    ledger: Ledger,
    key: str,
    model: type[Any],
    identity: dict[str, Any],
    fields: dict[str, Any],
    existing: Any,
    data: Any = None,
) -> None:
    def update(row: Any) -> None:
        for name, value in fields.items():
            setattr(row, name, value)
        row.full_clean()
        row.save()

    def create() -> Any:
        row = model(**identity)
        update(row)
        return row

    ledger.sync(key, data or fields, existing, create, update)


def load_terms(catalogue: Catalogue, ledger: Ledger, refs: Refs) -> None:
    rows = {term.slug: term for term in Term.objects.all()}

    def fill(term: Term, data: dict[str, Any]) -> None:
        for name in ("term", "expansion", "definition", "category", "code"):
            setattr(term, name, data.get(name, ""))
        for name, value in refs.sourced(data).items():
            setattr(term, name, value)
        term.synonyms = [Synonym(text=text) for text in data.get("synonyms", ())]
        term.save()

    for slug, data in catalogue.terms.items():

        def create(slug: str = slug, data: dict[str, Any] = data) -> Term:
            term = Term(slug=slug)
            fill(term, data)
            return term

        rows[slug] = ledger.sync(
            f"term:{slug}",
            data,
            rows.get(slug),
            create,
            lambda term, data=data: fill(term, data),
        )
    for slug, data in catalogue.terms.items():
        if ledger.is_written(f"term:{slug}"):
            term = rows[slug]
            term.see_also.set([rows[other] for other in data.get("see_also", ()) if rows[other]])
            term.save_revision().publish()


def load_territories(catalogue: Catalogue, ledger: Ledger) -> None:
    """Rows first, all of them; then names, figures and memberships, which need all rows."""
    slugs = catalogue.territory_slugs()
    extensions = {
        data["code"]: data for data in catalogue.territories.values() if ":" in data.get("code", "")
    }
    wanted: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
    for official in catalogue.official:
        extension = extensions.get(official.key, {})
        wanted[official.slug] = (_official_fields(official, extension), extension)
    for key, data in catalogue.territories.items():
        if ":" not in data.get("code", ""):
            wanted[key] = (_file_fields(data), data)
    officials = {official.slug: official for official in catalogue.official}
    rows = {territory.slug: territory for territory in Territory.objects.all()}

    missing = [slug for slug in wanted if slug not in rows]
    fresh = [slug for slug in missing if ledger.known_pk(f"territory:{slug}") is None]
    # In bulk, and without the events of save(): no page can be about a territory just made.
    Territory.objects.bulk_create([Territory(slug=slug, **wanted[slug][0]) for slug in fresh])
    made = {row.slug: row for row in Territory.objects.filter(slug__in=fresh)}
    for slug, (fields, data) in wanted.items():

        def update(territory: Any, fields: dict[str, Any] = fields) -> None:
            for name, value in fields.items():
                setattr(territory, name, value)
            territory.save()

        official = officials.get(slug)
        rows[slug] = ledger.sync(
            f"territory:{slug}",
            [fields, data, official.within if official else ()],
            rows.get(slug),
            lambda slug=slug: made[slug],
            update,
        )
    written = [slug for slug in wanted if ledger.is_written(f"territory:{slug}")]
    _write_children(catalogue, {slug: rows[slug] for slug in written}, rows, slugs)


def _official_fields(official: OfficialTerritory, extension: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": official.name,
        "level": official.level,
        "code": official.code,
        "usual_side": extension.get("side", ""),
        "longitude": official.longitude,
        "latitude": official.latitude,
    }


def _file_fields(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": data["name"],
        "level": data["level"],
        "code": data.get("code", ""),
        "usual_side": data.get("side", ""),
    }


def _write_children(
    catalogue: Catalogue,
    written: dict[str, Territory],
    rows: dict[str, Territory | None],
    slugs: dict[str, str],
) -> None:
    """Replace the names, figures and memberships of the territories that this load wrote."""
    pks = [territory.pk for territory in written.values()]
    for start in range(0, len(pks), 500):
        some = pks[start : start + 500]
        TerritoryName.objects.filter(territory__in=some).delete()
        TerritoryFigure.objects.filter(territory__in=some).delete()
        Membership.objects.filter(member__in=some).delete()
    sources = {source.key: source for source in Source.objects.all()}
    base = sources[SOURCE_KEY]
    names: list[TerritoryName] = []
    figures: list[TerritoryFigure] = []
    pairs: dict[tuple[int, int], Membership] = {}

    def belongs(member: Territory | None, container: Territory | None, keys: list[str]) -> None:
        if member and container and (member.pk, container.pk) not in pairs:
            first, second = ([sources[key] for key in keys] + [None, None])[:2]
            pairs[member.pk, container.pk] = Membership(
                member=member, container=container, source=first, second_source=second
            )

    officials = {official.slug: official for official in catalogue.official}
    files = {slugs[key]: data for key, data in catalogue.territories.items()}
    for slug, territory in written.items():
        data = files.get(slug, {})
        own_names = {folded_slug(territory.name)}
        for name in [data.get("name", territory.name), *data.get("names", ())]:
            if folded_slug(name) not in own_names:
                own_names.add(folded_slug(name))
                names.append(TerritoryName(territory=territory, name=name))
        for kind in TerritoryFigure.Kind.values:
            figures += [
                TerritoryFigure(
                    territory=territory,
                    kind=kind,
                    number=figure["number"],
                    as_of=figure.get("as_of"),
                    retained=figure.get("retained", False),
                    note=figure.get("note", ""),
                    source=sources[figure["source"][0]],
                )
                for figure in data.get(kind, ())
            ]
        official = officials.get(slug)
        if official and official.population is not None:
            alone = not data.get("population")
            figures.append(
                TerritoryFigure(
                    territory=territory,
                    kind=TerritoryFigure.Kind.POPULATION,
                    number=official.population,
                    retained=alone,
                    source=base,
                )
            )
        for key in official.within if official else ():
            belongs(territory, rows.get(slugs[key]), [SOURCE_KEY])
        for membership in data.get("within", ()):
            belongs(territory, rows.get(slugs[membership["territory"]]), membership["source"])
    # What a grouping says of its members is theirs too: written after, it completes their own.
    for key, data in catalogue.territories.items():
        for membership in data.get("groups", ()):
            member = rows.get(slugs[membership["territory"]])
            container = rows.get(slugs[key])
            if slugs[key] in written or (member and member.slug in written):
                belongs(member, container, membership["source"])
    TerritoryName.objects.bulk_create(names)
    TerritoryFigure.objects.bulk_create(figures, batch_size=500)
    Membership.objects.bulk_create(pairs.values(), batch_size=500, ignore_conflicts=True)
