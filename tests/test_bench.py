"""The bench runs, and its company is the same every time: figures of different days can be compared."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.house import HOUSE

TOOLS = HOUSE / "tools"
# The end of the chain over the small company. Another one means that the generator, an event or the chain has changed:
# raise VERSION in tools/benchmark/story.py, so that large companies are filled anew, and write the new one here.
HEAD = "2b3d8e354a16885ad24316fa4358801285fda5d9f1a3dfefddb996c55ae75e5c"


@pytest.fixture(autouse=True)
def _importable(monkeypatch):
    monkeypatch.syspath_prepend(str(TOOLS))


def environ(**more):
    """The environment of a bench on this suite's own engine."""
    server = os.environ.get("DATABASE_URL", "")
    return os.environ | {"POMNI_TEST_DATABASE_URL": server, "DATABASE_URL": ""} | more


def test_the_bench_measures_everything_and_says_what_is_within_its_budget(tmp_path):
    engine = "postgresql" if "postgresql" in settings.DATABASES["default"]["ENGINE"] else "sqlite"
    report = tmp_path / "bench.md"
    words = ["--quick", "--engine", engine, "--data", str(tmp_path / "data"), "--report", str(report)]
    ran = subprocess.run(
        [sys.executable, str(TOOLS / "bench.py"), *words], env=environ(), capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    told = report.read_text()
    for expected in (
        "bare view",
        "list of clients",
        "card with 300 moments",
        "timeline of 10,000, as of",
        "do-not-forget board of all",
        "API: 100 clients",
        "add_client",
    ):
        assert f"{expected}" in told
    for figure in (
        "8 writers with the spine: requests",
        "oldest unsealed",
        "start to the first answer",
        "memory of a web worker",
        "count of a segment with five conditions, few found",
        "list of clients with 200 custom fields",
        "duplicate sweep",
        "import of 100 clients with notes and tasks",
        "bulk change of 50 clients (tag)",
    ):
        (line,) = [line for line in told.splitlines() if line.startswith(f"| {figure}")]
        assert line.endswith(("| held |", "| **over** |"))
    assert str(tmp_path) not in told
    assert not list((tmp_path / "data").glob("*run*"))


def test_the_company_of_the_bench_is_the_same_every_time_and_its_chain_is_whole(tmp_path):
    from benchmark.grounds import OnSqlite
    from benchmark.size import QUICK

    ground = OnSqlite(tmp_path, QUICK)
    assert ground.fill()
    assert not ground.fill()  # what is there already is used again
    around = environ(POMNI_DATA=str(ground.kept))
    words = [sys.executable, "-m", "pomni.config.cli", "audit", "verify"]
    told = subprocess.run(words, env=around, capture_output=True, text=True, check=True).stdout
    assert told.strip() == f"sealed: 5000, not sealed yet: 0, faults: 0, head: {HEAD}"
