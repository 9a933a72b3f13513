"""Every export of the admin, opened and read: French, local, typed, and taken back."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page

from contracts.editing.upkeep.proposed import PROPOSED
from contracts.models import ExternalLink, Picture
from contracts.models.upkeep.link import LinkState
from contracts.values.phone import spaced_phone
from home.contact.models import ReaderMessage
from home.groups import CONTRIBUTORS
from search.models import LoggedQuery
from tests import factories
from tests.admin_views import admin_patterns, cells_of_xlsx, table_of_csv
from tests.contracts.roles import member_of
from tests.contracts.training.factories import session
from tests.posted_form import form_values

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

MOMENT = dt.datetime(2026, 11, 28, 17, 45, 12, 345678, tzinfo=dt.UTC)


def exporting_views() -> dict[str, Any]:
    """The views of the admin with an export, by the name of their address."""
    return {
        name: view.view_class
        for name, view in admin_patterns()
        if issubclass(getattr(view, "view_class", object), SpreadsheetExportMixin)
        and not name.endswith("_results")
    }


def addresses() -> dict[str, str]:
    """Where they are read; those of one object have the home page's."""
    found = {}
    for name in exporting_views():
        for arguments in ([], [factories.home_page().pk]):
            try:
                found[name] = reverse(name, args=arguments)
            except NoReverseMatch:
                continue
            break
    return found


@pytest.fixture
def administrator() -> Client:
    user = get_user_model().objects.create_superuser("nolwenn", password="x" * 12)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def content(administrator) -> Any:
    """Something to tell in each of the exports."""
    contributor = member_of(CONTRIBUTORS)
    page = factories.contract(publish=False)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    values = form_values(contributor.get(edit).content.decode())
    assert contributor.post(edit, {**values, "action-submit": "x"}).status_code == 302
    past = session(in_days=-3, title="=1+1", place="Redon")
    user = get_user_model().objects.get(username="nolwenn")
    past.save_revision(user=user, log_action=True).publish(user=user)
    Page.objects.filter(pk=past.pk).update(
        locked=True, locked_by=user, locked_at=MOMENT, last_published_at=MOMENT
    )
    home = factories.home_page().get_site()
    Redirect.add_redirect("/ancienne", "https://ys.fr/é?a=1;b=2,3", site=home)
    Redirect.add_redirect("/page", past, is_permanent=False)
    for folded in ("eau", "=1+1"):
        LoggedQuery.objects.create(
            day=dt.date(2026, 11, 2), folded=folded, shown=folded, searches=5
        )
    ReaderMessage.objects.create(
        name="=1+1", email="anne@exemple.fr", subject="Une erreur", text="La date est fausse."
    )
    factories.tag("=1+1")
    unused = factories.source(title="=1+1")
    ExternalLink.objects.create(
        address=unused.url, host="exemple.fr", state=LinkState.UNREACHABLE, checked_at=MOMENT
    )
    Picture.objects.bulk_create([Picture(title="=1+1", file="halle.jpg", width=900, height=600)])
    log(unused, PROPOSED, user=user)
    past.unpublished = page.pk
    return past


# What Python or a database would write, and names of columns.
RAW = re.compile(r"\d{4}-\d\d-\d\d|\+00:00|\.\d{6}|^None$|^(True|False)$|^[a-z_.]+_[a-z_.]+$")
ENGLISH = {"Title", "Updated", "Status", "Type of page", "From", "To", "Name", "User", "Workflows"}

EXPORTS = {
    "wagtailsnippets_contact_readermessage:list": "messages",
    "wagtailadmin_reports:aging_pages": "pages-par-date-de-modification",
    "wagtailadmin_reports:locked_pages": "pages-verrouillees",
    "wagtailadmin_reports:site_history": "historique-du-site",
    "wagtailadmin_reports:workflow": "circuits-de-relecture",
    "wagtailadmin_reports:workflow_tasks": "taches-de-circuit-de-relecture",
    "wagtailredirects:index": "regles-de-redirection",
    "search_report": "recherches",
    "sign_in_report": "connexions",
    "sessions_without_return": "sessions-sans-retour",
    "links_report": "liens-exterieurs",
    "unused_tags": "etiquettes-sans-usage",
    "unused_sources": "sources-citees-nulle-part",
    "unused_pictures": "images-sans-usage",
    "proposed_rows": "ajouts-a-relire",
    "readings_report": "lectures-des-fiches",
}


