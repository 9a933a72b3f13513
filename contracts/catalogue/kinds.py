"""The kinds of fiches that files hold; each application registers its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from contracts import kinds
from contracts.catalogue.columns import Row
from contracts.catalogue.refs import Refs
from contracts.catalogue.schema import Keys
from contracts.models.base import FichePage

_kinds: dict[str, FicheKind] = {}


@dataclass(frozen=True)
class FicheKind:
    """How the files of one folder become pages.

    Files state the `kind` of the register, unless they state another one: `stated`. `fill` sets the
    fields and children of a page in memory, from data that may have faults; `connect` sets what
    leads to other pages, once all exist. `parent` finds the
    page under which they are made, given the home page: by its model, since editors change slugs.
    """

    folder: str
    model: type[FichePage]
    spec: Row
    parent: Callable[[Page], Page]
    fill: Callable[[Any, Keys, Refs, Row], None]
    connect: Callable[[Any, Keys, Refs], None]
    stated: str = ""

    @property
    def code(self) -> str:
        return self.stated or kinds.of(self.model).code


def register(kind: FicheKind) -> None:
    _kinds[kind.folder] = kind


def registered() -> tuple[FicheKind, ...]:
    return tuple(_kinds.values())
