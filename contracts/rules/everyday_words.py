"""The everyday words that lead to something of the site: how editors write them, and what is asked
of them before it is published.

They are written one a line, or with commas. A wording is refused that holds no word, that is given
twice, that leads elsewhere already, or that half of the site says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.db import models

from contracts.rules.publication import Fault
from search.answers import everyday
from search.engines.index_reader import IndexReader
from search.models import SearchDocument
from search.query.request import Group, Query
from search.query.synonyms import Wording, wording

# Of fewer documents, half means nothing.
SMALLEST_SITE = 20

_BETWEEN = re.compile(r"[\n,;]")


class EverydayWordsField(models.TextField):
    """The words, as they were typed; `wordings` reads them."""

    description = "Mots du quotidien"

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("verbose_name", "mots du quotidien")
        kwargs.setdefault("max_length", 2000)
        kwargs.setdefault("blank", True)
        kwargs.setdefault(
            "help_text",
            "Ce que quelqu’un taperait pour arriver ici, un par ligne ou séparés par des virgules : "
            "« combien ça coûte », « subvention ». La recherche propose alors cette page en tête.",
        )
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        """A text to the migrations, which then import none of the rules nor of the search."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


def wordings(text: str) -> tuple[str, ...]:
    """Each of the wordings of a field, without spaces around."""
    return tuple(one for part in _BETWEEN.split(text) if (one := " ".join(part.split())))


def shape_faults(text: str, field: str = "everyday_words") -> Iterator[Fault]:
    """What is wrong in the words themselves; no database is read."""
    seen: set[tuple[str, ...]] = set()
    for typed in wordings(text):
        one = wording(typed)
        if one is None:
            yield Fault(
                f"« {typed} » ne contient aucun mot que la recherche retienne (elle laisse de côté "
                "« de », « la », « pour »…) : écrivez un mot plus précis.",
                field,
            )
        elif one.keys in seen:
            yield Fault(f"« {typed} » est écrit deux fois : retirez-en un.", field)
        else:
            seen.add(one.keys)


def shared_faults(text: str, own_url: str, field: str = "everyday_words") -> Iterator[Fault]:
    """What forbids these words beside all that is published. `own_url` is where they lead."""
    typed = [one for text in wordings(text) if (one := wording(text)) is not None]
    if not typed:
        return
    owners = {
        one.keys: lead.label
        for lead in everyday.leads()
        if lead.target != own_url
        for words in lead.words
        if (one := wording(words)) is not None
    }
    for one in typed:
        if one.keys in owners:
            yield Fault(
                f"« {one.text} » mène déjà à « {owners[one.keys]} » : retirez-le de l’un des deux.",
                field,
            )
    yield from _too_common(typed, field)


def _too_common(typed: list[Wording], field: str) -> Iterator[Fault]:
    """What everything says leads to nothing in particular."""
    total = SearchDocument.objects.count()
    if total < SMALLEST_SITE:
        return
    for one in typed:
        found = len(IndexReader().ids(Query((Group((one.alternative("everyday"),)),))))
        if found * 2 > total:
            yield Fault(
                f"« {one.text} » est dans {found} des {total} pages du site : ces mots ne mènent à "
                "rien de précis. Écrivez-les de façon plus précise.",
                field,
            )
