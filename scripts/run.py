"""Everything between an installed .venv and a site that answers: `make run`.

Each step looks first whether it is needed, so that starting again takes a few seconds.
"""

import argparse
import hashlib
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


def main() -> None:
    port = _read_port()
    _refuse_taken_port(port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings.dev")
    os.environ.setdefault("SITE_URL", f"http://{HOST}:{port}")
    sys.path.insert(0, str(BASE_DIR))
    (BASE_DIR / "var").mkdir(exist_ok=True)

    import django

    django.setup()
    collect_static()
    migrate()
    create_site()
    bring_index_up_to_date()
    tell_second_factor()
    _serve(port)


def say(step: str) -> None:
    print(f"• {step}", flush=True)


def collect_static() -> None:
    """Hashed and compressed copies of the assets, made again only when a source has changed."""
    from django.conf import settings
    from django.core.management import call_command

    stamp = Path(settings.STATIC_ROOT) / ".fingerprint"
    fingerprint = _fingerprint_of_assets()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    say("Feuilles de style, scripts et images : préparation…")
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)


def migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"Base de données : {len(plan)} migrations à appliquer…")
        call_command("migrate", interactive=False, verbosity=0)


def create_site() -> None:
    from django.core.management import call_command

    say("Contenu : arborescence, groupes et fiches…")
    call_command("create_site")


def bring_index_up_to_date() -> None:
    from django.core.management import CommandError, call_command

    try:
        with Path(os.devnull).open("w") as nowhere:
            call_command("check_search", stdout=nowhere, stderr=nowhere)
    except (CommandError, SystemExit):
        say("Index de recherche : reconstruction…")
        try:
            call_command("rebuild_search")
        except CommandError as error:
            say(f"{error} La base de données répond à la place d’Elasticsearch.")


def tell_second_factor() -> None:
    from django.conf import settings

    if not settings.SECOND_FACTOR:
        say(
            "Espace de rédaction : le mot de passe suffit sur cette machine. SECOND_FACTOR=true "
            "demande aussi un code, comme en production."
        )


def _read_port() -> int:
    parser = argparse.ArgumentParser(description="Prépare le site puis le sert sur cette machine.")
    parser.add_argument("--port", default="8000")
    text = parser.parse_args().port
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        sys.exit(f"Arrêt : PORT={text} n’est pas un port (un nombre de 1 à 65535).")
    return int(text)


def _refuse_taken_port(port: int) -> None:
    try:
        _bind(port)
    except PermissionError:
        sys.exit(f"Arrêt : le port {port} est réservé ; choisissez-en un au-dessus de 1023.")
    except OSError:
        free = _bind(0)
        sys.exit(
            f"Arrêt : le port {port} de {HOST} est déjà pris, peut-être par un autre « make run ».\n"
            f"        Arrêtez l’autre programme, ou choisissez un autre port :"
            f" make run PORT={free}"
        )


def _bind(port: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((HOST, port))
        return int(probe.getsockname()[1])


def _fingerprint_of_assets() -> str:
    """Libraries are known by their lock file, our own assets by their content."""
    digest = hashlib.sha256((BASE_DIR / "requirements.lock").read_bytes())
    for path in _own_assets():
        digest.update(str(path.relative_to(BASE_DIR)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _own_assets() -> Iterator[Path]:
    for folder in sorted(BASE_DIR.glob("*/static")):
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def _serve(port: int) -> None:
    """Become gunicorn: no connection or thread of the preparation survives into the server."""
    os.chdir(BASE_DIR)
    os.execv(  # noqa: S606
        sys.executable,
        [
            sys.executable,
            "-m",
            "gunicorn",
            f"--bind={HOST}:{port}",
            "--config=scripts/gunicorn_run.py",
            "kb.wsgi:application",
        ],
    )


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nArrêté pendant la préparation ; relancez make run pour la finir.")
