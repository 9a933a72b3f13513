"""Nodes that form a cluster: started, waited for, killed, erased.

with Cluster() as cluster:
    cluster.url  # what ELASTICSEARCH_URL takes
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import signal
import time
import urllib.error
import urllib.request
from base64 import b64encode
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from .accounts import SITE_ROLE, Account, make_accounts
from .distribution import ServerProblem, fetched, java_home
from .machine import free_ports, is_readable, own_folder, require_free, unprivileged_identity
from .node import Node
from .progress import telling

ATTEMPTS = 3  # another program may take a free port before the server does
START_TIMEOUT = 240.0


class Cluster:
    """`nodes` servers on 127.0.0.1, each with `heap` of memory. With `security`, two accounts:
    `admin` may do everything, `limited` only what the site needs on indices whose name begins with
    `prefix`. Everything is in a private folder that is erased at the end, or is kept inside
    `folder`. `port` is that of the first node, whose neighbours take the next ones; free ports by
    default. Addresses and data stay the same from one start to the next."""

    def __init__(
        self,
        *,
        nodes: int = 1,
        heap: str = "512m",
        security: bool = False,
        prefix: str = "reciprocites",
        folder: Path | None = None,
        port: int | None = None,
    ) -> None:
        self._home = fetched()
        self._java = java_home()
        self._heap = heap
        self._identity = unprivileged_identity()
        self._is_private = folder is None
        self._port = port
        self.prefix = prefix
        self.admin = Account("administration", secrets.token_urlsafe(18), "superuser")
        self.limited = Account("site", secrets.token_urlsafe(18), SITE_ROLE)
        self.security = security
        self.folder = own_folder(folder, self._identity)
        # Nobody joins, or is taken for another, by mistake.
        self._name = f"reciprocites-{secrets.token_hex(4)}"
        self.nodes = [
            Node(f"noeud-{number}", self.folder / f"noeud-{number}", 0, 0, self._identity)
            for number in range(1, nodes + 1)
        ]
        self._is_announced = False

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def addresses(self) -> list[str]:
        """Of each node, without any account."""
        return [f"http://127.0.0.1:{node.http_port}" for node in self.nodes]

    @property
    def url(self) -> str:
        """What ELASTICSEARCH_URL takes; with the limited account when security is on."""
        return self.url_of(self.limited if self.security else None)

    def url_of(self, account: Account | None) -> str:
        login = f"{account.name}:{account.password}@" if account else ""
        return ",".join(address.replace("//", f"//{login}") for address in self.addresses)

    def start(self) -> None:
        """Start every node that does not run, and return once they all answer together."""
        said = ""
        for _attempt in range(ATTEMPTS):
            if not self._is_announced:  # later on, clients hold the ports
                self._configure()
            for node in self.nodes:
                if not node.is_running:
                    node.launch(self._home, self._java)
            if self._is_ready():
                self._is_announced = True
                return
            said = next((node for node in self.nodes if not node.is_running), self.nodes[0]).said()
            self.stop()
            if not re.search(r"Bind\w*Exception", said):
                break
        raise ServerProblem(
            "\n".join([*said.splitlines()[-25:], "Elasticsearch ne démarre pas (voir ci-dessus)."])
        )

    def stop(self) -> None:
        """Ask every node to end, and wait for it."""
        for node in self.nodes:
            if node.process is not None and node.is_running:
                node.process.terminate()
        for node in self.nodes:
            node.stop()

    def kill(self, number: int | None = None) -> None:
        """kill -9 of one node (from 0), or of all of them."""
        for node in self.nodes if number is None else [self.nodes[number]]:
            node.kill()

    def freeze(self) -> None:
        """Let connections be accepted and never answered, until `thaw`."""
        for node in self.nodes:
            node.send(signal.SIGSTOP)

    def thaw(self) -> None:
        for node in self.nodes:
            node.send(signal.SIGCONT)

    def restart(self) -> None:
        """Start again what was stopped or killed, at the same addresses, on the same data."""
        self.start()

    def wipe(self) -> None:
        """Forget all data; nothing may be running."""
        for node in self.nodes:
            if node.is_running:
                raise RuntimeError("a node that runs cannot lose its data")
            shutil.rmtree(node.data)
        self._configure_nodes()

    def close(self) -> None:
        self.stop()
        if self._is_private:
            shutil.rmtree(self.folder, ignore_errors=True)

    def request(
        self,
        path: str,
        body: Any = None,
        *,
        method: str = "GET",
        node: int = 0,
        timeout: float = 10,
    ) -> Any:
        """Ask one node, as the administrator when security is on: what it answers, out of JSON."""
        request = urllib.request.Request(  # noqa: S310 (our own address)
            self.addresses[node] + path,
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers={"Content-Type": "application/json"},
        )
        if self.security:
            login = b64encode(f"{self.admin.name}:{self.admin.password}".encode()).decode()
            request.add_header("Authorization", f"Basic {login}")
        # Whatever proxy the machine has, it does not lead to 127.0.0.1.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=timeout) as answer:
            return json.load(answer)

    def _configure(self) -> None:
        if not is_readable(self._home, self._identity):
            # The project stands in a folder that only its owner may enter.
            self._home = Path(shutil.copytree(self._home, self.folder / "elasticsearch"))
        if self._port is not None:
            require_free(range(self._port, self._port + len(self.nodes)))
        ports = free_ports(2 * len(self.nodes))
        for index, node in enumerate(self.nodes):
            node.http_port = ports[2 * index] if self._port is None else self._port + index
            node.transport_port = ports[2 * index + 1]
        self._configure_nodes()

    def _configure_nodes(self) -> None:
        settings: dict[str, Any] = {
            "cluster.name": self._name,
            "xpack.security.enabled": self.security,
            # A disk that is nearly full is a reason to refuse writes in production, not here.
            "cluster.routing.allocation.disk.threshold_enabled": False,
        }
        if len(self.nodes) == 1:
            settings["discovery.type"] = "single-node"
        else:
            settings["discovery.seed_hosts"] = [
                f"127.0.0.1:{node.transport_port}" for node in self.nodes
            ]
            settings["cluster.initial_master_nodes"] = [node.name for node in self.nodes]
        for node in self.nodes:
            node.folder.mkdir(exist_ok=True)
            node.configure(self._home, self._heap, settings)
            if self.security:
                make_accounts(
                    node,
                    (self.admin, self.limited),
                    self.prefix,
                    home=self._home,
                    java=self._java,
                )

    def _is_ready(self) -> bool:
        """Wait until every node sees all the others; false when one ends or time is over."""
        count = len(self.nodes)
        what = "Elasticsearch démarre" if count == 1 else f"{count} nœuds d’Elasticsearch démarrent"
        deadline = time.monotonic() + START_TIMEOUT
        ready: set[int] = set()
        with telling(what) as progress:
            while time.monotonic() < deadline:
                if any(not node.is_running for node in self.nodes):
                    return False
                for number in set(range(count)) - ready:
                    if self._answers(number):
                        ready.add(number)
                if len(ready) == count:
                    return True
                progress("" if count == 1 else f"{len(ready)} sur {count}")
                time.sleep(0.3)
        return False

    def _answers(self, number: int) -> bool:
        path = (
            f"/_cluster/health?wait_for_nodes=>={len(self.nodes)}&wait_for_status=yellow&timeout=1s"
        )
        try:
            health = self.request(path, node=number)
        except (OSError, ValueError):
            return False
        return health.get("cluster_name") == self._name and health["timed_out"] is False