def test_every_export_of_the_admin_is_a_french_table(administrator, content):
    named = {}
    for name, address in addresses().items():
        page = administrator.get(address)
        as_csv = administrator.get(f"{address}?export=csv")
        if "export=csv" not in page.content.decode():
            # No column to export: an address typed by hand shows the page, and no blank lines.
            assert as_csv["Content-Type"].startswith("text/html"), name
            continue
        named[name] = as_csv["Content-Disposition"]
        table = table_of_csv(as_csv)
        as_xlsx = administrator.get(f"{address}?export=xlsx")
        assert as_xlsx["Content-Disposition"] == named[name].replace(".csv", ".xlsx")
        cells = cells_of_xlsx(as_xlsx)

        assert len(table) == len(cells) > 1, name
        assert [cell.value for cell in cells[0]] == table[0]
        assert not ENGLISH & set(table[0]), table[0]
        assert len(table[0]) > 1 or name == "unused_tags"  # a tag is its name
        for line, row in zip(table, cells, strict=True):
            assert len(line) == len(table[0])
            assert not any(RAW.search(text) for text in line), (name, line)
            for text, cell in zip(line, row, strict=True):
                assert read_back(cell) == text.removeprefix("'"), (name, line)
                assert cell.quotePrefix or cell.data_type in ("n", "d"), (name, line)
        assert any(any(text for text in line) for line in table[1:])

    today = timezone.localdate()
    assert named == {
        name: f'attachment; filename="{file}-{today}.csv"' for name, file in EXPORTS.items()
    }


def read_back(cell: Any) -> str:
    """What a French spreadsheet shows of a cell."""
    if isinstance(cell.value, dt.datetime):
        french = {"dd/mm/yyyy hh:mm": "%d/%m/%Y %H:%M", "dd/mm/yyyy": "%d/%m/%Y"}
        return cell.value.strftime(french[cell.number_format])
    return "" if cell.value is None else str(cell.value)


def test_what_an_export_says_is_what_its_screen_says(administrator, content):
    def lines(name: str) -> list[list[str]]:
        return table_of_csv(administrator.get(f"{reverse(name)}?export=csv"))

    past = timezone.localdate() - dt.timedelta(days=3)
    assert lines("sessions_without_return") == [
        ["Session", "A eu lieu le", "Lieu"],
        ["'=1+1", f"{past:%d/%m/%Y}", "Redon"],
    ]
    assert lines("wagtailadmin_reports:locked_pages")[1][4:] == ["28/11/2026 18:45", "nolwenn"]
    assert lines("wagtailadmin_reports:workflow")[1][2:6] == [
        "Contrat",
        Page.objects.get(pk=content.unpublished).title,
        "en cours",
        "personne-Contributeurs",
    ]
    assert ["Publier", "nolwenn"] in [
        line[3:5] for line in lines("wagtailadmin_reports:site_history")
    ]


def redirects() -> set[tuple[Any, ...]]:
    columns = ("old_path", "redirect_link", "redirect_page", "is_permanent", "site")
    return set(Redirect.objects.values_list(*columns))


def import_file(client: Client, name: str, content: bytes) -> Any:
    """Send a file of redirects as an editor sends it, into an empty table."""
    Redirect.objects.all().delete()
    start, process = (reverse(f"wagtailredirects:{one}_import") for one in ("start", "process"))
    asked = client.post(start, {"import_file": SimpleUploadedFile(name, content)})
    assert asked.status_code == 200, asked
    hidden = {field.name: field.value() for field in asked.context["form"]}
    answers = {**hidden, "from_index": "0", "to_index": "1", "permanent": "on", "site": ""}
    return client.post(process, answers)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_redirects_are_taken_back_as_they_were_exported(administrator, content, kind):
    before = redirects()
    exported = administrator.get(f"{reverse('wagtailredirects:index')}?export={kind}")

    done = import_file(administrator, f"a.{kind}", b"".join(exported.streaming_content))

    assert done.status_code == 302, done.context["import_summary"]
    assert len(before) == 2
    assert redirects() == before


