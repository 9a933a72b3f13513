"""A small real server that answers whatever it is told to, right or wrong, and counts the asking."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

# What to send for a request, named by its method and its path: chunks of bytes, sent as they come.
Answer = Callable[[str], Iterable[bytes]]


class RubbishServer:
    """`requests` are those read so far (« POST /index/_search »); `answer` may be changed."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.requests: list[str] = []
        self.ending = threading.Event()
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                line = self.rfile.readline().decode("latin-1")
                length = 0
                while header := self.rfile.readline().strip():
                    name, _, value = header.partition(b":")
                    if name.lower() == b"content-length":
                        length = int(value)
                self.rfile.read(length)
                request = " ".join(line.split()[:2])
                outer.requests.append(request)
                for chunk in outer.answer(request):
                    if outer.ending.is_set():
                        return
                    self.wfile.write(chunk)
                    self.wfile.flush()

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            block_on_close = False

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A client that goes away is what these tests are about."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        self.ending.set()
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def serving(answer: Answer) -> Iterator[RubbishServer]:
    server = RubbishServer(answer)
    try:
        yield server
    finally:
        server.close()


def http(
    body: bytes = b"",
    *,
    status: str = "200 OK",
    kind: str = "application/vnd.elasticsearch+json;compatible-with=8",
    product: bool = True,
    length: int | None = None,
    headers: Iterable[str] = (),
) -> bytes:
    """A whole answer; `length` is what it says of its body, true by default."""
    lines = [
        f"HTTP/1.1 {status}",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body) if length is None else length}",
        *(["X-Elastic-Product: Elasticsearch"] if product else []),
        *headers,
        "Connection: close",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def in_json(value: object, **options: Any) -> bytes:
    return http(json.dumps(value).encode(), **options)


def always(data: bytes) -> Answer:
    return lambda _request: [data]


def failing(status: str, kind: str = "some_exception") -> Answer:
    """An error as Elasticsearch tells it."""
    number = int(status.split()[0])
    return always(
        in_json({"error": {"type": kind, "reason": kind}, "status": number}, status=status)
    )


def silent(_request: str) -> Iterator[bytes]:
    """Takes the request and says nothing, until the server is closed."""
    while True:
        threading.Event().wait(0.1)
        yield b""


def dripping(data: bytes, *, after: bytes = b"", pause: float = 0.1) -> Answer:
    """Says it byte after byte, each in time, `after` what it says at once."""

    def answer(_request: str) -> Iterator[bytes]:
        yield after
        for byte in data:
            threading.Event().wait(pause)
            yield bytes([byte])

    return answer


def endless(_request: str) -> Iterator[bytes]:
    """A body that never ends."""
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    yield http(length=None, headers=["Transfer-Encoding: chunked"]).replace(
        b"Content-Length: 0\r\n", b""
    )
    while True:
        threading.Event().wait(0.002)
        yield chunk
