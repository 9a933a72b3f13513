"""One node: its files and its process, which ends with the process that started it at the latest."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

STOP_TIMEOUT = 40.0
KILL_TIMEOUT = 10.0
LEASH = Path(__file__).with_name("leash.py")
# A log of the collector for each node would be written beside the others, and read by nobody.
JVM_OPTIONS = (
    "-Xms{heap}\n-Xmx{heap}\n-XX:-AlwaysPreTouch\n-Xlog:disable\n-Xlog:all=warning:stderr\n"
)


@dataclass
class Node:
    """`folder` holds its configuration, data and logs; `identity` is what Popen needs to drop
    root's rights, which the server refuses."""

    name: str
    folder: Path
    http_port: int
    transport_port: int
    identity: dict[str, Any] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    leash: subprocess.Popen[bytes] | None = None

    @property
    def configuration(self) -> Path:
        return self.folder / "config"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def configure(self, home: Path, heap: str, settings: dict[str, Any]) -> None:
        """Write its files anew, from those of the distribution; its data are kept."""
        shutil.rmtree(self.configuration, ignore_errors=True)
        shutil.copytree(home / "config", self.configuration)
        options = self.configuration / "jvm.options.d"
        options.mkdir(exist_ok=True)
        (options / "ours.options").write_text(JVM_OPTIONS.format(heap=heap))
        for name in ("data", "logs", "tmp"):
            (self.folder / name).mkdir(exist_ok=True)
        values = {
            "node.name": self.name,
            "network.host": "127.0.0.1",
            "http.port": self.http_port,
            "transport.port": self.transport_port,
            "path.data": str(self.data),
            "path.logs": str(self.folder / "logs"),
            **settings,
        }
        # What JSON writes, YAML reads.
        lines = [f"{name}: {json.dumps(value)}\n" for name, value in values.items()]
        (self.configuration / "elasticsearch.yml").write_text("".join(lines))
        self._give_away()

    def _give_away(self) -> None:
        """Everything in the folder belongs to whoever runs the server."""
        if self.identity:
            for path in (self.folder, *self.folder.rglob("*")):
                os.chown(path, self.identity["user"], self.identity["group"])

    def environment(self, java: Path) -> dict[str, str]:
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "ES_JAVA_HOME": str(java),
            "ES_PATH_CONF": str(self.configuration),
            "ES_TMPDIR": str(self.folder / "tmp"),
        }

    def launch(self, home: Path, java: Path) -> None:
        with (self.folder / "console.txt").open("wb") as output:
            self.process = subprocess.Popen(
                [home / "bin" / "elasticsearch"],
                cwd=self.folder,
                env=self.environment(java),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                # Ctrl-C goes to the command first, then we stop this. The server is a child of its
                # launcher: the group is what a kill reaches.
                start_new_session=True,
                **self.identity,
            )
        self.leash = subprocess.Popen(
            [sys.executable, LEASH, str(self.process.pid)],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the launcher and to the server that it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def kill(self) -> None:
        """kill -9: no file is closed, nobody is told."""
        self.send(signal.SIGKILL)
        if self.process is not None:
            self.process.wait()
            self._wait_for_silence()
        if self.leash is not None:
            self.leash.communicate()  # closes its input
            self.leash = None

    def _wait_for_silence(self) -> None:
        """The server is a grandchild, which cannot be waited for: when its port is closed, so are
        its files."""
        deadline = time.monotonic() + KILL_TIMEOUT
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.http_port)):
                    return
            time.sleep(0.02)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.send(signal.SIGCONT)  # a frozen one would not hear
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=STOP_TIMEOUT)
        self.kill()

    def said(self) -> str:
        """What it wrote on its console since it was last launched."""
        return (self.folder / "console.txt").read_text(errors="replace")
