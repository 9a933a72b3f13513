"""The public registration form of a session."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from contracts.pages.parts.breadcrumbs import Step
from contracts.pages.parts.listings import listings_of
from contracts.public_forms import throttle
from contracts.public_forms.answers import see, unshared
from contracts.training import personal_data
from contracts.training.registering.forms import RegistrationForm
from contracts.training.registering.registration_pages import details_of, own_address
from contracts.training.seats import registrations
from contracts.training.seats.availability import availability
from contracts.training.values.person import Person
from contracts.training.values.refusal import Refusal
from contracts.training.views import public_session

_TOO_MANY = (
    f"Plus de {throttle.MOST_A_DAY} inscriptions sont parties aujourd’hui de votre réseau, et le "
    "site s’arrête là par prudence. Vos réponses sont gardées sur cette page, mais ne sont pas "
    "enregistrées : envoyez-les demain, ou inscrivez-vous auprès du contact indiqué plus bas."
)


# The token of Django against forged requests needs a cookie, and readers get none. Nothing ambient
# authorises this form: no session is read, and whoever could make a browser send it could send it
# from anywhere. What ties it to a page shown by this site is its signed stamp.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    page = public_session(slug)
    status = 200
    if request.method == "POST":
        request.encoding = "utf-8"  # whatever the sender says: other ones hide half characters
        form = RegistrationForm(page, request.POST)
        status = _send(request, form)
        if status == 303:
            return unshared(see(own_address(form.registration)))
    else:
        form = RegistrationForm(page)
    context = {
        "page": page,
        "session": details_of(page),
        "availability": availability(page),
        "form": form,
        "months_kept": settings.REGISTRATION_RETENTION_MONTHS,
        "days_of_needs": personal_data.NEEDS_KEPT.days,
        "trail": (listings_of(request).step(type(page)), Step(page.title, page.url)),
    }
    template = "training/registration/form_page.html"
    return unshared(TemplateResponse(request, template, context, status=status))


def _send(request: HttpRequest, form: RegistrationForm) -> int:
    """The status of the answer; 303 once there is a registration. What was typed stays in the form
    in every other case."""
    if not form.is_valid():
        return 422
    if not throttle.allows(request, form.FORM):
        form.add_error(None, _TOO_MANY)
        return 429
    person = form.person()
    try:
        registration = registrations.register(form.page, person, sent_as=form.number)
        if Person.of(registration) != person:
            # Sent, then sent again after a step back to mend an answer.
            registration = registrations.correct(registration, person)
    except Refusal as refusal:
        form.refuse(refusal)
        return 422
    form.registration = registration
    return 303
