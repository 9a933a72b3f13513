"""Whole pages through gunicorn, by number of connections: made each time, kept, and known already.

One process asks over sockets that stay open. It shares the machine with the site: what it takes for
itself, some 50 µs a request, makes the ratios smaller than they are.
"""

from __future__ import annotations

import gzip
import os
import re
import selectors
import signal
import socket
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, perf_counter, sleep
from typing import Any

from scripts.bench.cases import PAGES

ASKED = (("accueil", "/"), PAGES[1], PAGES[0], PAGES[3])
CONNECTIONS = (1, 4, 32)
SECONDS = 2.0  # for each figure
FEWEST = 20  # answers, however long they take
WARM_UP = 60  # requests, so that each process has made the page
START = 60.0
_GUNICORN = (sys.executable, "-m", "gunicorn", "kb.wsgi", "--threads", "4", "--no-control-socket")
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_TAG = re.compile(rb"\r\netag: ([^\r]+)", re.IGNORECASE)
_LOCATION = re.compile(r"<loc>https?://[^/]+([^<]*)</loc>")


def served(_size: int) -> dict[str, Any]:
    """Requests per second and latencies of each page; the memory of one process after it was asked
    for every address of the sitemap. The real content is in the database already (`pages`)."""
    pages: dict[str, dict[str, Any]] = {name: {} for name, _ in ASKED}
    for way, megabytes in (("made", 0), ("kept", 64)):
        with _site(megabytes, workers=2) as (port, _):
            for name, address in ASKED:
                tag = _warmed(port, address)
                pages[name][way] = _by_connections(port, address)
                if way == "kept":
                    pages[name]["known"] = _by_connections(port, address, tag)
    with _site(64, workers=1) as (port, process):
        before = _resident_mb(process)
        addresses = list(_every_address(port))
        for address in addresses:
            _ask(port, address)
        memory = {"addresses": len(addresses), "before": before, "after": _resident_mb(process)}
    return {"served": pages, "memory": memory}


@contextmanager
def _site(megabytes: int, *, workers: int) -> Iterator[tuple[int, int]]:
    """The port of a site that keeps so many megabytes of pages, and the id of its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = subprocess.Popen(
        [*_GUNICORN, "--bind", f"127.0.0.1:{port}", "--workers", str(workers)],
        env={**os.environ, "BENCH_KEPT_PAGES_MB": str(megabytes)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = monotonic() + START
        while not _answers(port):
            if site.poll() is not None or monotonic() > deadline:
                sys.exit("the site did not start")
            sleep(0.1)
        yield port, site.pid
    finally:
        site.send_signal(signal.SIGTERM)
        site.wait()


def _answers(port: int) -> bool:
    try:
        return bool(_ask(port, "/"))
    except OSError:
        return False


def _ask(port: int, address: str) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(_request(address).replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        parts = []
        while part := connection.recv(65_536):
            parts.append(part)
    return b"".join(parts)


def _request(address: str, tag: bytes = b"") -> bytes:
    condition = b"If-None-Match: " + tag + b"\r\n" if tag else b""
    head = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n".encode()
    return head + condition + b"\r\n"


def _warmed(port: int, address: str) -> bytes:
    """The tag of the page, once each process has it."""
    for _ in range(WARM_UP):
        answer = _ask(port, address)
    found = _TAG.search(answer)
    if found is None or not answer.startswith(b"HTTP/1.1 200"):
        sys.exit(f"{address} answers {answer[:100]!r}")
    return found[1]


def _by_connections(port: int, address: str, tag: bytes = b"") -> dict[str, dict[str, float]]:
    request = _request(address, tag)
    return {str(count): _measured(port, request, count) for count in CONNECTIONS}


@dataclass
class _Connection:
    """One request after the other."""

    port: int
    request: bytes
    received: bytearray = field(default_factory=bytearray)
    began: float = 0.0

    def open(self, selector: selectors.BaseSelector) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port))
        selector.register(self.socket, selectors.EVENT_READ, self)
        self.send()

    def send(self) -> None:
        self.received.clear()
        self.began = perf_counter()
        self.socket.sendall(self.request)

    def read(self) -> bool:
        """Whether the answer is whole. Raises ConnectionError when the site has closed."""
        part = self.socket.recv(262_144)
        if not part:
            raise ConnectionError
        self.received += part
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return False
        if self.received.startswith(b"HTTP/1.1 304"):
            return True
        length = _LENGTH.search(self.received, 0, end + 2)
        return length is not None and len(self.received) >= end + 4 + int(length[1])


def _measured(port: int, request: bytes, count: int) -> dict[str, float]:
    """Requests per second, and the median and the 99th centile of their milliseconds."""
    times: list[float] = []
    with selectors.DefaultSelector() as selector:
        for _ in range(count):
            _Connection(port, request).open(selector)
        started = perf_counter()
        while (now := perf_counter()) < started + SECONDS or len(times) < FEWEST:
            for key, _ in selector.select(timeout=0.1):
                one: _Connection = key.data
                try:
                    if one.read():
                        times.append((perf_counter() - one.began) * 1000)
                        one.send()
                except ConnectionError:
                    selector.unregister(one.socket)
                    one.socket.close()
                    one.open(selector)
        for key in list(selector.get_map().values()):
            key.data.socket.close()
    return {
        "per_second": len(times) / (now - started),
        "p50": statistics.median(times),
        "p99": statistics.quantiles(times, n=100)[-1],
    }


def _every_address(port: int) -> Iterator[str]:
    _, _, body = _ask(port, "/sitemap.xml").partition(b"\r\n\r\n")
    yield from _LOCATION.findall(gzip.decompress(body).decode())


def _resident_mb(process: int) -> float:
    """Of the process that answers: the child of gunicorn's."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    status = Path(f"/proc/{children[0]}/status").read_text()
    (kilobytes,) = re.findall(r"VmRSS:\s+(\d+)", status)
    return int(kilobytes) / 1000
