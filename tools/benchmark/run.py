"""The whole run: fill where needed, measure stage by stage on each engine, write the report."""

import argparse
import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmark.grounds import HOUSE, OnPostgresql, OnSqlite, stage
from benchmark.report import report
from benchmark.size import FULL, QUICK, Size
from benchmark.stage import STAGES

# Left out of a whole run: it takes longer than all the others together. Its report stands in docs/planted.md.
ALONE = "planted"


def main() -> int:
    """Exit codes: 0 all measured (whatever the figures), 2 asked wrongly."""
    asked = _asked()
    size = QUICK if asked.quick else FULL
    grounds = _grounds(asked, size)
    found = {name: _measure(name, ground, size, asked.only) for name, ground in grounds.items()}
    asked.report.parent.mkdir(parents=True, exist_ok=True)
    asked.report.write_text(report(found, size), encoding="utf-8")
    _tell_how_long(grounds)
    print(f"The report is in {asked.report}")
    return 0


def _asked() -> argparse.Namespace:
    told = argparse.ArgumentParser(prog="bench", description=__doc__)
    told.add_argument(
        "--quick", action="store_true", help="a small company and short measures: to see that all runs"
    )
    told.add_argument("--engine", choices=["sqlite", "postgresql", "both"], default="both")
    told.add_argument(
        "--only", choices=STAGES, action="append", help="only this stage; can be given several times"
    )
    told.add_argument(
        "--data", type=Path, default=HOUSE / "bench-data", help="where the filled company is kept"
    )
    told.add_argument("--report", type=Path, default=HOUSE / "docs" / "bench.md")
    return told.parse_args()


def _grounds(asked: argparse.Namespace, size: Size) -> dict[str, Any]:
    folder, server = asked.data.resolve(), os.environ.get("POMNI_TEST_DATABASE_URL", "")
    grounds: dict[str, Any] = {}
    if asked.engine != "postgresql":
        grounds["sqlite"] = OnSqlite(folder, size)
    if asked.engine != "sqlite" and server:
        grounds["postgresql"] = OnPostgresql(folder, size, server)
    elif asked.engine != "sqlite":
        print("PostgreSQL is left out: POMNI_TEST_DATABASE_URL is not set.")
        print("To have it: POMNI_TEST_DATABASE_URL=postgresql://user@127.0.0.1/postgres make bench")
    return grounds


def _measure(name: str, ground: Any, size: Size, only: list[str] | None) -> dict[str, Any]:
    print(f"{name}: filling {size.clients} clients, {size.moments} moments", flush=True)
    began, found = time.monotonic(), dict[str, Any]()
    if not ground.fill():
        print(f"{name}: what was filled before is used again", flush=True)
    ground.took = {"fill": time.monotonic() - began}
    with ground.copy() as around, tempfile.TemporaryDirectory() as folder:
        for part in only or [one for one in STAGES if one != ALONE]:
            print(f"{name}: {part}", flush=True)
            began = time.monotonic()
            file = Path(folder) / f"{part}.json"
            stage(part, size, around, file)
            found[part] = json.loads(file.read_text())
            ground.took[part] = time.monotonic() - began
    if size is QUICK:
        ground.forget()
    return found


def _tell_how_long(grounds: dict[str, Any]) -> None:
    for name, ground in grounds.items():
        told = ", ".join(f"{part} {seconds:.0f}" for part, seconds in ground.took.items())
        print(f"{name} took {sum(ground.took.values()) / 60:.1f} minutes; in seconds: {told}")
