"""Training sessions as a kind of content, offered to the register."""

from contracts import kinds
from contracts.kinds import Kind
from contracts.training import index
from contracts.training.models import SessionIndexPage, TrainingSessionPage
from contracts.training.pages.session import SessionContext
from contracts.training.share import session_image
from contracts.training.values.vocabulary import SESSION


def register() -> None:
    """Called once, at start."""
    kinds.register(
        Kind(
            code=SESSION,
            label="Session",
            called=("formation",),
            plural="Sessions",
            rank=40,
            model=TrainingSessionPage,
            listing=SessionIndexPage,
            context=SessionContext,
            document=index.document,
            lookups=index.lookups,
            card="training/card.html",
            icon="calendar-days",
            share_image=session_image,
            shared_relations=("themes", "dates"),
            is_dated=True,
        )
    )
