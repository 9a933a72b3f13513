"""A small real proxy in front of a real Elasticsearch, which spoils what it is told to spoil."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_KEPT = ("Content-Type", "Accept", "Authorization")
_PRODUCT = {"X-Elastic-Product": "Elasticsearch"}


class FaultyProxy:
    """`fault` is what becomes of the next requests whose path holds `spoils`:

    * a number: an answer of this status, the server not being asked;
    * « truncated », « other shape », « html »: an answer that is none, the server not being asked;
    * « lost »: the server is asked and does it, and the connection is closed without a word;
    * « silent »: nothing, until the proxy ends;
    * empty: what the server answers.

    Bodies above `largest` bytes are answered 413. `requests` are those read so far.
    """

    def __init__(self, target: str) -> None:
        self.fault: int | str = ""
        self.spoils = ""
        self.largest = 1_000_000_000
        self.requests: list[str] = []
        self._over = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                outer.requests.append(f"{self.command} {self.path}")
                if outer.spoils not in self.path:
                    self._forward(body)
                    return
                match outer.fault:
                    case "" if len(body) > outer.largest:
                        self._answer(413, b'{"error": "too large"}')
                    case "":
                        self._forward(body)
                    case int(status):
                        self._answer(status, b'{"error": "spoiled"}')
                    case "html":
                        self._answer(200, b"<h1>Bienvenue</h1>", {"Content-Type": "text/html"})
                    case "other shape":
                        self._answer(200, b'{"items": [{"index": 1}]}')
                    case "truncated":
                        self._answer(200, b'{"items": [', {"Content-Length": "5000"})
                        self.close_connection = True
                    case "lost":
                        outer._ask(target, self, body)
                        self.close_connection = True
                    case "silent":
                        outer._over.wait(60)
                        self.close_connection = True

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _any  # noqa: N815

            def _forward(self, body: bytes) -> None:
                status, headers, content = outer._ask(target, self, body)
                self._answer(status, content, headers)

            def _answer(
                self, status: int, content: bytes, headers: dict[str, str] | None = None
            ) -> None:
                self.send_response(status)
                for name, value in {
                    "Content-Type": "application/json",
                    "Content-Length": str(len(content)),
                    **_PRODUCT,
                    **(headers or {}),
                }.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_arguments: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, request: object, client_address: object) -> None:
                """A client that goes away is what these tests are about."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    @staticmethod
    def _ask(
        target: str, handler: BaseHTTPRequestHandler, body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        request = urllib.request.Request(
            target + handler.path,
            data=body or None,
            method=handler.command,
            headers={name: handler.headers[name] for name in _KEPT if name in handler.headers},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=60) as answer:
                status, headers, content = answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                status, headers, content = error.code, error.headers, error.read()
        kind = headers.get("Content-Type", "application/json")
        # The answer to HEAD tells the length of what it does not hold.
        return status, {"Content-Type": kind}, content


@contextmanager
def faulty_proxy(target: str) -> Iterator[FaultyProxy]:
    proxy = FaultyProxy(target)
    try:
        yield proxy
    finally:
        proxy.close()
