"""Kills a group of processes once whoever started this is gone, whatever it died of.

python leash.py GROUP
Its standard input is a pipe that its owner holds: it ends with its owner, also by kill -9.
"""

import contextlib
import os
import signal
import sys

if __name__ == "__main__":
    sys.stdin.buffer.read()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(int(sys.argv[1]), signal.SIGKILL)
