"""Where an alert is asked for, and where a lost link is: what is answered does not tell whether the
address is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from contracts.opendata.alerts import following
from contracts.opendata.alerts.followed import FollowedList, said
from contracts.opendata.alerts.forms import AlertForm, LinkForm
from contracts.opendata.alerts.models import LONGEST_QUERY, MONTHS_KEPT, UNCONFIRMED_KEPT, Alert
from contracts.opendata.selection import Extract
from contracts.pages.parts.breadcrumbs import Step
from contracts.public_forms import throttle
from contracts.public_forms.answers import kept_secret, see, unshared
from search.query.page_head import PageHead

TITLE = "Me prévenir"
_HOURS = int(UNCONFIRMED_KEPT.total_seconds() // 3600)
_TOO_MANY = (
    f"Plus de {following.MOST_A_DAY} demandes sont parties aujourd’hui de votre réseau, et le site "
    "s’arrête là par prudence. Rien n’est enregistré : recommencez demain."
)
_TOO_MANY_MAILS = (
    "Le site a envoyé beaucoup de courriels de confirmation depuis une heure, et s’arrête là par "
    "prudence. Rien n’est enregistré : recommencez dans une heure."
)


def asked_for(request: HttpRequest, selected: Extract) -> HttpResponse:
    """The page where somebody asks to be told of this list."""
    followed = FollowedList.of(selected)
    title = title_of(selected)
    can_follow = followed.is_whole(selected) and len(followed.query) <= LONGEST_QUERY
    form, status = AlertForm(), 200
    if request.method == "POST" and can_follow:
        request.encoding = "utf-8"  # whatever the sender says: other ones hide half characters
        form = AlertForm(request.POST)

        def take(answers: dict[str, Any]) -> None:
            following.ask(answers["email"], followed, title, answers["rhythm"])

        status = _taken(request, form, take)
        if status == 303:
            return unshared(see(reverse("alert_asked")))
    context = {
        "form": form,
        "about": selected.about,
        "title": title,
        "can_follow": can_follow,
        "list_url": selected.address.page,
        "trail": (Step(selected.title, selected.address.path),),
        "head": PageHead(f"{TITLE} : {title}", selected.address.alert),
        **kept_for(),
    }
    return unshared(TemplateResponse(request, "alerts/form.html", context, status=status))


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Where a demand leads, whoever made it: it names nobody."""
    return kept_secret(TemplateResponse(request, "alerts/asked.html", {"hours": _HOURS}))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def lost_link(request: HttpRequest) -> HttpResponse:
    """For whoever has not got the link of their alerts any more."""
    form, status = LinkForm(), 200
    if request.method == "POST":
        request.encoding = "utf-8"  # whatever the sender says: other ones hide half characters
        form = LinkForm(request.POST)
        status = _taken(request, form, lambda answers: following.send_link(answers["email"]))
        if status == 303:
            return unshared(see(reverse("alerts_link_sent")))
    context = {"form": form, "head": PageHead("Retrouver mes alertes", reverse("alerts_lost_link"))}
    return unshared(TemplateResponse(request, "alerts/lost_link.html", context, status=status))


@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    return kept_secret(TemplateResponse(request, "alerts/link_sent.html", {}))


def kept_for() -> dict[str, Any]:
    """What is said of the address that is given."""
    return {"hours": _HOURS, "months_kept": MONTHS_KEPT}


def title_of(selected: Extract) -> str:
    field: Any = Alert._meta.get_field("title")
    return said(selected)[: field.max_length]


def _taken(
    request: HttpRequest,
    form: AlertForm | LinkForm,
    take: Callable[[dict[str, Any]], None],
) -> int:
    """The status of the answer: 303 when what was typed was taken."""
    if not form.is_valid():
        return 422
    if not throttle.allows(request, form.FORM, following.MOST_A_DAY):
        form.add_error(None, _TOO_MANY)
        return 429
    try:
        take(form.cleaned_data)
    except following.TooMany:
        form.add_error(None, _TOO_MANY_MAILS)
        return 429
    return 303
