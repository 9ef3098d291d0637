"""Where it is measured: for each engine a filled company that is kept, and a fresh copy of it for each run.

What is kept carries a stamp over the generator's version and all migrations, and is filled anew when that differs.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from benchmark.size import Size
from benchmark.story import VERSION

TOOLS = Path(__file__).resolve().parent.parent
HOUSE = TOOLS.parent


def stamp(size: Size) -> str:
    """What the filled company depends on: the version of the generator, the tables, the size."""
    whole = hashlib.sha256(f"{VERSION} {size.clients} {size.moments}".encode())
    for file in sorted(HOUSE.glob("pomni/*/migrations/*.py")):
        whole.update(file.read_bytes())
    return whole.hexdigest()


def environ(folder: Path, address: str = "") -> dict[str, str]:
    """The environment of a process that works on this ground; settings of one's own are left out."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("POMNI_")}
    path = os.pathsep.join([str(TOOLS), str(HOUSE)])
    told = {"POMNI_DATA": str(folder), "DATABASE_URL": address, "PYTHONPATH": path}
    return own | told | {"DJANGO_SETTINGS_MODULE": "benchmark.settings"}


def stage(name: str, size: Size, around: dict[str, str], file: Path) -> None:
    """Run a stage in a process of its own; its figures are in the file then."""
    words = [sys.executable, "-m", "benchmark.stage", name, size.name, str(file)]
    subprocess.run(words, env=around, cwd=HOUSE, check=True)


class OnSqlite:
    """A folder with a filled database, and copies of it."""

    def __init__(self, folder: Path, size: Size) -> None:
        self.size, self.kept = size, folder / f"sqlite-{size.name}"
        self.run = folder / f"sqlite-{size.name}-run-{os.getpid()}"

    def fill(self) -> bool:
        """Fill it, unless what is kept is of this stamp. Returns whether it was filled."""
        mark = self.kept / "stamp"
        if mark.exists() and mark.read_text() == stamp(self.size):
            return False
        shutil.rmtree(self.kept, ignore_errors=True)
        self.kept.mkdir(parents=True)
        stage("fill", self.size, environ(self.kept), self.kept / "filled.json")
        mark.write_text(stamp(self.size))
        return True

    @contextmanager
    def copy(self) -> Iterator[dict[str, str]]:
        """A copy for one run; gives the environment of those who work on it."""
        shutil.copytree(self.kept, self.run)
        try:
            yield environ(self.run)
        finally:
            shutil.rmtree(self.run)

    def forget(self) -> None:
        """Remove what is kept."""
        shutil.rmtree(self.kept)


class OnPostgresql:
    """A filled database on the server that is named for tests, and copies of it."""

    def __init__(self, folder: Path, size: Size, server: str) -> None:
        self.folder, self.size, self.server = folder, size, server
        self.kept = f"pomni_bench_{size.name}_{hashlib.sha256(str(folder).encode()).hexdigest()[:8]}"
        self.run = f"{self.kept}_run_{os.getpid()}"
        self.data = folder / f"postgresql-{size.name}-run-{os.getpid()}"

    def fill(self) -> bool:
        """Fill it, unless what is kept is of this stamp. Returns whether it was filled."""
        told = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
        if self._ask(told, self.kept) == stamp(self.size):
            return False
        self._make(self.kept, "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
        self.data.mkdir(parents=True)
        try:
            stage("fill", self.size, environ(self.data, self._address(self.kept)), self.data / "filled.json")
        finally:
            shutil.rmtree(self.data)
        self._do(f"COMMENT ON DATABASE {self.kept} IS '{stamp(self.size)}'")
        return True

    @contextmanager
    def copy(self) -> Iterator[dict[str, str]]:
        """A copy for one run; gives the environment of those who work on it."""
        self._make(self.run, f"TEMPLATE {self.kept} STRATEGY FILE_COPY")
        self.data.mkdir(parents=True)
        try:
            yield environ(self.data, self._address(self.run))
        finally:
            self._drop(self.run)
            shutil.rmtree(self.data)

    def forget(self) -> None:
        """Remove what is kept."""
        self._drop(self.kept)

    def _address(self, name: str) -> str:
        return urlunsplit(urlsplit(self.server)._replace(path=f"/{name}"))

    def _make(self, name: str, how: str) -> None:
        self._drop(name)
        self._do(f"CREATE DATABASE {name} {how}")

    def _drop(self, name: str) -> None:
        self._do(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _do(self, statement: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as server:
            server.execute(statement)

    def _ask(self, statement: str, *values: Any) -> Any:
        with psycopg.connect(self.server, autocommit=True) as server:
            row = server.execute(statement, values).fetchone()
        return row[0] if row else None
