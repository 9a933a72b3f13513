"""The picture that stands for a fiche where its address is shared, drawn from what the fiche says.

Nobody has to choose it, and it shows nothing that the page does not tell.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.template.defaultfilters import pluralize

from contracts.drawings.icons import icon
from contracts.drawings.motif import exchange, weave
from contracts.drawings.palette import CITY, COUNTRYSIDE, INK, INK_SOFT, PAPER
from contracts.papers.typesetting import picture
from contracts.values.balance import Balance
from contracts.values.vocabulary import Side

_TEMPLATE = Path(__file__).parent / "share.typ"
_FRAME = Path(__file__).parent.parent / "papers" / "typst" / "frame.typ"
_COLOURS = {Side.CITY.value: CITY, Side.COUNTRYSIDE.value: COUNTRYSIDE}
_WIDTH = 536  # of the exchange, between two names
# Letters of a line of themes, beside a mark or alone; of the names of one side, at one end of the
# exchange or alone.
_THEMES, _THEMES_ALONE = 54, 68
_NAMES, _NAMES_ALONE = 52, 110
_CLOSED = ("?", "!", "…", ".")


@dataclass(frozen=True)
class SharedSide:
    """The parties of one Side."""

    side: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class ShareImage:
    """What is drawn. `sides` and `balance` are those of a contract; `mark`, an icon of the Lucide
    set, is drawn where there are no parties. `edge` has the colours of its kind."""

    kind: str
    title: str
    edge: tuple[str, ...]
    mark: str
    notes: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    place: str = ""
    sides: tuple[SharedSide, ...] = ()
    balance: Balance = field(default_factory=Balance)

    @cached_property
    def data(self) -> dict[str, Any]:
        """What the template of Typst is given."""
        return {
            "kind": self.kind,
            "notes": " · ".join(self.notes),
            "title": self.title,
            "edge": list(self.edge),
            "sides": [
                {"side": side, "colour": _COLOURS[side], "names": names}
                for side, names in self._named.items()
            ],
            "exchange": self._exchange,
            "mark": icon(self.mark, stroke=self.edge[-1]),
            "foot": self._foot,
            "logo": weave(width=124, height=46, crossings=1, stroke=7),
            "colours": {"ink": INK, "soft": INK_SOFT, "paper": PAPER},
        }

    @cached_property
    def digest(self) -> str:
        """Another one for another picture."""
        drawn = json.dumps(self.data, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(f"{drawn}{_drawing()}".encode()).hexdigest()[:16]

    @property
    def said(self) -> str:
        """The picture in words."""
        sentences = [
            f"{', '.join([self.kind, *self.notes])} : {self.title}",
            *(f"{Side(side).label} : {names}" for side, names in self._named.items()),
            *([self.balance.in_words] if self._exchange else []),
            *self._foot,
        ]
        return " ".join(one if one.endswith(_CLOSED) else f"{one}." for one in sentences)

    @cached_property
    def _exchange(self) -> str:
        """The arrows of what is given, when there is a city and a countryside to give it."""
        if len(self.sides) < 2 or not self.balance.total:
            return ""
        return exchange(
            self.balance.city, self.balance.countryside, self.balance.together, width=_WIDTH
        )

    @property
    def _named(self) -> dict[str, str]:
        """The parties of each side, as they are drawn."""
        most = _NAMES if self._exchange else _NAMES_ALONE
        return {one.side: first_of(one.names, most) for one in self.sides}

    @property
    def _foot(self) -> list[str]:
        themes = first_of(self.themes, _THEMES_ALONE if self.sides else _THEMES, " · ")
        return [line for line in (self.place, themes) if line]

    def png(self) -> bytes:
        return picture(_TEMPLATE, self.data)


def first_of(names: Sequence[str], longest: int, between: str = ", ") -> str:
    """« A, B et 3 autres »: the first names, that take no more letters than this; one at least."""
    shown = list(names[:1])
    for name in names[1:]:
        if len(between.join([*shown, name])) > longest:
            break
        shown.append(name)
    left = len(names) - len(shown)
    others = f" et {left} autre{pluralize(left)}" if left else ""
    return f"{between.join(shown)}{others}"


@lru_cache(maxsize=1)
def _drawing() -> str:
    """How pictures are drawn: the templates, and the program that reads them."""
    return "".join(
        [version("typst"), *(path.read_text(encoding="utf-8") for path in (_TEMPLATE, _FRAME))]
    )
