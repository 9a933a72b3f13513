"""Three nodes under a real site, two of them killed with -9 in turn while people search and editors
publish: nobody sees an error, and the index is equal afterwards. `make test-cluster`, six minutes.

All in processes of their own, as in production: gunicorn, the drainer, the editor.
"""

from __future__ import annotations

import itertools
import statistics
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from scripts.elastic_server.cluster import Cluster
from tests.running_site import BASE_DIR, RunningSite, site_environment, start_site
from tests.search.elastic_server import own_server

pytestmark = [pytest.mark.cluster, pytest.mark.sqlite]

READERS = 3
CALM = 15.0  # seconds with all nodes, then without one
LOST = 40.0
ADDRESSES = (
    "/recherche/?q=eau",
    "/recherche/?q=alimentation+locale",
    "/recherche/?q=%22circuits+courts%22&tri=recent",
    "/recherche/?q=brest&tri=titre",
    "/recherche/?q=tour{number}",
    "/recherche/?q=-mobilite&page=2",
    "/contrats/?q=contrat&page=999",
    "/contrats/?statut=signe",
)
BACKUP_LINE = "Recherche de secours"


@dataclass
class Reader:
    """Searches without a pause, and keeps what was answered."""

    site: str
    seconds: list[float] = field(default_factory=list)
    backup: int = 0
    faults: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def read(self) -> None:
        addresses = itertools.cycle(ADDRESSES)
        for number in itertools.count():
            if self.over.is_set():
                return
            self._search(next(addresses).format(number=number))

    def _search(self, address: str) -> None:
        started = time.monotonic()
        try:
            with urllib.request.urlopen(self.site + address, timeout=60) as answer:
                text = answer.read().decode()
            if "</html>" not in text:
                self.faults.append(f"{address}: half a page")
            self.backup += BACKUP_LINE in text
        except (OSError, urllib.error.HTTPError) as error:
            self.faults.append(f"{address}: {error}")
        self.seconds.append(time.monotonic() - started)


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with own_server(nodes=3) as servers:
        yield servers


@pytest.fixture
def site(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[RunningSite]:
    """The site with its real content, on the three nodes."""
    monkeypatch.setenv("ELASTICSEARCH_URL", cluster.url)
    monkeypatch.setenv("ELASTICSEARCH_SHARDS", "2")
    running = start_site(tmp_path)
    yield running
    running.stop()


def environment(site: RunningSite) -> dict[str, str]:
    """That of the commands that work beside the site."""
    return {**site_environment(site.folder), "DJANGO_SETTINGS_MODULE": "kb.settings.dev"}


def manage(site: RunningSite, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE_DIR,
        env=environment(site),
        capture_output=True,
        text=True,
        timeout=300,
    )


def beside(site: RunningSite, name: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A process that works beside the site; what it says is kept in the folder of the site."""
    with (site.folder / f"{name}.txt").open("wb") as output:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=BASE_DIR,
            env=environment(site),
            stdout=output,
            stderr=output,
        )


def said(site: RunningSite, name: str) -> str:
    return (site.folder / f"{name}.txt").read_text()


def saves(site: RunningSite) -> int:
    lines = said(site, "saver").split()
    return int(lines[-1]) if lines else 0


def eventually(is_so: Callable[[], bool], what: str, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, what
        time.sleep(0.5)


def health(cluster: Cluster, node: int) -> str:
    path = "/_cluster/health/reciprocites?wait_for_nodes=>=2&timeout=2s"
    try:
        return str(cluster.request(path, node=node)["status"])
    except OSError:
        return "away"


def master(cluster: Cluster) -> int:
    """Which node leads the others."""
    (row,) = cluster.request("/_cat/master?format=json")
    return [node.name for node in cluster.nodes].index(row["node"])


def test_nobody_sees_a_node_die_and_the_index_is_equal_afterwards(
    cluster: Cluster, site: RunningSite
):
    eventually(lambda: health(cluster, 0) == "green", "both copies of the two shards")
    shards = cluster.request("/_cat/shards/reciprocites?format=json")
    assert sorted((row["shard"], row["prirep"]) for row in shards) == [
        ("0", "p"),
        ("0", "r"),
        ("1", "p"),
        ("1", "r"),
    ]
    readers = [Reader(site.address) for _ in range(READERS)]
    threads = [threading.Thread(target=reader.read) for reader in readers]
    drainer = beside(site, "drainer", "manage.py", "drain_search", "--watch")
    saver = beside(site, "saver", "-m", "tests.cluster.saver")
    report: list[str] = []
    try:
        for thread in threads:
            thread.start()
        time.sleep(CALM)
        leading = master(cluster)
        for name, lost in (
            ("le nœud qui dirige", leading),
            ("un autre", (leading + 1) % 3),
        ):
            before = sum(len(reader.seconds) for reader in readers), saves(site)
            cluster.kill(lost)
            time.sleep(LOST)
            after = sum(len(reader.seconds) for reader in readers), saves(site)
            assert after[0] > before[0]
            assert after[1] > before[1]
            report.append(
                f"sans {name} : {after[0] - before[0]} recherches et {after[1] - before[1]} "
                f"publications en {LOST:.0f} s"
            )
            cluster.restart()
            eventually(lambda lost=lost: health(cluster, lost) == "green", "the copies made again")
        time.sleep(CALM)
    finally:
        saver.terminate()
        saver.wait(timeout=60)
        for reader in readers:
            reader.over.set()
        for thread in threads:
            thread.join(timeout=90)
    seconds = [second for reader in readers for second in reader.seconds]
    backup = sum(reader.backup for reader in readers)
    faults = [fault for reader in readers for fault in reader.faults]
    report.append(
        f"en tout : {len(seconds)} recherches, {len(faults)} erreurs, {backup} par la base de "
        f"données, médiane {statistics.median(seconds):.2f} s, la plus lente {max(seconds):.2f} s ; "
        f"{saves(site)} publications"
    )
    print("\n" + "\n".join(report))  # noqa: T201 - what `make test-cluster` is run for
    try:
        assert faults == []
        assert saver.returncode == 0, said(site, "saver")
        assert backup < len(seconds) / 2
        # What could not be sent is sent by the drainer alone, and nothing is rebuilt.
        eventually(lambda: manage(site, "drain_search").returncode == 0, said(site, "drainer"))
    finally:
        drainer.terminate()
        drainer.wait(timeout=60)
    checked = manage(site, "check_search")
    assert (checked.returncode, checked.stderr) == (0, "")
    with urllib.request.urlopen(f"{site.address}/recherche/?q=eau", timeout=60) as answer:
        assert BACKUP_LINE not in answer.read().decode()
