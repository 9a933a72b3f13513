"""The address of the table of commitments: by what it is filtered and ordered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from contracts.pages.narrowing.form import TableForm

FACETS = (
    "theme",
    "sens",
    "nature-territoire",
    "region",
    "etat",
    "nature",
    "statut",
)


class Order(StrEnum):
    """By what the rows are ordered; the first one goes without saying."""

    CONTRACT = "contrat"
    OBJECT = "engagement"
    DIRECTION = "sens"
    THEME = "theme"
    STATE = "etat"


@dataclass(frozen=True)
class CommitmentForm(TableForm):
    order: Order = Order.CONTRACT

    facets = FACETS
    orders = Order
