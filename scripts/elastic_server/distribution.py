"""Where the server comes from: Java, and the files of Elasticsearch, fetched once with Maven.

The vendor publishes on Maven's central repository the server that its own tests run. Which
repository really answers is the business of Maven's configuration on this machine.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from .progress import Progress, telling

VERSION = "8.19.21"
SHA256 = "215d5f3dbf0609a149f6218a9e47b6ae2df34ebbff3c5754e35f15a5e5393c8a"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
JAVA_VERSION = 17
JAVA_FOLDER = Path("/usr/lib/jvm")  # where Debian and Fedora keep them all
CACHE = Path(__file__).resolve().parents[2] / "var" / "elasticsearch"
HOME = CACHE / f"elasticsearch-{VERSION}"
FETCH_TIMEOUT = 900.0


class ServerProblem(Exception):
    """Why there is no server, and the cure, in French: printed as it is."""


def is_fetched() -> bool:
    # A folder with this name is whole: it was renamed when all was in it.
    return HOME.is_dir()


def java_home() -> Path:
    """The folder of a Java that is recent enough: the server asks for one with ES_JAVA_HOME."""
    found: list[str] = []
    for candidate in _javas():
        version = _java_version(candidate)
        if version >= JAVA_VERSION:
            return candidate.parent.parent
        found.append(f"{candidate} (version {version or 'inconnue'})")
    raise ServerProblem(
        f"Elasticsearch demande Java {JAVA_VERSION} ou plus récent ; trouvé : "
        f"{', '.join(found) or 'aucun Java'}.\n"
        "Debian, Ubuntu : apt-get install default-jre-headless\n"
        "Java installé ailleurs : ES_JAVA_HOME=chemin/de/java"
    )


def _javas() -> Iterator[Path]:
    for name in ("ES_JAVA_HOME", "JAVA_HOME"):
        program = Path(os.environ.get(name) or "/nowhere") / "bin" / "java"
        if program.exists():
            yield program
    in_path = shutil.which("java")
    if in_path:
        yield Path(in_path).resolve()
    yield from sorted(JAVA_FOLDER.glob("*/bin/java"))


def _java_version(program: Path) -> int:
    """17 for « openjdk version "17.0.15" », 8 for "1.8.0_402", 0 when it says nothing."""
    try:
        said = subprocess.run([program, "-version"], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return 0
    version = re.search(r'version "(?:1\.)?(\d+)', said.stderr + said.stdout)
    return int(version[1]) if version else 0


def fetched() -> Path:
    """The folder of the server, fetched if it is not there yet. Two commands at once wait for each
    other; what an interrupted one left is thrown away."""
    if is_fetched():
        return HOME
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_fetched():
            return HOME
        for leftover in CACHE.glob("partial-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix="partial-", dir=CACHE))
        try:
            archive = _download(folder)
            with telling("vérification et ouverture de l’archive"):
                _check(archive)
                _unpack(archive, folder)
            (folder / HOME.name).rename(HOME)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return HOME


def _download(folder: Path) -> Path:
    maven = shutil.which("mvn")
    if maven is None:
        raise ServerProblem(
            f"Maven (mvn) est introuvable : il va chercher Elasticsearch {VERSION}, une seule fois.\n"
            "Debian, Ubuntu : apt-get install maven"
        )
    log = folder / "maven.txt"
    command = [
        maven,
        "--batch-mode",
        "--quiet",
        "--strict-checksums",
        COPY,
        f"-Dartifact={ARTIFACT}",
        f"-DoutputDirectory={folder}",
    ]
    with (
        log.open("wb") as output,
        telling(f"Elasticsearch {VERSION} : téléchargement (107 Mo, une seule fois)") as progress,
    ):
        # In a folder of its own: a pom.xml further up would change what Maven does.
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        try:
            status = _waited(process, progress)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        archive = folder / f"elasticsearch-{VERSION}.zip"
        if status or not archive.exists():
            raise ServerProblem(
                f"{log.read_text(errors='replace').strip()}\n"
                "Maven n’a pas pu aller chercher Elasticsearch (son message est ci-dessus).\n"
                "Vérifiez la connexion au réseau et les réglages de Maven, puis relancez."
            )
    return archive


def _waited(process: subprocess.Popen[bytes], progress: Progress) -> int:
    deadline = time.monotonic() + FETCH_TIMEOUT
    while process.poll() is None:
        if time.monotonic() > deadline:
            raise ServerProblem(
                f"Le téléchargement dure depuis plus de {FETCH_TIMEOUT:.0f} s : il est abandonné."
            )
        progress()
        time.sleep(0.2)
    return process.returncode


def _check(archive: Path) -> None:
    digest = hashlib.sha256()
    with archive.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    if digest.hexdigest() != SHA256:
        raise ServerProblem(
            f"L’archive reçue n’est pas celle d’Elasticsearch {VERSION} (son empreinte diffère).\n"
            "Effacez-la du dépôt local de Maven (~/.m2), puis relancez."
        )


def _unpack(archive: Path, folder: Path) -> None:
    with zipfile.ZipFile(archive) as file:
        file.extractall(folder)
    home = folder / HOME.name
    (home / "plugins").mkdir(exist_ok=True)
    # Readable by whoever runs the server, whatever the umask; zipfile forgets what may be run.
    for path in (home, *home.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.parent == home / "bin" else 0o644)
