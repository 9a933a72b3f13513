"""What every address of the admin says: French as it is printed."""

from __future__ import annotations

import re

import pytest

from home.groups import ADMINISTRATORS
from tests.accounts.addresses import addresses
from tests.admin_views import texts_seen
from tests.contracts.roles import member_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

# A straight apostrophe between letters, an ordinary space or none before a tall mark or within quotes.
UNTYPESET = re.compile(r"\w'\w| [;:!?»](?=\s|$)|« |\w[:!?](?=\s)")
LEFT_OUT = {"wagtailadmin_error_test", "wagtailadmin_logout"}


@pytest.mark.parametrize("of", ["fiche", "session"])
def test_every_address_has_the_apostrophes_and_the_spaces_of_french(things, of):
    client = member_of(ADMINISTRATORS)
    faults, told = {}, 0
    for name, address in addresses(things, of):
        if name in LEFT_OUT:
            continue
        plain = address.replace("\\", "")
        response = client.get(plain)
        if response.status_code != 200 or response.streaming:
            continue
        kind = response.headers["Content-Type"].partition(";")[0]
        if kind == "text/html":
            html = response.content.decode()
        elif kind == "application/json" and isinstance(response.json(), dict):
            html = response.json().get("html", "")
        else:
            continue
        texts = [" ".join(re.split(r"[ \n\t]+", text.strip(" \n\t"))) for text in texts_seen(html)]
        told += bool(texts)
        wrong = sorted({text[:120] for text in texts if UNTYPESET.search(text)})
        if wrong:
            faults[f"{name} {plain}"] = wrong
    assert faults == {}
    assert told > 100
