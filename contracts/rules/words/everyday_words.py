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
from contracts.rules.words.wordings import Typed, claimed, too_common, without_word
from search.answers import everyday
from search.query.synonyms import wording

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
    typed = _typed(text, field)
    yield from without_word(typed)
    seen: set[tuple[str, ...]] = set()
    for one in typed:
        found = one.wording
        if found is not None and found.keys in seen:
            yield one.fault(f"« {one.text} » est écrit deux fois : retirez-en un.")
        elif found is not None:
            seen.add(found.keys)


def shared_faults(text: str, own_url: str, field: str = "everyday_words") -> Iterator[Fault]:
    """What forbids these words beside all that is published. `own_url` is where they lead."""
    typed = _typed(text, field)
    if not typed:
        return
    owners = {
        led.keys: lead.label
        for lead in everyday.leads()
        if lead.target != own_url
        for words in lead.words
        if (led := wording(words)) is not None
    }
    for one in typed:
        found = one.wording
        if found is not None and found.keys in owners:
            yield claimed(one, f"à « {owners[found.keys]} »")
    yield from too_common(typed, "ces mots ne mènent à rien de précis")


def _typed(text: str, field: str) -> list[Typed]:
    return [Typed(one, field) for one in wordings(text)]
