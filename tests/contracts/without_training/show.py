"""Publish a fiche of each kind and print each one's page as {title: HTML}, in JSON.

python -m tests.contracts.without_training.show, with the settings beside this file.
"""

from __future__ import annotations

import json
from typing import Any

import django


def publish() -> list[Any]:
    """A contract, an experience and a tool, each about the two others, under a bare site."""
    from wagtail.models import Page, Site

    from contracts.models import (
        CaseStudyIndexPage,
        CaseStudyPage,
        CaseStudyPlace,
        ContractIndexPage,
        ContractPage,
        Party,
        Source,
        Territory,
        ToolIndexPage,
        ToolPage,
    )
    from contracts.values.vocabulary import Side, ToolKind

    root = Page.get_first_root_node().add_child(instance=Page(title="Racine", slug="racine"))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"root_page": root, "hostname": "localhost"}
    )
    source = Source.objects.create(
        title="Article", url="https://exemple.fr/", publisher="Localtis", kind="presse"
    )
    city = Territory.objects.create(slug="ville", name="Ville", level="epci")
    country = Territory.objects.create(slug="pays", name="Pays", level="petr")
    tool = ToolPage(title="Guide", kind=ToolKind.GUIDE)
    contract = ContractPage(title="Ville et Pays")
    contract.parties = [
        Party(territory=city, side=Side.CITY),
        Party(territory=country, side=Side.COUNTRYSIDE),
    ]
    study = CaseStudyPage(title="Bois local")
    study.places = [CaseStudyPlace(territory=country)]
    pages = [(tool, ToolIndexPage), (contract, ContractIndexPage), (study, CaseStudyIndexPage)]
    for page, listing in pages:
        page.gist, page.source, page.live = "Ils coopèrent.", source, False
        parent = root.add_child(instance=listing(title=str(listing._meta.verbose_name)))
        parent.add_child(instance=page)
    study.contract, study.tools = contract, [tool]
    for page, _ in pages:
        page.save_revision().publish()
    return [page for page, _ in pages]


def shown(page: Any) -> str:
    """The HTML of the page, as a visitor gets it."""
    from django.test import Client

    response = Client(HTTP_HOST="localhost").get(page.get_url())
    assert response.status_code == 200, response
    return response.content.decode()


if __name__ == "__main__":
    django.setup()
    print(json.dumps({page.title: shown(page) for page in publish()}))  # noqa: T201
