"""What this machine lends to nodes: an account that is not root, a folder, free ports."""

from __future__ import annotations

import os
import pwd
import socket
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .distribution import ServerProblem


def unprivileged_identity() -> dict[str, Any]:
    """What Popen needs to drop root's rights, which Elasticsearch refuses; nothing for others."""
    if os.geteuid() != 0:
        return {}
    try:
        account = pwd.getpwnam("nobody")
    except KeyError:
        raise ServerProblem(
            "Elasticsearch refuse d’être lancé par root, et le compte « nobody » n’existe pas."
        ) from None
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def own_folder(folder: Path | None, identity: dict[str, Any]) -> Path:
    """The folder of the nodes, belonging to whoever runs them and closed to everyone else."""
    if folder is None:
        folder = Path(tempfile.mkdtemp(prefix="reciprocites-elasticsearch-"))
    else:
        folder = folder.resolve() / "reciprocites-elasticsearch"
        folder.mkdir(parents=True, exist_ok=True)
    if identity:
        os.chown(folder, identity["user"], identity["group"])
        if not is_readable(folder, identity):
            raise ServerProblem(
                f"Lancé par root, Elasticsearch tourne sous le compte « nobody », qui n’a pas accès "
                f"à {folder}.\nChoisissez un dossier ouvert, par exemple dans /var/lib."
            )
    return folder


def is_readable(path: Path, identity: dict[str, Any]) -> bool:
    """Whether the account of the server can go through all the folders that lead there."""
    check = subprocess.run(
        ["/bin/sh", "-c", 'test -r "$0" && test -x "$0"', path], cwd="/", **identity
    )
    return check.returncode == 0


def free_ports(count: int) -> list[int]:
    """Ports that are free together."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def require_free(ports: Iterable[int]) -> None:
    """Refuse ports that another program holds."""
    for port in ports:
        with socket.socket() as probe:
            # As servers do: a port that was left a moment ago is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except (OSError, OverflowError):
                raise ServerProblem(
                    f"le port {port} de 127.0.0.1 est déjà pris, ou n’est pas un port.\n"
                    "Sans --port, un port libre est choisi."
                ) from None
