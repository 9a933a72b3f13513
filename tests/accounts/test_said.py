"""What every address of the admin says: French, as it is printed."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from home.groups import ADMINISTRATORS
from tests.accounts.addresses import addresses
from tests.admin_views import texts_seen
from tests.contracts.roles import member_of
from tests.contracts.test_french_admin import ENGLISH, JARGON

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

# A straight apostrophe between letters, an ordinary space or none before a tall mark or in quotes.
UNTYPESET = re.compile(r"\w'\w| [;:!?»](?=\s|$)|« |\w[:!?](?=\s)|\.\.\.")
CAPITALS = re.compile(r"\w (De|Des|Du|D’[A-ZÉ]\w+) [A-ZÉ]")
LEFT_OUT = {"wagtailadmin_error_test", "wagtailadmin_logout"}
# Django keeps the names of rights in its tables, in English.
RIGHTS = "wagtailusers_groups:"


def shown(response: Any) -> str:
    """The HTML of a page, or that of a window within its JSON."""
    if response.status_code != 200 or response.streaming:
        return ""
    kind = response.headers["Content-Type"].partition(";")[0]
    if kind == "application/json":
        told = json.loads(response.content)
        return told.get("html", "") if isinstance(told, dict) else ""
    return response.content.decode() if kind == "text/html" else ""


def texts_of(html: str) -> set[str]:
    """No-break spaces are kept: they are what is looked at."""
    return {" ".join(re.split(r"[ \n\t]+", text.strip(" \n\t"))) for text in texts_seen(html)}


@pytest.mark.parametrize("of", ["fiche", "session"])
def test_every_address_speaks_french_and_prints_it_so(things, of):
    client = member_of(ADMINISTRATORS)
    faults, told = {}, 0
    for name, address in addresses(things, of):
        if name in LEFT_OUT:
            continue
        plain = address.replace("\\", "")
        texts = texts_of(shown(client.get(plain)))
        told += bool(texts)
        refused = [UNTYPESET] if name.startswith(RIGHTS) else [UNTYPESET, ENGLISH, JARGON, CAPITALS]
        wrong = [text[:120] for text in texts if any(one.search(text) for one in refused)]
        if wrong:
            faults[f"{name} {plain}"] = sorted(wrong)
    assert faults == {}
    assert told > 100
