"""A fiche as a Wagtail developer would make it searchable: Indexed, eight filter fields.

One value for each filter, because Wagtail's facet() miscounts relations that hold several.
"""

from django.db import models
from wagtail.search import index

FILTERS = (
    "type",
    "theme",
    "region",
    "etape",
    "public",
    "etiquette",
    "territoire",
    "annee",
)


class BenchFiche(index.Indexed, models.Model):
    title = models.TextField()
    summary = models.TextField()
    body = models.TextField()
    type = models.CharField(max_length=10, db_index=True)
    theme = models.CharField(max_length=10, db_index=True)
    region = models.CharField(max_length=10, db_index=True)
    etape = models.CharField(max_length=10, db_index=True)
    public = models.CharField(max_length=10, db_index=True)
    etiquette = models.CharField(max_length=10, db_index=True)
    territoire = models.CharField(max_length=10, db_index=True)
    annee = models.CharField(max_length=10, db_index=True)

    search_fields = [
        index.SearchField("title", boost=4),
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        *(index.FilterField(name) for name in FILTERS),
    ]

    def __str__(self) -> str:
        return self.title
