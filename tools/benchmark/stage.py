"""One stage in a process of its own: `python -m benchmark.stage NAME SIZE FILE`; the figures go to FILE as JSON."""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

STAGES = {"pages": "pages", "acts": "acting", "crowd": "crowd", "serving": "serving", "browser": "browsing"}
STAGES["schedule"] = "visiting"
STAGES["duplicates"] = "doubles"
STAGES["counts"] = "counting"
STAGES["bulk"] = "changing"
STAGES["import"] = "parts.exchange"  # behind what is measured of a hundred thousand clients: it doubles them
STAGES["planted"] = "planted"


def main(name: str, size: str, file: str) -> None:
    """Set Django up, run the stage, write what it found."""
    import django

    from benchmark.size import SIZES

    django.setup()
    if name == "fill":
        from benchmark.filling import fill

        found: Any = fill(SIZES[size])
    else:
        found = import_module(f"benchmark.{STAGES[name]}").measure(SIZES[size]) | {"versions": _versions()}
    Path(file).write_text(json.dumps(found))


def _versions() -> dict[str, str]:
    import platform

    import django
    from django.db import connection

    connection.ensure_connection()
    if connection.vendor == "sqlite":
        from pomni.kit.sqlite.base import Database

        engine = f"SQLite {Database.sqlite_version}"
    else:
        number = connection.pg_version
        engine = f"PostgreSQL {number // 10000}.{number % 10000}"
    from pomni.kit.clock import today

    return {
        "date": today().isoformat(),
        "Python": platform.python_version(),
        "Django": django.get_version(),
        "engine": engine,
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
