"""What each group may open of the admin: every address is asked, and docs/editors.md says what is
expected."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.messages import get_messages

from contracts.training.models import SessionIndexPage
from home.groups import ADMINISTRATORS, CONTRIBUTORS, EDITORS, ORGANISERS
from tests.accounts.addresses import addresses
from tests.architecture.source import BASE_DIR
from tests.contracts.roles import member_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

GROUPS = (CONTRIBUTORS, EDITORS, ORGANISERS, ADMINISTRATORS)
ROW = re.compile(r"^\| (`/admin/[^|]*) \| [^|]+ \| (\w+) \| (\w+) \| (\w+) \| (\w+) \|$", re.M)
# They do not say whether the person may: nothing is there, or it is posted.
TELL_NOTHING = {400, 404, 405}
# They raise, end the session, or lead to the home without a word, whoever asks.
LEFT_OUT = {
    "wagtailadmin_error_test",
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "accounts:code",
    "accounts:enrolment",
}
# Wagtail asks for the right where the form is posted, where it leads, or once a review is running.
ASKED_LATER = {
    "wagtailadmin_pages:move_confirm",
    "wagtailadmin_pages:revisions_index",
    "wagtailadmin_pages:workflow_preview",
}


def table() -> list[tuple[re.Pattern[str], dict[str, str]]]:
    """The rows of the table, the longest address first: what begins so, and what each group may."""
    text = (BASE_DIR / "docs" / "editors.md").read_text()
    rows = [
        (address, dict(zip(GROUPS, said, strict=True)))
        for addresses, *said in ROW.findall(text)
        for address in re.findall(r"`([^`]+)`", addresses)
    ]
    rows.sort(key=lambda row: len(row[0]), reverse=True)
    return [(_beginning(address), said) for address, said in rows]


def _beginning(address: str) -> re.Pattern[str]:
    if address == "/admin/":  # the home alone: a new address asks for a row of its own
        return re.compile(r"/admin/$")
    return re.compile(re.escape(address).replace("…", "[^/]+"))


def test_the_table_knows_every_group():
    said = table()
    assert len(said) > 60
    assert {word for _, groups in said for word in groups.values()} == {"oui", "non", "sessions"}


def outcome(response: Any) -> str:
    """« oui », « non » with words in French, or nothing that tells."""
    if response.status_code in TELL_NOTHING:
        return ""
    if response.status_code != 302 or response.url != "/admin/":
        return "oui" if response.status_code in {200, 302} else str(response.status_code)
    [message, *_] = [str(one) for one in get_messages(response.wsgi_request)] or [""]
    in_french = "n’avez pas" in unescape(message)
    return "non" if in_french else f"no words: {message}"


@pytest.mark.parametrize("of", ["fiche", "session"])
@pytest.mark.parametrize("group", GROUPS)
def test_each_group_opens_what_the_table_says_and_nothing_else(things, group, of):
    rows, client = table(), member_of(group)
    wrong, told = {}, 0
    for name, address in addresses(things, of):
        if name in LEFT_OUT | ASKED_LATER:
            continue
        plain = address.replace("\\", "")
        said = next((groups[group] for row, groups in rows if row.match(plain)), "no row")
        expected = said if said != "sessions" else ("oui" if of == "session" else "non")
        found = outcome(client.get(plain))
        told += bool(found)
        if found and found != expected:
            wrong[f"{name} {plain}"] = f"{expected} expected, {found} found"
    assert wrong == {}, "\n".join(f"{where}: {what}" for where, what in wrong.items())
    assert told > 200
    assert SessionIndexPage.objects.exists()
