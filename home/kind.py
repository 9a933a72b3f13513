"""Questions and editorial pages as kinds of content, offered to the register."""

from contracts import kinds
from contracts.index.documents.fiche import fiche_lookups
from contracts.kinds import Kind
from home import index
from home.models import EditorialPage, QuestionPage
from home.presenters import EditorialContext, QuestionContext

PAGE = "page"


def register() -> None:
    """Called once, at start."""
    kinds.register(
        Kind(
            code="question",
            label="Question",
            plural="Questions",
            rank=45,
            model=QuestionPage,
            context=QuestionContext,
            document=index.question_document,
            lookups=fiche_lookups,
            card="home/card.html",
        )
    )
    kinds.register(
        Kind(
            code=PAGE,
            label="Page du site",
            plural="Pages du site",
            rank=90,
            model=EditorialPage,
            context=EditorialContext,
            document=index.editorial_document,
            lookups=fiche_lookups,
            card="home/card.html",
        )
    )
