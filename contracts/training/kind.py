"""Training sessions as a kind of content, offered to the register."""

from contracts import kinds
from contracts.kinds import Kind
from contracts.training import index
from contracts.training.models import SessionIndexPage, TrainingSessionPage
from contracts.training.pages.session import SessionView


def register() -> None:
    """Called once, at start."""
    kinds.register(
        Kind(
            code="session",
            label="Session",
            plural="Sessions",
            rank=40,
            model=TrainingSessionPage,
            listing=SessionIndexPage,
            view=SessionView,
            document=index.document,
            lookups=index.lookups,
            card="training/card.html",
        )
    )
