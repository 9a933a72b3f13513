"""A site on this machine that answers what a test says, and remembers what it was asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Site:
    """`pages` gives, by path, (status, headers, body); `asked` is (method, path, user agent)."""

    def __init__(self, address: str):
        self.address = address
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.no_head: set[str] = set()
        self.slow: dict[str, float] = {}
        self.asked: list[tuple[str, str, str]] = []

    def url(self, path: str) -> str:
        return self.address + path

    def requests(self, path: str) -> list[str]:
        return [method for method, asked, _ in self.asked if asked == path]


@contextmanager
def local_site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply()

        def do_HEAD(self) -> None:
            self.reply()

        def reply(self) -> None:
            site.asked.append((self.command, self.path, self.headers["User-Agent"]))
            time.sleep(site.slow.get(self.path, 0))
            status, headers, body = site.pages.get(self.path, (404, {}, b""))
            if self.command == "HEAD" and self.path in site.no_head:
                status, headers, body = 405, {}, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Nothing on the console."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
    thread.join()
