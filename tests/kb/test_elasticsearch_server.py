"""`make elasticsearch`: the server is fetched whole or not at all, starts, and leaves nothing."""

from __future__ import annotations

import hashlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest

from scripts.elastic_server import distribution
from scripts.elastic_server.distribution import ServerProblem
from tests.running_site import BASE_DIR, free_port
from tests.search.elastic_server import own_server

# The version of another program, to be recognised as too old.
OLD_JAVA = """#!/bin/sh
echo 'openjdk version "11.0.22" 2024-01-16' >&2
"""


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which nothing is fetched and no tool is installed: the folder of its tools."""
    tools = tmp_path / "tools"
    tools.mkdir()
    cache = tmp_path / "cache"
    monkeypatch.setenv("PATH", str(tools))
    monkeypatch.delenv("ES_JAVA_HOME", raising=False)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(distribution, "JAVA_FOLDER", tmp_path / "nowhere")
    monkeypatch.setattr(distribution, "CACHE", cache)
    monkeypatch.setattr(distribution, "HOME", cache / distribution.HOME.name)
    return tools


def install(tools: Path, name: str, script: str) -> None:
    program = tools / name
    program.write_text(script)
    program.chmod(0o755)


@pytest.fixture
def archive(machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What Maven hands over: it copies this file."""
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(f"{distribution.HOME.name}/bin/elasticsearch", "#!/bin/sh\n")
        file.writestr(f"{distribution.HOME.name}/config/roles.yml", "")
    monkeypatch.setattr(distribution, "SHA256", hashlib.sha256(path.read_bytes()).hexdigest())
    install(
        machine,
        "mvn",
        f"""#!{sys.executable}
import shutil, sys
folder = next(part.split("=", 1)[1] for part in sys.argv if part.startswith("-DoutputDirectory="))
shutil.copy("{path}", folder + "/elasticsearch-{distribution.VERSION}.zip")
""",
    )
    return path


