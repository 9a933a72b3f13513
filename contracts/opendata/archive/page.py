"""The page of the whole base: its last archive, its tables, and those of other days."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from contracts.models.base import LICENCE
from contracts.opendata.archive.tables import tables
from contracts.opendata.archive.versions import DatedArchive, versions
from contracts.pages.parts import structured_data
from contracts.pages.parts.breadcrumbs import Step, structured_trail
from contracts.pages.parts.structured_data import LICENCE_URL, SITE_NAME, Thing
from search.query.page_head import PageHead

TITLE = "Toute la base en un fichier"
# The page of the site that says what is open, and under which licence.
OPEN_DATA = Step("Données ouvertes et licence", "/donnees-ouvertes/")


@dataclass(frozen=True)
class TableSummary:
    """A table of the last archive; `rows` is None before there is one."""

    title: str
    description: str
    file_name: str
    rows: int | None
    columns_url: str


@dataclass(frozen=True)
class ArchiveLink:
    version: DatedArchive
    url: str


class DataContext:
    summary = (
        "Toutes les fiches publiées, leurs engagements, leurs chiffres et leurs sources : une table par "
        "sujet, avec les clés qui les relient. L’archive est refaite chaque nuit."
    )
    licence = LICENCE
    licence_url = LICENCE_URL

    def __init__(self, request: HttpRequest) -> None:
        kept = [
            ArchiveLink(one, reverse("archive", args=[one.day.isoformat()])) for one in versions()
        ]
        self.last = kept[0] if kept else None
        self.older = kept[1:]
        rows = self.last.version.rows if self.last else {}
        self.tables = tuple(
            TableSummary(
                one.dataset.title,
                one.dataset.description,
                f"{one.dataset.code}.csv",
                rows.get(one.dataset.code),
                reverse("dictionary_of", args=[one.dataset.code]),
            )
            for one in tables()
        )
        self.trail = (OPEN_DATA,)
        self.head = PageHead(TITLE, reverse("data"))
        trail = structured_trail(request, self.trail, TITLE)
        self.structured_data = structured_data.graph(self._dataset(request), trail)

    def _dataset(self, request: HttpRequest) -> Thing:
        """As engines of data sets read it (schema.org)."""
        site = request.build_absolute_uri
        told: Thing = {
            "@type": "Dataset",
            "@id": site(self.head.address),
            "name": f"{SITE_NAME} : {TITLE}",
            "description": self.summary,
            "url": site(self.head.address),
            "license": LICENCE_URL,
            "isAccessibleForFree": True,
            "inLanguage": "fr",
            "creator": {"@type": "Organization", "name": SITE_NAME, "url": site("/")},
        }
        if self.last:
            version = self.last.version
            told |= {
                "version": version.day.isoformat(),
                "dateModified": version.day.isoformat(),
                "distribution": [
                    {
                        "@type": "DataDownload",
                        "contentUrl": site(self.last.url),
                        "encodingFormat": "application/zip",
                        "contentSize": f"{version.size} B",
                        "sha256": version.sha256,
                    }
                ],
            }
        return told
