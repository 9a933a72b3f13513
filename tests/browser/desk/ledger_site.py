"""An editor and two contracts being written on a site that runs: made by one process, removed by
another.

python -m tests.browser.desk.ledger_site make
python -m tests.browser.desk.ledger_site remove
"""

from __future__ import annotations

import json
import sys

import django

EDITOR = "redactrice"
CITY, COUNTRYSIDE, PEER = "Ville du registre", "Pays du registre", "Autre ville du registre"
WOOD, STUDIES, HALL = "Bois des forêts du pays", "Études de faisabilité", "Une halle commune"
TITLES = (f"{CITY} et {COUNTRYSIDE}", f"{CITY} et {PEER}")
_SOURCE = "Convention du registre"


def make() -> None:
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from contracts.models import Fact, Party, Theme
    from contracts.values.vocabulary import Side, TerritoryLevel
    from home.groups import EDITORS
    from tests import factories
    from tests.browser.desk.staff import PASSWORD

    user = get_user_model().objects.create_user(EDITOR, password=PASSWORD)
    user.groups.add(Group.objects.get(name=EDITORS))
    source = factories.source(title=_SOURCE)
    city, country, peer = (
        factories.territory(name=name, slug=slug, level=TerritoryLevel.EPCI)
        for name, slug in (
            (CITY, "registre-ville"),
            (COUNTRYSIDE, "registre-pays"),
            (PEER, "registre-autre"),
        )
    )
    energy, services = Theme.objects.order_by("pk")[:2]
    mixed = factories.contract(
        publish=False,
        title=TITLES[0],
        slug="registre-ville-pays",
        source=source,
        city=city,
        country=country,
        commitments=[
            factories.commitment(country, city, object=WOOD, theme=energy, source=source),
            factories.commitment(city, country, object=STUDIES, theme=services, source=source),
            factories.commitment(None, None, object=HALL, source=source),
        ],
        facts=[Fact(attribute="communes", number_value=42, source=source)],
    )
    peers = factories.contract(
        publish=False,
        title=TITLES[1],
        slug="registre-villes",
        source=source,
        parties=[Party(territory=one, side=Side.CITY) for one in (city, peer)],
    )
    for page in (mixed, peers):
        page.save_revision()
    print(json.dumps({"mixed": mixed.pk, "peers": peers.pk}))  # noqa: T201 - read by the test


def remove() -> None:
    from django.contrib.auth import get_user_model

    from contracts.models import ContractPage, Source, Territory

    for page in ContractPage.objects.filter(title__in=TITLES):
        page.delete()
    Territory.objects.filter(slug__startswith="registre-").delete()
    Source.objects.filter(title=_SOURCE).delete()
    get_user_model().objects.get(username=EDITOR).delete()


if __name__ == "__main__":
    django.setup()
    {"make": make, "remove": remove}[sys.argv[1]]()