@pytest.mark.parametrize(
    ("name", "text", "encoding"),
    [
        ("a.csv", "De;Vers\r\n/été;https://ys.fr/é\r\n\r\n", "cp1252"),
        ("a.csv", "De,Vers\n/été,https://ys.fr/é", "utf-8"),
        ("a.csv", '"De";"Vers"\n"/été";"https://ys.fr/é"\n', "utf-8-sig"),
        ("a.tsv", "De\tVers\n/été\thttps://ys.fr/é\n", "utf-8-sig"),
    ],
)
def test_redirects_are_imported_as_a_french_spreadsheet_saves_them(
    administrator, tmp_path, name: str, text: str, encoding: str
):
    made = {(Redirect.normalise_path("/été"), "https://ys.fr/é", None, True, None)}

    assert import_file(administrator, name, text.encode(encoding)).status_code == 302
    assert redirects() == made

    if encoding != "cp1252":  # Wagtail's command opens the file itself
        Redirect.objects.all().delete()
        (tmp_path / name).write_bytes(text.encode(encoding))
        call_command("import_redirects", src=str(tmp_path / name))
        assert redirects() == made


def test_a_path_of_the_site_is_its_page_or_an_address(administrator):
    page = session()
    lines = f"De;Vers\n/a;{page.url}\n/b;{page.full_url}\n/c;/sessions/?q=eau\n/d;nulle part\n/e"

    told = import_file(administrator, "a.csv", lines.encode()).context["import_summary"]

    root = factories.home_page().get_site().root_url
    assert redirects() == {
        ("/a", "", page.pk, True, None),
        ("/b", "", page.pk, True, None),
        ("/c", f"{root}/sessions/?q=eau", None, True, None),
        ("/e", "", None, True, None),  # says that the page is gone
    }
    assert [line[:2] for line in told["errors"]] == [["/d", "nulle part"]]


def test_a_file_in_no_encoding_is_refused_and_not_half_read(administrator):
    file = SimpleUploadedFile("a.csv", b"De;Vers\n/a\x81;/b\n")
    address = reverse("wagtailredirects:start_import")

    told = administrator.post(address, {"import_file": file}, follow=True)

    assert "encodage" in told.content.decode()


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("0612345678", "06 12 34 56 78"),
        ("06.12-34 56\u00a078", "06 12 34 56 78"),
        ("+33 6 12 34 56 78", "06 12 34 56 78"),
        ("0033612345678", "06 12 34 56 78"),
        ("+33 (0)2 99 12 34 56", "02 99 12 34 56"),
        ("+262 692 12 34 56", "06 92 12 34 56"),
        ("+32470123456", "(+32) 470 12 34 56"),
        ("+1 202 555 0123", "(+1) 20 25 55 01 23"),
        ("+351 912 345 678", "(+351) 912 34 56 78"),
        ("3611", "3611"),
        ("02 99 12 34 56 (matin)", "02 99 12 34 56 (matin)"),
        ("", ""),
    ],
)
def test_a_phone_number_is_written_in_pairs(typed: str, written: str):
    assert spaced_phone(typed) == written


@given(st.text(st.sampled_from("0123456789+(). -/a\u00a0"), max_size=24))
def test_a_phone_number_written_twice_stays_as_it_is_and_loses_no_digit(typed: str):
    written = spaced_phone(typed)

    assert spaced_phone(written) in {
        written,
        spaced_phone(written.replace("(", "").replace(")", "")),
    }
    kept, digits = (re.sub(r"\D", "", one) for one in (written, typed))
    assert digits.endswith(kept.removeprefix("0"))
    if written != typed:
        assert not written.startswith("+")
        assert " " in written
