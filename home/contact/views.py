"""The contact form, and the page that says what becomes of a message."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from contracts.public_forms import throttle
from contracts.public_forms.answers import see, unshared
from home.contact.addresses import PageConcerned, number_received, received_address
from home.contact.forms import ContactForm
from home.contact.models import ReaderMessage
from home.contact.receiving import MOST_A_DAY, receive
from home.models import Publisher

_TOO_MANY = (
    f"Plus de {MOST_A_DAY} messages sont partis aujourd’hui de votre réseau, et le site s’arrête là "
    "par prudence. Votre message est gardé sur cette page, mais n’est pas enregistré : envoyez-le "
    "demain."
)


# No token against forged requests, which needs a cookie: nothing ambient authorises this form, and
# its signed stamp ties it to a page that this site showed.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    host = request.get_host()
    status = 200
    if request.method == "POST":
        request.encoding = "utf-8"  # whatever the sender says: other ones hide half characters
        form = ContactForm(host, request.POST)
        status = _send(request, form)
        if status == 303:
            message = receive(form.message(), contact=Publisher.read(request).email)
            return unshared(see(received_address(message)))
    else:
        concerned = PageConcerned.from_querydict(request.GET, host)
        form = ContactForm(host, about=concerned.path)
    context = {"form": form, "months_kept": settings.MESSAGE_RETENTION_MONTHS}
    return unshared(TemplateResponse(request, "home/contact/form.html", context, status=status))


@require_safe
def received(request: HttpRequest, token: str) -> HttpResponse:
    """A message that was erased since is told no more."""
    message = get_object_or_404(ReaderMessage, sent_as=number_received(token))
    context = {"message": message, "months_kept": settings.MESSAGE_RETENTION_MONTHS}
    return unshared(TemplateResponse(request, "home/contact/received.html", context))


def _send(request: HttpRequest, form: ContactForm) -> int:
    """The status of the answer: 303 when the message is to be received."""
    if not form.is_valid():
        return 422
    if not throttle.allows(request, form.FORM, MOST_A_DAY):
        form.add_error(None, _TOO_MANY)
        return 429
    return 303
