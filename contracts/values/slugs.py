"""Words as they stand in addresses."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.utils.text import slugify

from search.text.analysis import fold

_APOSTROPHES = str.maketrans({"’": "-", "'": "-"})


def folded_slug(name: str) -> str:
    """« Énergie », « énergie » and « energie » give one text: « energie ».

    What has no Latin letter keeps its own letters; what has no letter at all is « sans-nom ».
    """
    name = name.translate(_APOSTROPHES)
    return slugify(fold(name)) or slugify(name, allow_unicode=True) or "sans-nom"


def numbered_slug(name: str, longest: int, is_taken: Callable[[str], bool]) -> str:
    """The slug of a name in Latin letters, at most `longest` characters, numbered when taken."""
    base = slugify(folded_slug(name))[: longest - 4].strip("-") or "sans-nom"  # room for a number
    slug, number = base, 2
    while is_taken(slug):
        slug, number = f"{base}-{number}", number + 1
    return slug


def unused_slug(model: type[Model], field: str, name: str) -> str:
    """The slug of a new row: that of its name, numbered when another row has it already."""
    slug_field: Any = model._meta.get_field(field)
    rows = model._default_manager
    return numbered_slug(
        name, slug_field.max_length or 50, lambda slug: rows.filter(**{field: slug}).exists()
    )
