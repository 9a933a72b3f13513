"""The HTML that the site sends is valid, page by page, and the reader of HTML sees faults."""

from __future__ import annotations

import os
import shutil
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.browser.markup import faults_of
from tests.browser.pages import EVERYTHING
from tests.running_site import RunningSite

CURE = "needs Java and VNU_JAR=path of the Nu checker (vnu.jar, npm package vnu-jar)"
START = '<!doctype html>\n<html lang="fr"><body><main>'
END = "</main></body></html>"


def fetch(site: RunningSite, path: str) -> str:
    try:
        with urllib.request.urlopen(f"{site.address}{path}", timeout=20) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()


@pytest.mark.parametrize("path", EVERYTHING.values(), ids=EVERYTHING)
def test_the_markup_of_a_page_has_no_fault(running_site, path):
    assert faults_of(fetch(running_site, path)) == []


def test_the_nu_checker_finds_no_error(running_site, tmp_path: Path):
    jar = os.environ.get("VNU_JAR", "")
    if not (jar and shutil.which("java")):
        pytest.skip(CURE)
    for name, path in EVERYTHING.items():
        (tmp_path / f"{name.replace(' ', '-')}.html").write_text(fetch(running_site, path))
    checked = subprocess.run(
        ["java", "-jar", jar, "--errors-only", "--format", "gnu", str(tmp_path)],
        capture_output=True,
        text=True,
    )
    assert checked.stderr == ""


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<h1>A</h1><ul><p>b</p></ul>", "line 2: <p> inside <ul>"),
        ("<h1>A</h1><p>a<div>b</div></p>", "line 2: <div> inside <p>"),
        ('<h1>A</h1><p id="a">a</p><p id="a">b</p>', "the id a is used twice"),
        ('<h1>A</h1><a href="#b">b</a>', "href names b, which is not there"),
        ('<h1>A</h1><label for="b">b</label>', "for names b, which is not there"),
        ('<h1 style="color:red">A</h1>', "line 2: <h1> has style"),
        ("<h1>A</h1><script>1</script>", "line 2: a script inside the page"),
        ("<h1>A</h1><h3>C</h3>", "a heading of level 3 follows one of level 1"),
        ("<h2>A</h2>", "0 first-level headings"),
        ("<h1>A</h1><p>a", "line 2: </main> closes <p>"),
        ('<h1>A</h1><a href="/b"><button>b</button></a>', "line 2: <button> inside <a>"),
        ('<h1>A</h1><form hx-get="/b"></form>', "line 2: <form> has hx-get"),
        ("<h1>A</h1><dl>mot<dt>a</dt><dd>b</dd></dl>", "line 2: words directly inside <dl>: mot"),
        ('<h1>A</h1><img src="/a.png">', "line 2: an image without alt"),
    ],
)
def test_a_fault_of_markup_is_seen(body, fault):
    assert fault in faults_of(START + body + END)


def test_a_page_without_fault_has_none():
    assert faults_of(START + "<h1>A</h1><ul><li>b</li></ul>" + END) == []
