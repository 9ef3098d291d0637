"""`make test`: everything on SQLite, then on PostgreSQL where one is reachable; in a browser where one is there.

What cannot run says why and how to get it. Words after `ARGS=` are handed to pytest and run on SQLite only.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from subprocess import PIPE, STDOUT

ENGINES, BROWSER = ["--ignore=tests/browser"], ["tests/browser"]
PARTS = ("1/3", "2/3", "3/3")  # of the browser's stories
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
        return in_one_lane(environ, browser=bool(browser))
    return in_two_lanes(environ, server, PARTS if browser else ())


def in_one_lane(environ: dict[str, str], *, browser: bool) -> int:
    """Everything that needs no PostgreSQL, one after the other."""
    print("--- SQLite", flush=True)
    code = pytest(ENGINES, environ)
    if browser:
        print("--- Browser, on SQLite", flush=True)
        code = pytest(BROWSER, environ) or code
    return code


def in_two_lanes(environ: dict[str, str], server: str, parts: Sequence[str]) -> int:
    """Two runs at a time: whichever ends first is followed by the next that waits. PostgreSQL's lines are told last."""
    with ThreadPoolExecutor(2) as lanes:
        print("--- SQLite", flush=True)
        first = lanes.submit(pytest, ENGINES, environ)
        last = lanes.submit(kept, ENGINES, environ | {"DATABASE_URL": server})
        stories = [lanes.submit(kept, [*BROWSER, "--part", part], environ) for part in parts]
        codes = [first.result()]
        codes += [tell(f"Browser, on SQLite, {part}", run) for part, run in zip(parts, stories, strict=True)]
        codes.append(tell("PostgreSQL", last))
    return next((code for code in reversed(codes) if code), 0)


def kept(words: list[str], environ: dict[str, str]) -> tuple[int, str]:
    """One run of pytest, whose lines are kept: its exit code, and what it said."""
    ran = subprocess.run(command(words), env=environ, stdout=PIPE, stderr=STDOUT, text=True, check=False)
    return ran.returncode, ran.stdout


def tell(title: str, run: "Future[tuple[int, str]]") -> int:
    """What a run said, as soon as it has ended; its exit code."""
    code, told = run.result()
    print(f"--- {title}\n{told}", end="", flush=True)
    return code


def pytest(words: list[str], environ: dict[str, str]) -> int:
    """One run of pytest, whose lines come as they are said; its exit code."""
    return subprocess.run(command(words), env=environ, check=False).returncode


def command(words: list[str]) -> list[str]:
    """A run of pytest with these words."""
    return [sys.executable, "-m", "pytest", "-q", *words]


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
