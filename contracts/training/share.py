"""What the share image of a session shows: when and where it takes place."""

from contracts.drawings.palette import WARNING
from contracts.drawings.share import ShareImage
from contracts.pages.share import share_image
from contracts.training.models import TrainingSessionPage
from contracts.values.dates.french_calendar import french_date


def session_image(page: TrainingSessionPage) -> ShareImage:
    first = page.first_date()
    return share_image(
        page,
        edge=(WARNING,),
        notes=(
            french_date(first.day) if first else "",
            "annulée" if page.is_cancelled else "",
        ),
        places=[page.place],
    )
