"""One request to another site: never to a private address, bounded in time and bytes.

The name is resolved once, its addresses are judged, and the connection goes to the one that was
judged: a name that changes its address between the two (DNS rebinding) reaches nothing else.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

import certifi
import urllib3
from django.conf import settings
from urllib3.exceptions import HTTPError

TIMEOUT = urllib3.Timeout(connect=5, read=10)
MOST_BYTES = 512 * 1024  # of a robots.txt; of anything else nothing is kept

MALFORMED = "adresse mal formée"


class NotAsked(Exception):
    """The address is none that this machine may ask: its words are for the report."""


class NoAnswer(Exception):
    """The site could not be reached: its words are for the report."""


@dataclass(frozen=True)
class Reply:
    """`body` is cut at `MOST_BYTES`, and empty unless it was wanted."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


def user_agent() -> str:
    """Who asks, and where to complain."""
    return f"ReciprocitesLiens/1.0 (+{settings.WAGTAILADMIN_BASE_URL}/contact/)"


@dataclass(frozen=True)
class Transport:
    """`public_only` is turned off by tests alone, whose server is on this machine."""

    public_only: bool = True

    def ask(self, method: str, address: str, *, wants_body: bool = False) -> Reply:
        """Follows no redirect. Raises NotAsked, NoAnswer, or ValueError for what is no address."""
        split = _split(address)
        host, port = split.hostname or "", split.port or (443 if split.scheme == "https" else 80)
        target = (split.path or "/") + (f"?{split.query}" if split.query else "")
        headers = {"User-Agent": user_agent(), "Host": split.netloc.rpartition("@")[2]}
        with self._pool(split.scheme, host, self._resolved(host, port), port) as pool:
            try:
                response = pool.request(
                    method,
                    target,
                    headers=headers,
                    redirect=False,
                    retries=False,
                    preload_content=False,
                    decode_content=False,
                )
                body = response.read(MOST_BYTES) if wants_body else b""
                response.close()
            except HTTPError as error:
                raise NoAnswer(_told(error)) from error
            except (OSError, ValueError) as error:
                raise NoAnswer("réponse illisible") from error
        return Reply(response.status, response.headers, body)

    def _resolved(self, host: str, port: int) -> str:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise NoAnswer("nom de site inconnu") from error
        addresses = [str(one[4][0]) for one in found]
        if self.public_only and not all(map(_is_public, addresses)):
            raise NotAsked("adresse d’un réseau privé")
        return addresses[0]

    @staticmethod
    def _pool(scheme: str, host: str, address: str, port: int) -> urllib3.HTTPConnectionPool:
        if scheme == "http":
            return urllib3.HTTPConnectionPool(address, port, timeout=TIMEOUT)
        return urllib3.HTTPSConnectionPool(
            address,
            port,
            timeout=TIMEOUT,
            server_hostname=host,
            assert_hostname=host,
            ca_certs=certifi.where(),
        )


def _split(address: str) -> SplitResult:
    """Raises ValueError for what cannot be cut into parts."""
    split = urlsplit(address)
    _ = split.port
    if split.scheme not in {"http", "https"} or not split.hostname or not address.isprintable():
        raise NotAsked(MALFORMED)
    # What a browser would encode: spaces and accents.
    return urlsplit(urllib3.util.parse_url(address).url)


def _is_public(address: str) -> bool:
    """An IPv4 address written inside an IPv6 one is judged as itself."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    inside = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None) or ip
    return bool(inside.is_global and not inside.is_multicast)


def _told(error: HTTPError) -> str:
    match error:
        case urllib3.exceptions.NewConnectionError():  # which is a timeout for urllib3
            return "connexion impossible"
        case urllib3.exceptions.TimeoutError():
            return "délai dépassé"
        case urllib3.exceptions.SSLError():
            return "certificat refusé"
        case _:
            return "connexion impossible"
