"""What the share image of each kind of fiche shows: what its page has read, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django.core.cache import caches

from contracts import kinds
from contracts.drawings.palette import ACTION, CITY, COUNTRYSIDE
from contracts.drawings.share import SharedSide, ShareImage, first_of
from contracts.models import CaseStudyPage, ContractPage, ToolPage
from contracts.models.base import FichePage
from contracts.values.balance import Balance
from contracts.values.vocabulary import ContractStatus, Side

_MOST_PLACES = 100  # letters of their names: two lines


def share_image(
    page: FichePage,
    *,
    edge: tuple[str, ...],
    notes: tuple[str, ...],
    places: Sequence[str] = (),
    sides: tuple[SharedSide, ...] = (),
    balance: Balance | None = None,
) -> ShareImage:
    """The image of a fiche: what all kinds tell, and what one tells of its own."""
    kind = kinds.of(type(page))
    return ShareImage(
        kind=kind.label,
        title=page.title,
        edge=edge,
        notes=tuple(note for note in notes if note),
        themes=tuple(theme.label for theme in page.themes.all()),
        place=first_of(places, _MOST_PLACES),
        mark=page.mark or kind.icon,
        sides=sides,
        balance=balance or Balance(),
    )


def contract_image(page: ContractPage) -> ShareImage:
    parties = page.parties.all()
    sides = (
        SharedSide(side, tuple(party.territory.name for party in parties if party.side == side))
        for side in (Side.CITY, Side.COUNTRYSIDE)
    )
    signed = page.signature_date
    return share_image(
        page,
        edge=(CITY, COUNTRYSIDE),
        notes=(
            "" if page.status == ContractStatus.UNKNOWN else page.get_status_display(),
            str(signed.year or "") if signed else "",
        ),
        sides=tuple(side for side in sides if side.names),
        balance=page.balance,
    )


def case_study_image(page: CaseStudyPage) -> ShareImage:
    places = [territory.name for territory in page.territories]
    return share_image(page, edge=(COUNTRYSIDE,), notes=(page.period,), places=places)


def tool_image(page: ToolPage) -> ShareImage:
    return share_image(
        page, edge=(ACTION,), notes=(page.get_kind_display(),), places=[page.publisher]
    )


def drawn(image: ShareImage) -> bytes:
    """The picture, drawn once and kept."""
    return cast(bytes, caches["drawings"].get_or_set(image.digest, image.png))
