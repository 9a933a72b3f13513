"""`make run`: what it says when it cannot start, and how the site that it starts serves files."""

import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from kb.middleware import LONGEST_ADDRESS
from tests.running_site import BASE_DIR, RunningSite

pytestmark = pytest.mark.sqlite


def run_on(port: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "scripts/run.py", "--port", port],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        timeout=20,
    )


def fetch(address: str, **headers: str) -> tuple[int, dict[str, str], str]:
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, dict(answer.headers), answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read().decode(errors="replace")


def test_a_taken_port_is_told_with_a_free_one_before_anything_is_done():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run_on(str(port))
    assert result.returncode == 1
    assert f"le port {port} de 127.0.0.1 est déjà pris" in result.stderr
    cure = re.search(r"make run PORT=(\d+)", result.stderr)
    assert cure is not None
    assert cure[1] != str(port)
    assert result.stdout == ""


@pytest.mark.parametrize("port", ["abc", "0", "70000", ""])
def test_what_is_no_port_is_refused(port: str):
    result = run_on(port)
    assert result.returncode == 1
    assert result.stderr == f"Arrêt : PORT={port} n’est pas un port (un nombre de 1 à 65535).\n"


def test_each_step_says_one_line_and_the_password_is_printed(running_site: RunningSite):
    said = running_site.said()
    assert "• Contenu : arborescence, groupes et fiches…" in said
    assert f"• Le site répond : {running_site.address}/" in said
    assert "Premier compte d’administration" in said
    assert "le mot de passe suffit sur cette machine" in said


def test_an_asset_has_a_name_of_its_content_and_comes_compressed(running_site: RunningSite):
    _status, _headers, page = fetch(running_site.address + "/")
    styles = re.findall(r'href="(/static/[^"]+\.css)"', page)
    assert styles
    for style in styles:
        assert re.search(r"\.[0-9a-f]{12}\.css$", style)
        status, headers, _text = fetch(running_site.address + style, **{"Accept-Encoding": "br"})
        assert status == 200
        assert headers["Content-Encoding"] == "br"
        assert headers["Cache-Control"] == "max-age=315360000, public, immutable"


def test_a_missing_page_is_the_one_that_readers_get(running_site: RunningSite):
    status, _headers, page = fetch(running_site.address + "/nulle-part/")
    assert status == 404
    assert '<html lang="fr"' in page
    assert "Traceback" not in page


def test_an_uploaded_document_is_not_served_past_the_check_of_who_may_read_it(
    running_site: RunningSite,
):
    folder = running_site.folder / "media"
    for name in ("documents", "images"):
        (folder / name).mkdir(parents=True)
        (folder / name / "essai.txt").write_text("essai")
    assert fetch(running_site.address + "/media/images/essai.txt")[0] == 200
    assert fetch(running_site.address + "/media/documents/essai.txt")[0] == 404
    assert fetch(running_site.address + "/media/images/../documents/essai.txt")[0] == 400


def test_too_long_an_address_is_refused_in_french_with_the_way_out(running_site: RunningSite):
    for length in (LONGEST_ADDRESS + 1, 8_100):
        address = "/recherche/?q=".ljust(length, "a")
        status, _headers, page = fetch(running_site.address + address)
        assert status == 414
        assert '<html lang="fr"' in page
        assert "Cette adresse est trop longue" in page
        assert 'href="/recherche/"' in page
    longest = "/recherche/?q=".ljust(LONGEST_ADDRESS, "a")
    assert fetch(running_site.address + longest)[0] == 200
