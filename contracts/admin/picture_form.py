"""The form of a picture, for a damaged file is refused and not a fault of the site."""

from __future__ import annotations

import warnings
from typing import Any

from django.core.exceptions import ValidationError
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

_DAMAGED = "Ce fichier est abîmé ou incomplet : enregistrez l’image de nouveau, puis envoyez-la."


class PictureFileField(WagtailImageField):
    def check_image_pixel_size(self, f: Any) -> None:
        """What the head of the file says is counted before its pixels are read."""
        try:
            f.seek(0)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                width, height = Image.open(f).size
            f.seek(0)
        except Image.DecompressionBombError as bomb:
            raise self._too_many_pixels() from bomb
        except OSError as damaged:
            raise ValidationError(_DAMAGED, code="damaged") from damaged
        if width * height > self.max_image_pixels:
            raise self._too_many_pixels()
        try:
            super().check_image_pixel_size(f)
        except (OSError, SyntaxError) as damaged:
            raise ValidationError(_DAMAGED, code="damaged") from damaged

    def _too_many_pixels(self) -> ValidationError:
        millions = self.max_image_pixels // 1_000_000
        return ValidationError(
            f"Cette image a trop de pixels : {millions} millions au plus. Réduisez-la d’abord.",
            code="file_too_many_pixels",
        )


class PictureForm(BaseImageForm):
    file = PictureFileField(label="Fichier")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Declared here, it has lost what fills the title from the name of the file.
        filling = self._meta.widgets["file"].attrs
        self.fields["file"].widget.attrs = {**filling, **self.fields["file"].widget.attrs}
        self.fields[
            "description"
        ].help_text = "Ce que l’image montre, pour qui ne la voit pas. Demandée, sauf si l’image est décorative."
