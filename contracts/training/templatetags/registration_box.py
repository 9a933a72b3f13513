"""What the box of a session's page asks: whether one can register, and how many seats are left."""

from django import template

from contracts.training.models import TrainingSessionPage
from contracts.training.seats.availability import Availability, availability

register = template.Library()


# Not in the presenter of the page: what counts seats knows the models, which name the presenter.
@register.simple_tag
def availability_of(page: TrainingSessionPage) -> Availability:
    return availability(page)
