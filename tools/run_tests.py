"""`make test`: everything on SQLite, then on PostgreSQL where one is reachable; in a browser where one is there.

What cannot run says why and how to get it. Words after `ARGS=` are handed to pytest and run on SQLite only.
"""

import os
import shutil
import subprocess
import sys

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def main() -> int:
    """Run the suites; returns pytest's own exit code of the first that failed, else of the last."""
    environ = dict(os.environ)
    browser = environ.get("POMNI_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), "")
    if browser:
        environ["POMNI_CHROMIUM"] = browser
    else:
        print("Browser tests are left out: no Chromium. To get it: sudo apt install chromium")
    if words := sys.argv[1:]:
        return pytest(words, environ)
    without = [] if browser else ["-m", "not browser"]
    server = environ.get("POMNI_TEST_DATABASE_URL", "")
    trouble = unreachable(server)
    print("--- SQLite", flush=True)
    code = pytest(without, environ)
    if trouble:
        print(f"PostgreSQL is left out: {trouble}. To have it, name a server where databases may be made:")
        print("POMNI_TEST_DATABASE_URL=postgresql://user@127.0.0.1/postgres make test")
        return code
    if code:
        return code
    print("--- PostgreSQL", flush=True)
    return pytest(["-m", "not browser"], environ | {"DATABASE_URL": server})


def pytest(words: list[str], environ: dict[str, str]) -> int:
    """One run of pytest."""
    return subprocess.run([sys.executable, "-m", "pytest", "-q", *words], env=environ, check=False).returncode


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
