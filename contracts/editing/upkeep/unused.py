"""Reports on what nothing uses: tags, sources, pictures."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Exists, Model, OuterRef, QuerySet
from django.db.models.functions import Cast
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.models import ReferenceIndex

from contracts.editing.merging.relations import relations_to
from contracts.editing.upkeep.frame import UpkeepReport
from contracts.models import Picture, PictureRendition, Source, Tag


def unused(model: type[Model]) -> QuerySet[Any]:
    """Rows to which no key of the database leads, nor any block of a text. A draft of a page that
    was published is in neither."""
    rows = model._default_manager.all()
    for relation in relations_to(model):
        if relation.model is not PictureRendition:  # made of the picture itself
            name = relation.field.name
            rows = rows.filter(~Exists(relation.rows.filter(**{name: OuterRef("pk")})))
    kind = ContentType.objects.get_for_model(model)
    references = ReferenceIndex.objects.filter(to_content_type=kind)
    used = references.annotate(used=Cast("to_object_id", BigIntegerField())).values("used")
    return rows.exclude(pk__in=used)


class UnusedReport(UpkeepReport):
    help_text = (
        "Rien de publié ne s’en sert, ni aucune fiche jamais publiée. Une modification en attente peut s’en "
        "servir : avant de supprimer, lisez ce qui est dit."
    )

    def get_base_queryset(self) -> QuerySet[Any]:
        return unused(self.governed)


class UnusedTags(UnusedReport):
    page_title = "Étiquettes sans usage"
    header_icon = "tag"
    part = "etiquettes-sans-usage"
    governed = Tag
    menu_order = 640
    index_url_name = "unused_tags"
    index_results_url_name = "unused_tags_results"
    verbose_name_plural = "étiquettes"
    nothing = "Toutes les étiquettes servent."
    columns = [
        TitleColumn(
            "name",
            label="Étiquette",
            url_name="wagtailsnippets_contracts_tag:edit",
            sort_key="name",
        )
    ]
    list_export = ["name"]
    export_headings = {"name": "Étiquette"}


class UnusedSources(UnusedReport):
    page_title = "Sources citées nulle part"
    header_icon = "doc-full"
    part = "sources-sans-usage"
    governed = Source
    menu_order = 650
    index_url_name = "unused_sources"
    index_results_url_name = "unused_sources_results"
    verbose_name_plural = "sources"
    nothing = "Toutes les sources sont citées."
    columns = [
        TitleColumn(
            "title",
            label="Source",
            url_name="wagtailsnippets_contracts_source:edit",
            sort_key="title",
        ),
        Column("publisher", label="Organisme éditeur", sort_key="publisher"),
        Column("url", label="Adresse"),
    ]
    list_export = ["title", "publisher", "url"]
    export_headings = {"title": "Source", "publisher": "Organisme éditeur", "url": "Adresse"}


class UnusedPictures(UnusedReport):
    page_title = "Images sans usage"
    header_icon = "image"
    part = "images-sans-usage"
    governed = Picture
    menu_order = 660
    index_url_name = "unused_pictures"
    index_results_url_name = "unused_pictures_results"
    verbose_name_plural = "images"
    nothing = "Toutes les images servent."
    default_ordering = "-created_at"
    columns = [
        TitleColumn("title", label="Image", url_name="wagtailimages:edit", sort_key="title"),
        DateColumn("created_at", label="Ajoutée le", sort_key="created_at"),
    ]
    list_export = ["title", "created_at"]
    export_headings = {"title": "Image", "created_at": "Ajoutée le"}

    def get_base_queryset(self) -> QuerySet[Any]:
        """Those that the person may change."""
        mine = self.permission_policy.instances_user_has_permission_for(self.request.user, "change")
        return super().get_base_queryset().filter(pk__in=mine.values("pk"))
