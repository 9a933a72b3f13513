"""Free keywords of editors, one per meaning: case, accents and spaces make no difference."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.encoding import escape_uri_path
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.models import Page

from contracts.models.events import AnnouncedModel
from contracts.models.upkeep.merged import kept_by_key
from contracts.values.slugs import folded_slug
from contracts.values.sort_key import SortKeyField


class TagQuerySet(models.QuerySet["Tag"]):
    """Finds a tag by its folded name wherever taggit asks for it by its name. The name of a tag
    that was merged finds the one that was kept."""

    def get(self, *args: Any, **kwargs: Any) -> "Tag":
        lookups = self._folded(kwargs)
        try:
            return super().get(*args, **lookups)
        except Tag.DoesNotExist:
            kept = self._kept(kwargs, lookups)
            if kept is None:
                raise
            return kept

    def get_or_create(self, defaults: Any = None, **kwargs: Any) -> tuple["Tag", bool]:
        lookups = self._folded(kwargs)
        if not self.filter(**lookups).exists() and (kept := self._kept(kwargs, lookups)):
            return kept, False
        return super().get_or_create(defaults=defaults, **lookups)

    @staticmethod
    def _kept(asked: dict[str, Any], folded: dict[str, Any]) -> "Tag | None":
        """By its name alone: the address of a tag that was merged leads elsewhere by itself."""
        is_named = "slug" in folded and "slug" not in asked
        return kept_by_key(Tag).get(folded["slug"]) if is_named else None

    @staticmethod
    def _folded(lookups: dict[str, Any]) -> dict[str, Any]:
        lookups = dict(lookups)
        for name in ("name", "name__iexact"):
            if name in lookups:
                lookups["slug"] = folded_slug(lookups.pop(name))
        return lookups


class Tag(AnnouncedModel, TagBase):
    """The slug is the folded name; the name keeps the first spelling, which an editor may mend."""

    sort_key = SortKeyField("clé de classement", max_length=100)

    free_tagging = True
    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = "étiquette"
        verbose_name_plural = "étiquettes"
        ordering = ["sort_key", "pk"]

    def slugify(self, tag: str, i: int | None = None) -> str:
        return folded_slug(tag)

    def clean(self) -> None:
        super().clean()
        if self.slug and folded_slug(self.name) != self.slug:
            raise ValidationError(
                {
                    "name": "Seuls les accents et les majuscules se corrigent ici : pour un autre "
                    "mot, créez une autre étiquette."
                }
            )

    def get_absolute_url(self) -> str:
        return escape_uri_path(f"/etiquettes/{self.slug}/")


class TaggedPage(ItemBase):
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged_pages")
    content_object = ParentalKey(Page, on_delete=models.CASCADE, related_name="tagged_items")

    class Meta:
        verbose_name = "étiquette d’une page"
        constraints = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="a_page_has_a_tag_once")
        ]
