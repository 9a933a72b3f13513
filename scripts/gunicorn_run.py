"""gunicorn as `make run` starts it: few processes, quiet, words in French. Not for production."""

from typing import Any

# Threads wait for SQLite's one writer; two processes use both cores of a small machine.
workers = 2
threads = 4
worker_class = "gthread"
control_socket_disable = True  # nothing on this machine asks for it
loglevel = "warning"
graceful_timeout = 5
limit_request_line = 8190  # the most: the site answers too long an address itself, in French


def when_ready(server: Any) -> None:
    address = "{}:{}".format(*server.address[0])
    print(f"• Le site répond : http://{address}/ (administration : http://{address}/admin/)")
    print("  Ctrl-C pour l’arrêter.", flush=True)


def on_exit(server: Any) -> None:
    print("\n• Site arrêté.", flush=True)
