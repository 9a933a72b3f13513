"""What the box of a session's page asks: whether one can register, and how many seats are left."""

from django import template
from django.template import Context
from django.urls import reverse

from contracts.pages.parts.structured_data import Thing
from contracts.training.models import TrainingSessionPage
from contracts.training.pages.structured_event import with_seats
from contracts.training.seats.availability import Availability, availability

register = template.Library()


# Not in the presenter of the page: what counts seats knows the models, which name the presenter.
@register.simple_tag
def availability_of(page: TrainingSessionPage) -> Availability:
    return availability(page)


@register.simple_tag(takes_context=True)
def structured_session(context: Context) -> Thing:
    """What engines are told of the page, with what its box says of seats."""
    fiche = context["fiche"]
    told: Thing = fiche.structured_data
    found = availability(fiche.page)
    if not found.takes_registrations:
        return told
    event, *others = told["@graph"]
    address = reverse("session_registration", args=[fiche.page.slug])
    url = fiche.request.build_absolute_uri(address)
    event = with_seats(event, url=url, places=found.places, deadline=found.deadline)
    return {**told, "@graph": [event, *others]}
