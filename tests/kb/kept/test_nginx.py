"""The example of docs/production.md, run by a real nginx in front of a real gunicorn."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from tests.kb.kept.test_processes import CHANGE, Process, made_with_tree
from tests.own_database import ROOT
from tests.programs import needed
from tests.running_site import free_port

pytestmark = pytest.mark.any_engine

PAGE = "/territoires/"


def example(folder: Path, port: int, site: int) -> str:
    """The example with the paths and the ports of this test, without TLS."""
    (block,) = re.findall(r"```nginx\n(.*?)```", (ROOT / "docs/production.md").read_text(), re.S)
    for written, here in {
        "listen 443 ssl;\n    http2 on;": f"listen 127.0.0.1:{port};",
        "http://127.0.0.1:8000": f"http://127.0.0.1:{site}",
        "/var/cache/nginx/reciprocites": f"{folder}/cache",
        "/srv/reciprocites/var/media/": f"{folder}/media/",
        "/srv/reciprocites/": f"{ROOT}/",
        "proxy_cache pages;": "proxy_cache pages; add_header X-Cache $upstream_cache_status always;",
    }.items():
        assert written in block
        block = block.replace(written, here)
    block, found = re.subn(r"\n *ssl_certificate[^;]*;", "", block)
    assert found == 2
    user = "user root;" if os.geteuid() == 0 else ""
    folders = "".join(
        f"{name}_temp_path {folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"{user} daemon off; pid {folder}/pid; error_log {folder}/errors;"
        f"events {{}} http {{ access_log off; {folders} {block} }}"
    )


@dataclass
class Proxied:
    port: int
    site: subprocess.Popen[bytes]
    writer: Process

    def ask(self, address: str = PAGE, **headers: str) -> tuple[HTTPResponse, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", address, headers={"Host": "localhost", **sent})
        answer = connection.getresponse()
        body = answer.read().decode(errors="replace")
        connection.close()
        return answer, body


@pytest.fixture(scope="module")
def proxied(tmp_path_factory, django_db_setup, django_db_blocker) -> Iterator[Proxied]:
    program = needed("nginx")
    folder = tmp_path_factory.mktemp("nginx")
    with django_db_blocker.unblock():
        environment = made_with_tree("proxied", folder)
    port, site_port = free_port(), free_port()
    (folder / "nginx.conf").write_text(example(folder, port, site_port))
    (folder / "media" / "documents").mkdir(parents=True)
    (folder / "media" / "carte.svg").write_text("<svg/>")
    gunicorn = [sys.executable, "-m", "gunicorn", "kb.wsgi", "--bind", f"127.0.0.1:{site_port}"]
    site = subprocess.Popen(
        [*gunicorn, "--threads", "2", "--no-control-socket", "--limit-request-line", "8190"],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    proxy = subprocess.Popen(
        [program, "-c", str(folder / "nginx.conf"), "-p", str(folder)], stderr=subprocess.DEVNULL
    )
    made = Proxied(port, site, Process(environment))
    try:
        _wait_for(made, proxy)
        yield made
    finally:
        made.writer.end()
        for process in (proxy, site):
            process.terminate()
            process.wait(timeout=60)


def _wait_for(made: Proxied, proxy: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert proxy.poll() is None, "nginx refuses the example"
        try:
            if made.ask("/sante/")[0].status in {200, 503}:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError("the site did not start")


def test_a_page_is_asked_for_again_each_time_and_sent_by_the_proxy_when_it_is_the_same(proxied):
    first, body = proxied.ask()
    again, same = proxied.ask()
    assert (first.status, first.headers["X-Cache"]) == (200, "MISS")
    assert (again.status, again.headers["X-Cache"], same) == (200, "REVALIDATED", body)
    assert "X-Accel-Expires" not in again.headers
    known, nothing = proxied.ask(if_none_match=again.headers["ETag"])
    assert (known.status, nothing) == (304, "")


def test_what_an_editor_changes_is_shown_by_the_next_request_behind_the_proxy(proxied):
    for number in range(3):
        proxied.ask()
        proxied.writer.do(CHANGE.format(f"Agence {number}"))
        answer, body = proxied.ask()
        assert f"Agence {number}" in body
        assert answer.headers["X-Cache"] == "EXPIRED"


def test_compressed_and_plain_pages_are_kept_apart(proxied):
    plain, _ = proxied.ask()
    packed, _ = proxied.ask(accept_encoding="gzip")
    assert (plain.headers["Content-Encoding"], packed.headers["Content-Encoding"]) == (None, "gzip")
    assert plain.headers["ETag"] != packed.headers["ETag"]


def test_what_is_malformed_or_too_long_is_refused_in_french(proxied):
    for address, headers in (
        ("/recherche/?q=" + "a" * 9_000, {}),
        (PAGE, {"x_long": "a" * 40_000}),
    ):
        answer, body = proxied.ask(address, **headers)
        assert answer.status >= 400
        assert "Le site n’a pas compris cette demande" in body


def test_uploads_are_served_without_being_run_and_documents_are_not(proxied):
    answer, body = proxied.ask("/media/carte.svg")
    assert (answer.status, body) == (200, "<svg/>")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert proxied.ask("/media/documents/secret.pdf")[0].status == 403


def test_when_the_site_is_down_its_last_pages_are_shown_and_nothing_personal(proxied):
    """Last: the site does not come back."""
    _, body = proxied.ask()
    assert proxied.ask("/contact/")[0].status == 200
    proxied.site.terminate()
    proxied.site.wait(timeout=60)
    answer, shown = proxied.ask()
    assert (answer.status, answer.headers["X-Cache"], shown) == (200, "STALE", body)
    assert proxied.ask("/contact/")[0].status == 502
    assert proxied.ask(cookie="sessionid=x")[0].status == 502
    assert proxied.ask("/glossaire/")[0].status == 502
