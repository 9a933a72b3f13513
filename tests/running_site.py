"""A site started in a process of its own by scripts/run.py, as `make run` does."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
START_TIMEOUT = 420.0
DJANGO_VARIABLES = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "SITE_URL")


@dataclass
class RunningSite:
    address: str
    folder: Path
    process: subprocess.Popen[bytes]

    def stop(self) -> int:
        """Ctrl-C, then the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)

    def said(self) -> str:
        return (self.folder / "output.txt").read_text()


def database_file(folder: Path) -> Path:
    """Where the database of the site of this folder is."""
    return folder / "site.sqlite3"


def site_environment(folder: Path) -> dict[str, str]:
    """This process's environment with every file of the site inside `folder`."""
    inherited = {name: value for name, value in os.environ.items() if name not in DJANGO_VARIABLES}
    return {
        **inherited,
        "DATABASE_URL": f"sqlite:///{database_file(folder)}",
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
    }


def start_site(folder: Path, **variables: str) -> RunningSite:
    """Start a site whose files are in `folder`, with more variables of the environment, and return
    once it answers."""
    port = free_port()
    with (folder / "output.txt").open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "scripts/run.py", "--port", str(port)],
            cwd=BASE_DIR,
            env={**site_environment(folder), **variables},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    site = RunningSite(f"http://127.0.0.1:{port}", folder, process)
    deadline = time.monotonic() + START_TIMEOUT
    while process.poll() is None and time.monotonic() < deadline:
        if _answers(site.address):
            return site
        time.sleep(0.2)
    process.kill()
    process.wait()
    raise AssertionError(f"the site did not start:\n{site.said()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/sante/", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True  # unwell, but there: the tests say what is wrong
    except OSError:
        return False
