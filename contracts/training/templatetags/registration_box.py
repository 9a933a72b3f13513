"""The box that says whether one can register to a session, and leads to the form."""

from typing import Any

from django import template

from contracts.training.availability import availability
from contracts.training.models import TrainingSessionPage

register = template.Library()


# Not in the presenter of the page: what counts seats knows the models, which name the presenter.
@register.inclusion_tag("training/parts/registration_box.html")
def registration_box(page: TrainingSessionPage) -> dict[str, Any]:
    return {"page": page, "availability": availability(page)}
