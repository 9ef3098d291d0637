"""A company of its own for each test, on the engine that the suite runs on, and the processes that work in it."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

ACTS = Path(__file__).with_name("acts.py")
SERVER = os.environ.get("DATABASE_URL", "")  # a PostgreSQL where databases may be made; empty: SQLite
PATIENCE = 30  # seconds


class House:
    """A data folder, its database, and the keys of its director."""

    def __init__(self, folder: Path, database_url: str = "", keys: dict[str, str] | None = None) -> None:
        self.folder, self.database_url, self.keys = folder, database_url, keys or {}
        self.notes = folder.with_name(f"{folder.name}-notes")
        self.notes.mkdir(exist_ok=True)

    @property
    def environ(self) -> dict[str, str]:
        """The environment of a process that works for this company."""
        own = {k: v for k, v in os.environ.items() if not k.startswith("POMNI_") and k != "DATABASE_URL"}
        told = {"DATABASE_URL": self.database_url} if self.database_url else {}
        return own | told | {"POMNI_DATA": str(self.folder), "PYTHONWARNINGS": "ignore"}

    def act(self, *words: object, **environ: str) -> Any:
        """Run a part of `acts.py` in a process of its own; what it tells."""
        command = [sys.executable, str(ACTS), *map(str, words)]
        done = subprocess.run(
            command, env=self.environ | environ, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def pomni(self, *words: str) -> subprocess.CompletedProcess:
        """Run the command line."""
        command = [sys.executable, "-m", "pomni.config.cli", *words]
        return subprocess.run(
            command, env=self.environ, capture_output=True, text=True, timeout=120, check=False
        )

    def judge(self, *, again: bool = False) -> dict[str, Any]:
        """What the database holds. `again`: after asking once more for what was not acknowledged."""
        return self.act("judge", self.notes, *(["again"] if again else []))

    def acknowledged(self) -> dict[str, int]:
        """Of each writer: how many steps were acknowledged."""
        return {acked.stem: acked.stat().st_size for acked in self.notes.glob("*.acked")}


@contextlib.contextmanager
def made(folder: Path) -> Iterator[House]:
    """A prepared company; the model of which `copied` makes others."""
    with _database(f"pomni_durable_{os.getpid()}") as url:
        house = House(folder, url)
        house.keys = house.act("prepare")
        yield house


@contextlib.contextmanager
def copied(model: House, folder: Path, number: int) -> Iterator[House]:
    """A company equal to the model, for one test."""
    shutil.copytree(model.folder, folder, dirs_exist_ok=True)
    name = urlsplit(model.database_url).path.strip("/")
    with _database(f"{name}_{number}", name) as url:
        yield House(folder, url, model.keys)


@contextlib.contextmanager
def _database(name: str, model: str = "") -> Iterator[str]:
    if not SERVER:
        yield ""
        return
    like = f' TEMPLATE "{model}"' if model else ""
    _sql(f'CREATE DATABASE "{name}"{like}')
    try:
        yield urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))
    finally:
        _sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _sql(statement: str) -> list[tuple]:
    import psycopg

    with psycopg.connect(SERVER, autocommit=True) as connection:
        found = connection.execute(statement)  # type: ignore[call-overload]  # names made here, not words from outside
        return found.fetchall() if found.description else []


def cut_connections(house: House) -> int:
    """End every connection to the company's database, as a server that restarts does. Returns how many there were."""
    name = urlsplit(house.database_url).path.strip("/")
    return len(_sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"))  # noqa: S608 (ours)


class Served:
    """`pomni serve` for a company, and someone who asks it things."""

    def __init__(self, house: House) -> None:
        self.house, self.port = house, _free_port()
        self.log = house.notes / "serve.log"
        self.seen: set[int] = set()
        self.start()

    def start(self) -> None:
        """Start it and wait for its first answer."""
        with open(self.log, "a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "pomni.config.cli", "serve"],
                env=self.house.environ | {"POMNI_PORT": str(self.port)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_for(self.is_up, lambda: self.log.read_text())
        self.descendants()

    def is_up(self) -> bool:
        """Whether it answers."""
        try:
            return self.ask("GET", "/readyz")[0] == 200
        except OSError:
            return False

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, str]:
        """One request; the status and the words of the answer. Raises OSError where there is none."""
        call = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            call.request(method, path, body=body, headers={"Host": "localhost", **headers})
            answer = call.getresponse()
            return answer.status, answer.read().decode()
        except http.client.HTTPException as cut:
            raise ConnectionResetError(str(cut)) from None
        finally:
            call.close()

    def add(self, name: str, key: str = "") -> tuple[int, str]:
        """Add a client through the API."""
        told = {"Authorization": f"Bearer {self.house.keys['token']}", "Content-Type": "application/json"}
        more = {"Idempotency-Key": key} if key else {}
        return self.ask("POST", "/api/v1/clients", json.dumps({"name": name}), **told, **more)

    def submit(self, path: str, language: str = "en", **fields: str) -> tuple[int, str]:
        """Send a form of a page, signed in as the director."""
        cookies = f"{self.house.keys['cookie']}={self.house.keys['session']}; pomni_csrf={'c' * 32}"
        body = urlencode({"csrfmiddlewaretoken": "c" * 32, **fields})
        kind = "application/x-www-form-urlencoded"
        told = {"Cookie": cookies, "Content-Type": kind, "Accept-Language": language}
        return self.ask("POST" if fields else "GET", path, body if fields else None, **told)

    def descendants(self) -> dict[int, str]:
        """The processes below the supervisor: pid and command line."""
        found = descendants(self.process.pid)
        self.seen |= set(found)
        return found

    def stop(self) -> int:
        """SIGTERM; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def end(self) -> None:
        """Whatever the test has left running."""
        self.descendants()
        for pid in [self.process.pid, *self.seen]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()


def descendants(pid: int) -> dict[int, str]:
    """All processes that descend from this one: pid and command line."""
    found = {}
    for child in (Path(f"/proc/{pid}/task/{pid}/children").read_text().split()) if _is_alive(pid) else []:
        with contextlib.suppress(OSError):
            found[int(child)] = Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
            found |= descendants(int(child))
    return found


def _is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def are_gone(pids: Any) -> bool:
    """Whether none of these processes runs any more."""
    return not any(_is_alive(pid) and _state(pid) not in "ZX" for pid in pids)


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "X"


def wait_for(what: Any, told: Any = lambda: "", seconds: float = PATIENCE) -> None:
    """Wait until `what()` holds; fail with `told()` where it never does."""
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, told()
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
