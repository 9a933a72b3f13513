"""Settings of Elasticsearch, one client per process, and its time-outs."""

from __future__ import annotations

import base64
import os
import re
import threading
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from elastic_transport import NodeConfig
from elasticsearch import Elasticsearch

from search.engines.elastic.deadline import AT_ONCE

# A bulk of documents, a refresh or a change of alias may take that long: nobody waits for it.
WRITING_TIMEOUT = 30.0
_DEFAULT_PORTS = {"http": 9200, "https": 443}
_PREFIX = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")


class Misconfigured(ValueError):
    """A setting that cannot be used, told without the password it may hold."""


@dataclass(frozen=True)
class Access:
    """The settings of Elasticsearch, read."""

    nodes: tuple[NodeConfig, ...]
    basic_auth: tuple[str, str] | None
    api_key: str | None
    timeout: float

    @property
    def timeout_of_a_node(self) -> float:
        """One that says nothing leaves the others the time to answer."""
        return self.timeout if len(self.nodes) == 1 else self.timeout / 2


def is_on() -> bool:
    """Whether Elasticsearch is asked at all."""
    return bool(settings.ELASTICSEARCH_URL)


def addresses() -> tuple[str, ...]:
    return tuple(settings.ELASTICSEARCH_URL)


def access() -> Access:
    """The settings read; raises Misconfigured with what is wrong."""
    read = [_read(address) for address in addresses()]
    if not read:
        raise Misconfigured("ELASTICSEARCH_URL is empty")
    users = {user for _, user in read if user is not None}
    api_key = settings.ELASTICSEARCH_API_KEY
    if len(users) > 1:
        raise Misconfigured("ELASTICSEARCH_URL names several users: one for all addresses is used")
    if users and api_key:
        raise Misconfigured(
            "a user in ELASTICSEARCH_URL and ELASTICSEARCH_API_KEY exclude each other"
        )
    if settings.ELASTICSEARCH_CA_FILE and not os.access(settings.ELASTICSEARCH_CA_FILE, os.R_OK):
        raise Misconfigured("the file of ELASTICSEARCH_CA_FILE cannot be read")
    if not _PREFIX.fullmatch(settings.ELASTICSEARCH_INDEX_PREFIX):
        raise Misconfigured(
            "ELASTICSEARCH_INDEX_PREFIX takes lower case letters, digits, « - », « _ » and « . »"
        )
    if settings.ELASTICSEARCH_SHARDS < 1:
        raise Misconfigured("ELASTICSEARCH_SHARDS is below 1")
    return Access(
        nodes=tuple(node for node, _ in read),
        basic_auth=users.pop() if users else None,
        # Written id:key, or both encoded as the server hands them out.
        api_key=base64.b64encode(api_key.encode()).decode() if ":" in api_key else api_key or None,
        timeout=settings.ELASTICSEARCH_TIMEOUT,
    )


def client_for_searching() -> Elasticsearch:
    """A client whose tries, taken together, last no longer than the time-out of a search."""
    return _clients.current()


def client_for_writing() -> Elasticsearch:
    """The same client with more patience. It tries nothing twice on one node: what failed is
    still in the outbox."""
    return _clients.current().options(request_timeout=WRITING_TIMEOUT, retry_on_timeout=False)


class _Clients:
    """The client of this process for the present settings. A process that was forked makes its
    own: two of them would read each other's answers on one connection."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self._lock = threading.Lock()
        self._made_for: object = None
        self._client: Elasticsearch | None = None

    def current(self) -> Elasticsearch:
        wanted = (
            os.getpid(),
            addresses(),
            settings.ELASTICSEARCH_API_KEY,
            settings.ELASTICSEARCH_CA_FILE,
            settings.ELASTICSEARCH_TIMEOUT,
        )
        with self._lock:
            if self._client is None or self._made_for != wanted:
                self._client, self._made_for = _client(access()), wanted
            return self._client


_clients = _Clients()
# A lock held by another thread at the time of a fork would stay locked for ever in the child.
os.register_at_fork(after_in_child=_clients.forget)


def _client(wanted: Access) -> Elasticsearch:
    options: dict[str, Any] = {}
    if wanted.basic_auth:
        options["basic_auth"] = wanted.basic_auth
    if wanted.api_key:
        options["api_key"] = wanted.api_key
    others = len(wanted.nodes) - 1
    return Elasticsearch(
        list(wanted.nodes),
        connections_per_node=AT_ONCE,
        request_timeout=wanted.timeout_of_a_node,
        max_retries=others,
        retry_on_timeout=others > 0,
        retry_on_status=(502, 503, 504) if others else (),
        **options,
    )


def _read(address: str) -> tuple[NodeConfig, tuple[str, str] | None]:
    shown = re.sub(r"//[^/]*@", "//***@", address)
    try:
        parts = urlsplit(address)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
    except ValueError as error:
        raise Misconfigured(f"ELASTICSEARCH_URL: {shown} is no address") from error
    if scheme not in _DEFAULT_PORTS or not host or parts.query or parts.fragment:
        raise Misconfigured(
            f"ELASTICSEARCH_URL: {shown} is no address such as http://host:9200 or https://host"
        )
    is_secure = scheme == "https"
    node = NodeConfig(
        scheme=scheme,
        host=host,
        port=port or _DEFAULT_PORTS[scheme],
        path_prefix=parts.path.rstrip("/"),
        ca_certs=(settings.ELASTICSEARCH_CA_FILE or None) if is_secure else None,
    )
    user = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    return node, user
