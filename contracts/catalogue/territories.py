"""Writes territories, official ones and those of files, with what is theirs."""

from __future__ import annotations

from typing import Any

from contracts.catalogue.files import Catalogue
from contracts.catalogue.ledger import Ledger
from contracts.catalogue.refs import Refs
from contracts.catalogue.schema import Keys
from contracts.catalogue.specs import FIGURE, NAME_KEYS
from contracts.models import (
    Membership,
    Territory,
    TerritoryFigure,
    TerritoryName,
)
from contracts.models.events import content_changed
from contracts.models.upkeep.merged import kept_by_key
from contracts.places.official import SOURCE_KEY, OfficialTerritory
from contracts.values.slugs import folded_slug


def load_territories(catalogue: Catalogue, ledger: Ledger, refs: Refs) -> dict[str, Territory]:
    """The territories by the keys that files use. Rows first, all of them; then names, figures
    and memberships, which need all rows."""
    slugs = catalogue.territory_slugs()
    files = {slugs[key]: data for key, data in catalogue.territories.items()}
    names = {slugs[key]: data for key, data in catalogue.names.items()}
    officials = {official.slug: official for official in catalogue.official}
    within = _memberships(catalogue, slugs)
    fields = {
        **{slug: _official_fields(one, files.get(slug, Keys())) for slug, one in officials.items()},
        **{slug: _file_fields(data) for slug, data in files.items() if slug not in officials},
    }
    rows: dict[str, Any] = {territory.slug: territory for territory in Territory.objects.all()}
    by_code = {(row.level, row.code): row for row in rows.values() if row.code}
    for slug, given in fields.items():
        if slug not in rows and (given["level"], given["code"]) in by_code:
            rows[slug] = by_code[given["level"], given["code"]]  # made by an editor meanwhile
    fresh = [
        slug for slug in fields if slug not in rows and ledger.known_pk(f"territory:{slug}") is None
    ]
    # In bulk, and without the events of save(): no page can be about a territory just made.
    Territory.objects.bulk_create(
        [Territory(slug=slug, **_columns(fields[slug], refs)) for slug in fresh]
    )
    made = {row.slug: row for row in Territory.objects.filter(slug__in=fresh)}
    for slug, given in fields.items():

        def update(territory: Any, given: dict[str, Any] = given) -> None:
            for name, value in _columns(given, refs).items():
                setattr(territory, name, value)
            territory.save()

        def create(slug: str = slug) -> Territory:
            return made[slug]

        data = [given, files.get(slug, Keys()), within.get(slug, {}), names.get(slug, Keys())]
        rows[slug] = ledger.sync(f"territory:{slug}", data, rows.get(slug), create, update)
    written = {
        slug: rows[slug] for slug in fields if rows[slug] and ledger.is_written(f"territory:{slug}")
    }
    _write_children(written, files, names, officials, within, rows, refs)
    for slug in set(written) - set(fresh):
        content_changed.send(sender=Territory, instance=written[slug])
    merged = kept_by_key(Territory)
    found = {key: rows.get(slug) or merged.get(slug) for key, slug in slugs.items()}
    return {key: row for key, row in found.items() if row}


def _memberships(catalogue: Catalogue, slugs: dict[str, str]) -> dict[str, dict[str, list[str]]]:
    """{member: {container: source keys}}: what a file says of the members of its territory
    (« groups ») belongs to each member, so that a membership has one owner."""
    within: dict[str, dict[str, list[str]]] = {}
    for key, data in catalogue.territories.items():
        for one in data.get("within", ()):
            pairs = within.setdefault(slugs[key], {})
            pairs.setdefault(slugs[one["territory"]], one["source"])
        for one in data.get("groups", ()):
            pairs = within.setdefault(slugs[one["territory"]], {})
            pairs.setdefault(slugs[key], one["source"])
    for official in catalogue.official:
        for container in official.within:
            pairs = within.setdefault(official.slug, {})
            pairs.setdefault(slugs[container], [SOURCE_KEY])
    return within