@pytest.mark.sqlite
class TestFetching:
    def test_without_java_the_cure_is_told(self, machine: Path):
        with pytest.raises(ServerProblem) as problem:
            distribution.java_home()
        assert "aucun Java" in str(problem.value)
        assert "apt-get install default-jre-headless" in str(problem.value)

    def test_a_java_that_is_too_old_is_named_with_its_version(self, machine: Path):
        install(machine, "java", OLD_JAVA)
        with pytest.raises(ServerProblem) as problem:
            distribution.java_home()
        assert f"{machine / 'java'} (version 11)" in str(problem.value)

    def test_a_recent_java_found_elsewhere_does(self, machine: Path, tmp_path, monkeypatch):
        install(machine, "java", OLD_JAVA)
        (tmp_path / "recent" / "bin").mkdir(parents=True)
        install(tmp_path / "recent" / "bin", "java", OLD_JAVA.replace("11.0.22", "21.0.1"))
        monkeypatch.setenv("ES_JAVA_HOME", str(tmp_path / "recent"))
        assert distribution.java_home() == tmp_path / "recent"

    def test_without_maven_the_cure_is_told(self, machine: Path):
        with pytest.raises(ServerProblem, match="apt-get install maven"):
            distribution.fetched()

    def test_the_server_is_fetched_once_and_its_programs_can_be_run(
        self, machine: Path, archive: Path
    ):
        home = distribution.fetched()
        assert (home / "bin" / "elasticsearch").stat().st_mode & 0o777 == 0o755
        assert (home / "config" / "roles.yml").stat().st_mode & 0o777 == 0o644
        assert home.parent.stat().st_mode & 0o777 == 0o755
        (machine / "mvn").unlink()
        assert distribution.fetched() == home

    def test_what_an_interrupted_fetch_left_is_thrown_away(self, machine: Path, archive: Path):
        leftover = distribution.CACHE / "partial-of-yesterday"
        leftover.mkdir(parents=True)
        (leftover / "elasticsearch.zip").write_bytes(archive.read_bytes()[:50])
        distribution.fetched()
        assert sorted(path.name for path in distribution.CACHE.iterdir()) == [
            distribution.HOME.name,
            "lock",
        ]

    def test_an_archive_that_is_not_whole_is_refused_and_the_next_fetch_succeeds(
        self, machine: Path, archive: Path
    ):
        whole = archive.read_bytes()
        archive.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(ServerProblem, match="son empreinte diffère"):
            distribution.fetched()
        assert not distribution.is_fetched()
        assert [path.name for path in distribution.CACHE.iterdir()] == ["lock"]
        archive.write_bytes(whole)
        assert distribution.fetched().is_dir()

    def test_the_message_of_a_maven_that_fails_is_shown(self, machine: Path):
        install(machine, "mvn", "#!/bin/sh\necho '[ERROR] No route to host'\nexit 1\n")
        with pytest.raises(ServerProblem) as problem:
            distribution.fetched()
        assert "[ERROR] No route to host" in str(problem.value)
        assert "Vérifiez la connexion au réseau" in str(problem.value)


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.elasticsearch
class TestCommand:
    @pytest.fixture(autouse=True)
    def server_that_is_fetched(self):
        own_server().close()  # skips, or fails, where there is none

    @pytest.fixture
    def folder(self):
        """One that the account of the server can enter: pytest closes its own."""
        with tempfile.TemporaryDirectory() as name:
            Path(name).chmod(0o755)
            yield Path(name)

    def test_it_prints_the_address_and_ctrl_c_leaves_nothing(self, folder: Path):
        port = free_port()
        command = subprocess.Popen(
            [BASE_DIR / "scripts" / "elasticsearch", "--port", str(port), "--data", folder],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            assert command.stdout is not None
            said = command.stdout.readline() + command.stdout.readline()
            assert f"• Elasticsearch répond : http://127.0.0.1:{port}\n" in said
            assert f"export ELASTICSEARCH_URL=http://127.0.0.1:{port}\n" in said
            health = f"http://127.0.0.1:{port}/_cluster/health"
            with urllib.request.urlopen(health, timeout=10) as answer:
                assert answer.status == 200
            command.send_signal(signal.SIGINT)
            command.send_signal(signal.SIGINT)  # out of impatience
            assert "• Elasticsearch est arrêté." in command.stdout.read()
        finally:
            command.terminate()
            command.communicate(timeout=60)
        assert command.returncode == 0
        assert not is_listening(port)

    def test_a_server_does_not_outlive_a_command_that_is_killed(self, folder: Path):
        """An interrupted run of tests, for instance: nobody is left to stop the server."""
        port = free_port()
        command = subprocess.Popen(
            [BASE_DIR / "scripts" / "elasticsearch", "--port", str(port), "--data", folder],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        try:
            assert command.stdout is not None
            command.stdout.readline()
            assert is_listening(port)
        finally:
            command.kill()
            command.communicate()
        deadline = time.monotonic() + 30
        while is_listening(port) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not is_listening(port)

    def test_a_port_that_is_taken_is_told(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            done = subprocess.run(
                [BASE_DIR / "scripts" / "elasticsearch", "--port", str(port)],
                capture_output=True,
                text=True,
                timeout=60,
            )
        assert done.returncode == 1
        assert f"le port {port} de 127.0.0.1 est déjà pris" in done.stderr

    def test_a_command_gets_a_server_and_its_own_exit_status(self, folder: Path):
        done = subprocess.run(
            [
                BASE_DIR / "scripts" / "with_elasticsearch",
                sys.executable,
                "-c",
                "import os, sys; print(os.environ['ELASTICSEARCH_TEST_URL']); sys.exit(7)",
            ],
            env={"PATH": "/usr/bin:/bin", "TMPDIR": str(folder)},
            capture_output=True,
            text=True,
            timeout=180,
        )
        assert done.returncode == 7
        address = re.fullmatch(r"http://127\.0\.0\.1:(\d+)\n", done.stdout)
        assert address is not None
        assert not is_listening(int(address[1]))
        assert list(folder.iterdir()) == []
