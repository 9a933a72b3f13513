"""A process of its own on the database of DATABASE_URL: does what it reads, line by line.

get ADDRESS     asks the site; answers in JSON: {status, kept, text}
begin, commit, rollback, and any statement of SQL; answers {}
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django
from django.conf import settings


def main() -> None:
    django.setup()
    settings.KEPT_PAGES_MB = 8
    for line in sys.stdin:
        print(json.dumps(done(line.strip())), flush=True)  # noqa: T201 - read by the test


def done(line: str) -> dict[str, Any]:
    from django.db import connection, transaction

    if line.startswith("get "):
        return answered(line.removeprefix("get "))
    match line:
        case "begin":
            transaction.set_autocommit(False)
        case "commit" | "rollback":
            getattr(transaction, line)()
            transaction.set_autocommit(True)
        case _:
            with connection.cursor() as cursor:
                cursor.execute(line)
    return {}


_readers: list[Any] = []


def answered(address: str) -> dict[str, Any]:
    from tests.kb.kept.conftest import Reader

    if not _readers:
        _readers.append(Reader())
    answer = _readers[0].get(address)
    return {
        "status": answer.status_code,
        "kept": _readers[0].kept,
        "text": answer.content.decode(),
    }


if __name__ == "__main__":
    main()
