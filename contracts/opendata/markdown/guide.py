"""llms.txt: what an assistant is told of this site, and where it reads more (llmstxt.org)."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from contracts import kinds
from contracts.models.base import LICENCE
from contracts.opendata.addresses import ListAddress
from contracts.opendata.datasets import of_kind
from contracts.pages.parts.listings import listings_of
from contracts.pages.parts.structured_data import LICENCE_URL, SITE_NAME


def guide(request: HttpRequest) -> str:
    return "\n".join(_lines(request)) + "\n"


def _lines(request: HttpRequest) -> Iterator[str]:
    site = request.build_absolute_uri
    listings = listings_of(request)
    yield f"# {SITE_NAME}"
    yield ""
    yield (
        "> Base publique, en français, des contrats de réciprocité entre villes et campagnes : qui "
        "donne quoi à qui, ce qu’il en est advenu, avec quels outils. Chaque fait a sa source ; ce "
        "qu’aucune source ne dit est « non renseigné »."
    )
    yield ""
    yield (
        f"Licence : {LICENCE} ({LICENCE_URL}). Citez la fiche, son adresse et sa date. "
        "L’adresse d’un contrat, d’une expérience ou d’un outil, sans sa barre finale et suivie de "
        "« .md », donne la fiche en Markdown, avec ses sources ; l’en-tête « Accept: text/markdown » à "
        "l’adresse même aussi."
    )
    yield ""
    yield "## Fiches"
    yield ""
    for kind in kinds.registered():
        if dataset := of_kind(kind.code):
            path = listings[kind.code]
            address = site(ListAddress(path).file("json"))
            yield f"- [{kind.plural} en JSON]({address}) : {dataset.description}"
            yield f"- [{kind.plural}]({site(path)}) : la liste, avec ses filtres"
    yield ""
    yield "## Données"
    yield ""
    for title, route, use in (
        ("Toute la base", "data", "une archive par nuit, CSV et datapackage.json"),
        ("API", "api_documentation", "les listes en JSON, avec filtres, et ce qui a changé"),
        ("Dictionnaire", "dictionary", "ce que contient chaque colonne"),
        ("Engagements", "commitments", "tous les engagements, ligne à ligne"),
        ("Indicateurs", "indicators", "quoi mesurer, avec quelles données"),
        ("Nouveautés", "news", "ce qui a été publié ou changé, jour par jour"),
        ("Glossaire", "glossary", "les sigles et les mots du sujet"),
    ):
        yield f"- [{title}]({site(reverse(route))}) : {use}"
