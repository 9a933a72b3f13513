"""Two hundred readers take lists away from a real server while an editor publishes."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from tests.contracts.opendata.busy_editor import CONTRACTS
from tests.kb.kept.test_processes import made_with_tree
from tests.own_database import ROOT
from tests.running_site import free_port

READERS = 200
ADDRESSES = (
    "/contrats/export.csv",
    "/contrats/export.json",
    "/recherche/export.csv?q=contrat&type=contrat",
    "/engagements/export.json",
    "/contrats/export.xlsx",
    "/contrats/export.ods",
    "/contrats/export.geojson",
    "/contrats/flux.atom",
)


@pytest.fixture
def port(tmp_path, django_db_setup, django_db_blocker) -> Iterator[int]:
    """That of a site of two processes, whose contracts somebody never ceases to publish."""
    with django_db_blocker.unblock():
        environment = made_with_tree("readers", tmp_path)
    editor = subprocess.Popen(
        [sys.executable, "-m", "tests.contracts.opendata.busy_editor"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    chosen = free_port()
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "kb.wsgi", "--bind", f"127.0.0.1:{chosen}"),
            *("--workers", "2", "--threads", "4", "--timeout", "120", "--no-control-socket"),
        ],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert editor.stdout.readline() == "ready\n"
        _wait_for(chosen, server)
        yield chosen
        said, _ = editor.communicate("", timeout=60)
        assert int(said) > 3, "the editor has published next to nothing"
    finally:
        for process in (editor, server):
            process.terminate()
            process.wait(timeout=60)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server has ended"
        try:
            if _ask(port, "/sante/")[0] in {200, 503}:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError("the site did not start")


def _ask(port: int, address: str) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", address, headers={"Host": "localhost"})
    answer = connection.getresponse()
    # A file that is cut short raises IncompleteRead.
    body = answer.read()
    connection.close()
    return answer.status, body


def _check(address: str, written: bytes) -> int:
    """A file that opens, says as many rows as it has, and none of which is of two moments; how many
    rows."""
    path = address.partition("?")[0]
    match path.rpartition(".")[2]:
        case "csv":
            heading, *rows = csv.reader(
                io.StringIO(written.decode("utf-8-sig"), newline=""), delimiter=";"
            )
            assert {len(row) for row in rows} <= {len(heading)}
            pairs = [dict(zip(heading, row, strict=True)) for row in rows]
            told = [(one["Titre"], one.get("Résumé", "")) for one in pairs]
        case "json":
            whole = json.loads(written)
            assert whole["total"] == len(whole["lignes"])
            told = [(one.get("titre", ""), one.get("resume", "")) for one in whole["lignes"]]
        case "xlsx":
            workbook = load_workbook(io.BytesIO(written))
            heading, *rows = workbook.worksheets[0].iter_rows(values_only=True)
            said = dict(workbook["Source"].iter_rows(max_col=2, values_only=True))
            assert said["Lignes"] == len(rows)
            pairs = [dict(zip(heading, row, strict=True)) for row in rows]
            told = [(one["Titre"], one["Résumé"]) for one in pairs]
        case "ods":
            assert ZipFile(io.BytesIO(written)).testzip() is None
            sheets = CalamineWorkbook.from_filelike(io.BytesIO(written))
            heading, *rows = sheets.get_sheet_by_index(0).to_python()
            said = dict(row[:2] for row in sheets.get_sheet_by_name("Source").to_python())
            assert said["Lignes"] == len(rows)
            pairs = [dict(zip(heading, row, strict=True)) for row in rows]
            told = [(one["Titre"], one["Résumé"]) for one in pairs]
        case "geojson":
            features = json.loads(written)["features"]
            return len({one["properties"]["contrat"] for one in features})
        case _:
            assert written.rstrip().endswith(b"</feed>")
            return written.count(b"<entry>")
    for title, gist in told:
        assert not gist or title.partition(" : ")[2] == gist, (title, gist)
    return len(told)


@pytest.mark.django_db
def test_every_file_is_whole_while_an_editor_publishes(port):
    asked = [ADDRESSES[number % len(ADDRESSES)] for number in range(READERS)]
    with ThreadPoolExecutor(READERS) as readers:
        answers = list(readers.map(lambda address: (address, *_ask(port, address)), asked))
    assert Counter(status for _, status, _ in answers) == {200: READERS}
    for address, _, written in answers:
        # Not all are withdrawn at once, and none stands twice.
        assert 0 < _check(address, written) <= CONTRACTS, address
