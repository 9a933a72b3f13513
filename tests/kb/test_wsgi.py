"""The process of a server, as gunicorn starts it."""

import subprocess
import sys
from pathlib import Path

import pytest

BASE_DIR = Path(__file__).resolve().parent.parent.parent

pytestmark = pytest.mark.sqlite


def test_the_collector_does_not_look_again_at_what_a_server_has_loaded():
    program = (
        "import gc, sys, kb.wsgi; "
        "print(gc.get_freeze_count() > len(gc.get_objects()), 'contracts.opendata.views' in sys.modules)"
    )
    started = subprocess.run(
        [sys.executable, "-c", program], cwd=BASE_DIR, capture_output=True, text=True
    )
    assert started.stdout == "True True\n", started.stderr