def _official_fields(official: OfficialTerritory, extension: Keys) -> dict[str, Any]:
    return {
        "name": official.name,
        "level": official.level,
        "code": official.code,
        "usual_side": extension.get("side", ""),
        "longitude": official.longitude,
        "latitude": official.latitude,
        **({key: value for key, value in _place(extension).items() if value}),
    }


def _file_fields(data: Keys) -> dict[str, Any]:
    return {
        "name": data["name"],
        "level": data["level"],
        "code": data.get("code", ""),
        "usual_side": data.get("side", ""),
        **_place(data),
    }


def _place(data: Keys) -> dict[str, Any]:
    """Where a file says that its territory stands; the key of the source in the place of its row."""
    place = data.get("place", Keys())
    return {
        "longitude": place.get("longitude"),
        "latitude": place.get("latitude"),
        "seat": place.get("seat", ""),
        "place_source": next(iter(place.get("source", ())), None),
        "place_note": place.get("note", ""),
    }


def _columns(given: dict[str, Any], refs: Refs) -> dict[str, Any]:
    """The same with the row of the source."""
    key = given.get("place_source")
    return {**given, "place_source": refs.sources[key]} if key else given


def _write_children(
    written: dict[str, Territory],
    files: dict[str, Keys],
    other_names: dict[str, Keys],
    officials: dict[str, OfficialTerritory],
    within: dict[str, dict[str, list[str]]],
    rows: dict[str, Territory | None],
    refs: Refs,
) -> None:
    """Replace the names, figures and memberships of the territories that this load wrote."""
    pks = [territory.pk for territory in written.values()]
    for start in range(0, len(pks), 500):
        some = pks[start : start + 500]
        TerritoryName.objects.filter(territory__in=some).delete()
        TerritoryFigure.objects.filter(territory__in=some).delete()
        Membership.objects.filter(member__in=some).delete()
    names: list[TerritoryName] = []
    figures: list[TerritoryFigure] = []
    memberships: list[Membership] = []
    for slug, territory in written.items():
        data = files.get(slug, Keys())
        names += _names(territory, data, other_names.get(slug, Keys()))
        figures += _figures(territory, data, officials.get(slug), refs)
        for container, keys in within.get(slug, {}).items():
            first, second = ([refs.sources[key] for key in keys] + [None, None])[:2]
            if above := rows.get(container):
                memberships.append(
                    Membership(
                        member=territory, container=above, source=first, second_source=second
                    )
                )
    TerritoryName.objects.bulk_create(names)
    TerritoryFigure.objects.bulk_create(figures, batch_size=500)
    Membership.objects.bulk_create(memberships, batch_size=500)


def _names(territory: Territory, *files: Keys) -> list[TerritoryName]:
    """Each name once, whatever its case and accents; the territory's own left out."""
    seen = {folded_slug(territory.name)}
    names = []
    given = [(TerritoryName.Kind.USUAL, data.get("name", territory.name)) for data in files]
    given += [
        (kind, name)
        for data in files
        for key, kind in NAME_KEYS.items()
        for name in data.get(key, ())
    ]
    for kind, name in given:
        if folded_slug(name) not in seen:
            seen.add(folded_slug(name))
            names.append(TerritoryName(territory=territory, kind=kind, name=name))
    return names


def _figures(
    territory: Territory,
    data: Keys,
    official: OfficialTerritory | None,
    refs: Refs,
) -> list[TerritoryFigure]:
    """What files say first; the official population is retained when it stands alone."""
    figures = [
        FIGURE.build(figure, refs, territory=territory, kind=kind)
        for kind in TerritoryFigure.Kind.values
        for figure in data.get(kind, ())
    ]
    if official and official.population is not None:
        figures.append(
            TerritoryFigure(
                territory=territory,
                kind=TerritoryFigure.Kind.POPULATION,
                number=official.population,
                retained=not data.get("population"),
                source=refs.sources[SOURCE_KEY],
            )
        )
    return figures
