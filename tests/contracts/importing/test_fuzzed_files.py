"""Files of any content, whole or broken: an answer each time, and all of what was planned or nothing."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.columns import fiches
from contracts.editing.importing.models import Import, State
from contracts.editing.importing.plan import Decision
from contracts.models import CaseStudyPage
from home.groups import EDITORS
from tests.contracts.importing.files import csv_bytes, ods, with_part, xlsx
from tests.contracts.importing.test_documents import BLOCKS, docx, odt
from tests.contracts.roles import member_of
from tests.property_profiles import share_of_examples

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

HEADERS = [column.header for table in fiches.CASE_STUDIES.tables for column in table.columns]
GOOD = [["Identifiant", "Titre", "Lieux", "Contexte"], ["a-b", "Titre", "", "Un élément."]]
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)
CELL = st.one_of(
    st.none(),
    TEXT,
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.dates(),
    st.sampled_from(
        ["=1+1", "oui", "2016", "32/13/2016", "a-b", "T01", "Texte. [clé, p. 1]", "[]"]
    ),
)
SHEET = st.tuples(
    st.lists(st.sampled_from(HEADERS), min_size=1, max_size=8, unique=True),
    st.lists(st.lists(CELL, max_size=9), max_size=4),
)
TABLES = st.dictionaries(
    st.sampled_from([*(table.name for table in fiches.CASE_STUDIES.tables), "Autre"]),
    SHEET,
    min_size=1,
    max_size=3,
)


@st.composite
def workbooks(draw: st.DrawFn) -> dict[str, list[list[Any]]]:
    sheets = {name: [header, *lines] for name, (header, lines) in draw(TABLES).items()}
    main = fiches.CASE_STUDIES.main.name
    if draw(st.booleans()):  # else most of them would be refused for want of an identifier
        header, *lines = sheets.get(main, [["Résumé"]])
        header = [one for one in header if one not in {"Identifiant", "Titre"}]
        sheets[main] = [
            ["Identifiant", "Titre", *header],
            *([f"fiche-{number}", "Titre", *line] for number, line in enumerate(lines)),
            GOOD[1][:2],
        ]
    return sheets


@st.composite
def broken(draw: st.DrawFn, content: bytes) -> bytes:
    """The file with a few bytes changed: of one of its parts, or of the whole."""
    names = zipfile.ZipFile(io.BytesIO(content)).namelist() if content[:2] == b"PK" else []
    name = draw(st.sampled_from(["", *names]))
    part = zipfile.ZipFile(io.BytesIO(content)).read(name) if name else content
    start = draw(st.integers(0, len(part)))
    end = min(len(part), start + draw(st.integers(0, 40)))
    changed = part[:start] + draw(st.binary(max_size=20)) + part[end:]
    return with_part(content, name, changed) if name else changed


FILES = {
    "xlsx": (workbooks().map(xlsx) | broken(xlsx({"Expériences": GOOD}))),
    "ods": (workbooks().map(ods) | broken(ods({"Expériences": GOOD}))),
    "csv": st.one_of(
        workbooks().map(lambda sheets: csv_bytes(next(iter(sheets.values())))),
        broken(csv_bytes(GOOD)),
        st.binary(max_size=200),
    ),
    "docx": st.one_of(
        st.lists(
            st.tuples(st.sampled_from(["", "1", "2", "Title"]), st.from_regex(r"[a-zé .]{0,80}"))
        ).map(docx),
        broken(docx(BLOCKS)),
    ),
    "odt": st.one_of(
        st.lists(st.tuples(st.sampled_from(["", "1", "2", "Title"]), TEXT)).map(odt),
        broken(odt(BLOCKS)),
    ),
}


@pytest.fixture
def editor() -> Client:
    return member_of(EDITORS)


@pytest.mark.parametrize("ending", FILES)
def test_whatever_the_file_it_is_answered_and_imported_whole_or_not_at_all(editor, ending):
    @settings(
        max_examples=share_of_examples(0.4),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(FILES[ending])
    def tried(content: bytes) -> None:
        with transaction.atomic():
            imported(editor, content, f"essai.{ending}")
            transaction.set_rollback(True)

    tried()


def imported(client: Client, content: bytes, name: str) -> None:
    file = SimpleUploadedFile(name, content)
    data = {"kind": "experience", "file": file}
    response = client.post("/admin/importer/", data, follow=True)
    assert response.status_code == 200
    row = Import.objects.first()
    if row is None:
        assert not content  # the form refused it
        return
    assert row.state in {State.PLANNED, State.REFUSED}
    assert "que personne n’attendait" not in row.message, row.message
    wanted = [line["key"] for line in row.plan if line["action"] == Decision.CREATE]
    response = client.post(reverse("importing:start", args=[row.key]), follow=True)
    assert response.status_code == 200
    row.refresh_from_db()
    assert "que personne n’attendait" not in row.message, row.message
    assert row.state in {State.DONE, State.REFUSED}
    pages = CaseStudyPage.objects.values_list("slug", flat=True)
    assert sorted(pages) == sorted(wanted)
