"""Who may log in to a server that asks for it: accounts and roles in files of the node.

API keys cannot be made on this build of the server, which lacks a filter that their index needs.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .distribution import ServerProblem
from .node import Node

SITE_ROLE = "site"


@dataclass(frozen=True)
class Account:
    """Someone who may log in, with a role of the server."""

    name: str
    password: str
    role: str


def site_role(prefix: str) -> str:
    """What the site needs and no more, for roles.yml: its own indices, and the cluster's health."""
    indices = {"names": [f"{prefix}*"], "privileges": ["all"]}
    return json.dumps({SITE_ROLE: {"cluster": ["monitor"], "indices": [indices]}})


def make_accounts(
    node: Node, accounts: Iterable[Account], prefix: str, *, home: Path, java: Path
) -> None:
    """Write the accounts in the files of the node, which is not started yet."""
    (node.configuration / "roles.yml").write_text(site_role(prefix))
    program = home / "bin" / "elasticsearch-users"
    for account in accounts:
        done = subprocess.run(
            [program, "useradd", account.name, "-p", account.password, "-r", account.role],
            cwd=node.folder,
            env=node.environment(java),
            capture_output=True,
            text=True,
            timeout=120,
            **node.identity,
        )
        if done.returncode:
            raise ServerProblem(f"Le compte n’a pas pu être créé :\n{done.stdout}{done.stderr}")
