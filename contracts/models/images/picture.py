"""Pictures, each with who made it, under which licence, and what it shows to who does not see it.

What a camera writes in a file (place, day, device, owner) is taken out of it before it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition

from contracts.models.images.metadata import without_metadata
from contracts.rules.publication import Fault, refuse
from contracts.rules.reference import picture_faults


class Picture(AbstractImage):
    """`description` is the text that stands for the picture where it is not seen."""

    file: Any  # of a field of Wagtail without types

    author = models.CharField("auteur ou autrice", max_length=200)
    licence = models.CharField(
        "licence",
        max_length=120,
        help_text="Ce qui permet de la publier : « CC BY-SA 4.0 », « Licence Ouverte 2.0 », accord "
        "écrit de l’auteur…",
    )
    is_decorative = models.BooleanField(
        "décorative",
        default=False,
        help_text="Elle n’apprend rien à qui lit la page : les lecteurs d’écran la passent.",
    )

    admin_form_fields = (
        "title",
        "file",
        "collection",
        "description",
        "is_decorative",
        "author",
        "licence",
        "tags",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = "image"
        verbose_name_plural = "images"

    @property
    def default_alt_text(self) -> str:
        return "" if self.is_decorative else self.description

    @property
    def credit(self) -> str:
        return f"{self.author}, {self.licence}"

    def faults(self) -> Iterator[Fault]:
        yield from picture_faults(self)

    def clean(self) -> None:
        super().clean()
        refuse(self.faults(), self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and not self.file._committed:
            self._clean_file()
        super().save(*args, **kwargs)

    def _set_image_file_metadata(self) -> None:
        self._clean_file()
        super()._set_image_file_metadata()

    def _clean_file(self) -> None:
        self.file.open()
        cleaned = without_metadata(self.file.read())
        self.file.seek(0)
        if cleaned is None:
            return
        name = PurePath(self.file.name).name
        self.file.close()
        if self.file._committed:
            self.file.storage.delete(self.file.name)
            self.file.save(name, ContentFile(cleaned), save=False)
        else:
            self.file = ContentFile(cleaned, name)


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="a_rendition_is_made_once",
            )
        ]


class Pictured(models.Model):
    """A page that may have a picture."""

    picture = models.ForeignKey(
        Picture,
        models.PROTECT,
        verbose_name="image",
        null=True,
        blank=True,
        related_name="+",
        help_text="Une seule, en largeur de préférence. Son auteur et sa licence sont montrés.",
    )

    class Meta:
        abstract = True
