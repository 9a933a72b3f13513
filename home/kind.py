"""Editorial pages as a kind of content, offered to the register."""

from contracts import kinds
from contracts.index.documents.fiche import fiche_lookups
from contracts.kinds import Kind
from home import index
from home.models import EditorialPage
from home.presenters import EditorialContext


def register() -> None:
    """Called once, at start."""
    kinds.register(
        Kind(
            code="page",
            label="Page",
            plural="Pour comprendre",
            rank=70,
            model=EditorialPage,
            context=EditorialContext,
            document=index.document,
            lookups=fiche_lookups,
            card="home/card.html",
        )
    )
