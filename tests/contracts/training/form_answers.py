"""The public form as a visitor answers it: shown, filled after a while, sent."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

from bs4 import BeautifulSoup
from django.core.signing import Signer
from django.utils import timezone

from contracts.training.models import TrainingSessionPage

_numbers = count(1)


def address(page: TrainingSessionPage) -> str:
    return f"/sessions/{page.slug}/inscription/"


def stamp(page: TrainingSessionPage, *, age: float = 60, number: int | None = None) -> str:
    """Of a form shown so many seconds ago."""
    shown_at = int((timezone.now() - dt.timedelta(seconds=age)).timestamp() * 1000)
    drawn = f"{next(_numbers) if number is None else number:032x}"
    signer = Signer(sep="~", salt="contracts.public_forms.stamp")
    return signer.sign(f"inscription-{page.pk}.{shown_at}.{drawn}")


def answers(page: TrainingSessionPage, **changed: Any) -> dict[str, Any]:
    """A whole form, as a browser posts it a minute after it was shown."""
    return {
        "first_name": "Ada",
        "last_name": f"Le Guen {next(_numbers)}",
        "organisation": "Mairie d’Ys",
        "function": "maire",
        "public": "elus",
        "email": f"ada{next(_numbers)}@ys.example",
        "phone": "",
        "needs": "",
        "site": "",
        "stamp": stamp(page),
        **changed,
    }


def shown(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def faults(response) -> dict[str, str]:
    """The summary at the top: what is said, by the field to which each line leads."""
    found = {}
    for line in shown(response).select("#a-corriger li"):
        link = line.find("a")
        target = link["href"].removeprefix("#id_") if link else ""
        found[target] = " ".join(line.get_text().split())
    return found


def kept(response) -> dict[str, str]:
    """What stands in the fields of the form that comes back."""
    soup = shown(response).select_one("main form")
    values = {
        field["name"]: field.get("value", "")
        for field in soup.select("input")
        if field.get("type") not in {"radio", "checkbox"} or field.has_attr("checked")
    }
    values |= {
        field["name"]: field.get_text().removeprefix("\n") for field in soup.select("textarea")
    }
    return values
