"""The kinds of content that readers find: one register, filled when the applications start.

A new kind is one call of `register`: what lists, finds or shows kinds asks here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Prefetch

from search.index.documents import Document


def _nothing_around() -> tuple[str | Prefetch, ...]:
    return ()


@dataclass(frozen=True)
class Kind:
    """How the rows of a model are called, found, shown and listed.

    `code` stands in addresses and in the index. `rank` orders the kinds wherever they are told
    together. `card` is the template of a result. `context` makes what the template of a page shows,
    from the page and the request; of a kind that keeps versions, from a `version` of its text too.

    `document` makes what is found of a page, from a row and a TerritoryGraph, the row read with
    `lookups`: asked each time, for they know which tools are public.

    `share_image` makes the picture that stands for a page where its address is shared, from a page
    whose `shared_relations` are read.

    `icon`, of the Lucide set, stands for a page that has neither a picture nor a theme with a mark.

    Rows are listed by a page of the tree of the model `listing`, or at the address named `route`.
    """

    code: str
    label: str
    plural: str
    rank: int
    model: type[Model]
    card: str
    context: Callable[..., Any]
    document: Callable[[Any, Any], Document] | None = None
    lookups: Callable[[], tuple[str | Prefetch, ...]] = _nothing_around
    icon: str = ""
    share_image: Callable[[Any], Any] | None = None
    shared_relations: tuple[str, ...] = ()
    listing: type[Model] | None = None
    route: str = ""
    # What readers call it besides its label, in the singular.
    called: tuple[str, ...] = ()
    # Fiches of these kinds are like one another, and sessions may tell what was heard about them.
    is_compared: bool = False
    # Listed on the page of a territory.
    takes_place: bool = False
    # Readers may set several of them side by side (contracts.deciding.comparison).
    is_set_side_by_side: bool = False
    # The texts that readers had keep an address (contracts.pages.versions).
    keeps_versions: bool = False
    # Its documents may bear the date of what they tell of, by which « Faits les plus récents » sorts.
    is_dated: bool = False


class Register:
    """The kinds, in their order. Once read it is closed: whoever reads at start knows them all."""

    def __init__(self) -> None:
        self._kinds: dict[str, Kind] = {}
        self._in_order: tuple[Kind, ...] = ()

    def add(self, kind: Kind) -> None:
        """Raises ValueError when the code or the model has a kind already, RuntimeError when the
        kinds were read before: register in `ready()`, in an application listed before `contracts`
        in INSTALLED_APPS."""
        if self._in_order:
            raise RuntimeError(f"{kind.code} comes after the kinds were read")
        for other in self._kinds.values():
            if kind.code == other.code or kind.model is other.model:
                raise ValueError(f"{kind.code} and {other.code} have one code or one model")
        self._kinds[kind.code] = kind

    @property
    def kinds(self) -> tuple[Kind, ...]:
        if not self._in_order:
            self._in_order = tuple(sorted(self._kinds.values(), key=lambda kind: kind.rank))
        return self._in_order

    def get(self, code: str) -> Kind | None:
        """The kind of this code. The index may still hold rows of one that is no more: None."""
        return self._kinds.get(code)


_register = Register()
register = _register.add
get = _register.get


def registered() -> tuple[Kind, ...]:
    return _register.kinds


def find(model: type) -> Kind | None:
    """The kind whose rows are of this model, if any."""
    return next((kind for kind in registered() if kind.model is model), None)


def of(model: type) -> Kind:
    """The kind whose rows are of this model. Raises KeyError when it has none."""
    kind = find(model)
    if kind is None:
        raise KeyError(f"{model} is of no kind")
    return kind


def listed_by(listing: type) -> Kind:
    """The kind that pages of this model list. Raises KeyError when they list none."""
    for kind in registered():
        if kind.listing is listing:
            return kind
    raise KeyError(f"{listing} lists no kind")


def codes(kinds: Iterable[Kind]) -> tuple[str, ...]:
    return tuple(kind.code for kind in kinds)


def compared() -> tuple[str, ...]:
    """The codes of the kinds that are like one another."""
    return codes(kind for kind in registered() if kind.is_compared)
