"""Programs of the machine that a test needs: found as `scripts/find` does, else skipped."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.own_database import ROOT

_CURES = {
    "nginx": "needs nginx: apt-get install nginx-light, or NGINX=path of its program",
    "libreoffice": "needs LibreOffice: apt-get install libreoffice-writer-nogui"
    " libreoffice-calc-nogui, or LIBREOFFICE=path of its program",
}


def needed(name: str) -> str:
    """The path of a program; a test that lacks it is skipped, and fails with REQUIRE_ALL=1."""
    found = subprocess.run(
        ["scripts/find", name], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if found.returncode == 0:
        return found.stdout.strip()
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(_CURES[name])
    pytest.skip(_CURES[name])


def opened_by_libreoffice(file: Path, as_format: str, folder: Path, read_as: str = "") -> Path:
    """What LibreOffice made of a file, in a folder of the test: `txt:Text`, `pdf`, `csv`…
    `read_as` is the filter that reads it, with its options, where its name does not tell.

    A profile of its own, so that two tests never wait for one another's.
    """
    read = [f"--infilter={read_as}"] if read_as else []
    subprocess.run(
        [
            needed("libreoffice"),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            *read,
            "--convert-to",
            as_format,
            "--outdir",
            str(folder),
            str(file),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    made = folder / f"{file.stem}.{as_format.partition(':')[0]}"
    assert made.exists(), f"LibreOffice opens no {file.name}"
    return made
