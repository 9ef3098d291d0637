"""`make test`: everything on SQLite, then on PostgreSQL where one is reachable; in a browser where one is there.

What cannot run says why and how to get it. Words after `ARGS=` are handed to pytest and run on SQLite only.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any

ENGINES, BROWSER = ["--ignore=tests/browser"], ["tests/browser"]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def main() -> int:
    """Run the suites; returns pytest's own exit code of the last that failed."""
    environ = dict(os.environ)
    browser = environ.get("POMNI_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), "")
    if browser:
        environ["POMNI_CHROMIUM"] = browser
    else:
        print("Browser tests are left out: no Chromium. To get it: sudo apt install chromium")
    if words := sys.argv[1:]:
        return pytest(words, environ)
    server = environ.get("POMNI_TEST_DATABASE_URL", "")
    trouble = unreachable(server)
    if trouble:
        environ.pop("POMNI_TEST_DATABASE_URL", None)
        print(f"PostgreSQL is left out: {trouble}. To have it, name a server where databases may be made:")
        print("POMNI_TEST_DATABASE_URL=postgresql://user@127.0.0.1/postgres make test")
    return side_by_side(environ, browser=bool(browser), server="" if trouble else server)


def side_by_side(environ: dict[str, str], *, browser: bool, server: str) -> int:
    """The suite on SQLite with half of the browser's stories; meanwhile, told after them, the other half and PostgreSQL."""
    with tempfile.TemporaryFile("w+") as told, ThreadPoolExecutor(1) as beside:
        other = beside.submit(second_lane, environ, told, browser=browser, server=server) if server else None
        print("--- SQLite", flush=True)
        code = pytest(ENGINES, environ)
        if browser:
            part, words = ("1/2", ", the first half") if server else ("1/1", "")
            print(f"--- Browser, on SQLite{words}", flush=True)
            code = pytest([*BROWSER, "--part", part], environ) or code
        if other:
            code = other.result() or code
            told.seek(0)
            print(told.read(), end="", flush=True)
    return code


def second_lane(environ: dict[str, str], told: Any, *, browser: bool, server: str) -> int:
    """What runs beside: PostgreSQL's lines are kept for the end."""
    with tempfile.TemporaryFile("w+") as last:
        code = start(ENGINES, environ | {"DATABASE_URL": server}, last).wait()
        if browser:
            print("--- Browser, on SQLite, the second half", file=told, flush=True)
            code = start([*BROWSER, "--part", "2/2"], environ, told).wait() or code
        last.seek(0)
        told.seek(0, os.SEEK_END)
        print(f"--- PostgreSQL\n{last.read()}", end="", file=told, flush=True)
    return code


def pytest(words: list[str], environ: dict[str, str]) -> int:
    """One run of pytest."""
    return start(words, environ).wait()


def start(words: list[str], environ: dict[str, str], told: Any = None) -> subprocess.Popen:
    """Begin a run of pytest, whose lines go to `told`, or here."""
    command = [sys.executable, "-m", "pytest", "-q", *words]
    return subprocess.Popen(command, env=environ, stdout=told, stderr=told and subprocess.STDOUT)


def unreachable(server: str) -> str:
    """Why the PostgreSQL cannot be used for tests, or nothing."""
    if not server:
        return "POMNI_TEST_DATABASE_URL is not set"
    import psycopg

    try:
        psycopg.connect(server, connect_timeout=5).close()
    except psycopg.OperationalError as error:
        return str(error).strip().splitlines()[0]
    return ""


if __name__ == "__main__":
    sys.exit(main())
