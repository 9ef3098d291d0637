"""What the processes of these tests do, with the product's own settings: `python acts.py prepare|crew|judge|cut …`.

The data folder and the database are named by POMNI_DATA and DATABASE_URL, as ever. Answers are one line of JSON.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pomni.config.settings")
    import django

    django.setup()
    print(json.dumps(ACTS[sys.argv[1]](*sys.argv[2:])), flush=True)


def prepare() -> dict[str, str]:
    """Make the tables and a director who has a token and a session."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client as Browser

    from pomni.config import schema
    from pomni.config.seeding import seed
    from pomni.team.commands import make_token
    from pomni.team.models import User

    settings.HOME.create()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    schema.bring_up_to_date()
    list(seed("correct horse battery"))
    director = User.objects.get(username="director")
    token = make_token(director, name="posting", scopes=["people:change"], by=director).secret
    browser = Browser()
    browser.force_login(director, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    connection.close()
    return {"token": token, "session": session, "cookie": settings.SESSION_COOKIE_NAME}


class Writer:
    """Adds a client, edits it, adds the next …; each step is noted when it begins and when its command has returned.

    A successor goes on where the notes end: the step that was not acknowledged is asked for again with the same key.
    """

    def __init__(self, name: str, notes: Path) -> None:
        from pomni.team.models import User

        self.name = name
        self.director = User.objects.get(username="director")
        self.begun = os.open(notes / f"{name}.begun", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.acked = os.open(notes / f"{name}.acked", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.next = os.fstat(self.acked).st_size  # a byte a step

    def step(self) -> None:
        """One command. The acknowledgement is written after it has returned."""
        os.write(self.begun, b".")
        (self._edit if self.next % 2 else self._add)(self.next // 2)
        os.write(self.acked, b".")
        self.next += 1

    def _add(self, number: int) -> None:
        from pomni.people.commands import add_client

        name = f"{self.name}-{number}"
        add_client(name=name, phone=f"+48 6{int(self.name[1:])}{number:07}", by=self.director, key=name)

    def _edit(self, number: int) -> None:
        from pomni.people.commands import edit_client
        from pomni.people.models import Client

        name = f"{self.name}-{number}"
        edit_client(Client.objects.get(name=name), email=f"{name}@example.com", by=self.director)


def write(name: str, notes: Path) -> None:
    writer = Writer(name, notes)
    while True:
        writer.step()


def seal_all_the_time(name: str, notes: Path) -> None:
    from pomni.memory.sealer import seal

    while True:
        seal()
        time.sleep(0.01)


def crew(notes: str, writers: str, seconds: str, seed: str) -> dict[str, int]:
    """Writers and a sealer that are killed at random moments and replaced; at the end all are killed at once."""
    _import_all()
    chance, told = random.Random(int(seed)), Path(notes)
    tasks = {f"w{n}": write for n in range(int(writers))} | {"sealer": seal_all_the_time}
    running = {name: _fork(task, name, told) for name, task in tasks.items()}
    kills = 0
    until = time.monotonic() + float(seconds)
    try:
        while time.monotonic() < until:
            time.sleep(chance.uniform(0.02, 0.3))
            name = chance.choice(list(tasks))
            if not _kill(running.pop(name)):
                raise RuntimeError(f"{name} had fallen by itself; see above.")
            kills += 1
            running[name] = _fork(tasks[name], name, told)
    finally:
        for pid in running.values():
            _kill(pid)
    tries, done = (sum(f.stat().st_size for f in told.glob(kind)) for kind in ("*.begun", "*.acked"))
    return {"seed": int(seed), "kills": kills, "in_the_middle": tries - done}


def _import_all() -> None:
    """Before forking, so that a successor is at work within milliseconds. No connection is opened here."""
    import pomni.memory.sealer
    import pomni.people.commands
    import pomni.team.models  # noqa: F401 (imported for the children)


def _fork(task: Any, name: str, notes: Path) -> int:
    if pid := os.fork():
        return pid
    try:
        task(name, notes)
    except BaseException:
        import traceback

        traceback.print_exc()
    os._exit(1)


def _kill(pid: int) -> bool:
    """Whether it was still running."""
    os.kill(pid, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def judge(notes: str = "", again: str = "") -> dict[str, Any]:
    """What is in the database; with `again`, after every step that was begun and not acknowledged is asked for twice more."""
    for begun in sorted(Path(notes).glob("*.begun")) if again else []:
        for _time in range(2):
            Writer(begun.stem, _copy_of(Path(notes))).step()
    return found()


def _copy_of(notes: Path) -> Path:
    """Notes that the repeated step may change without changing what is judged by."""
    import shutil

    copy = notes / "again"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for file in notes.glob("*.*"):
        shutil.copy(file, copy)
    return copy


def found() -> dict[str, Any]:
    from django.db import connection

    from pomni.memory.models import Concern, Moment, Seal
    from pomni.memory.queries import unsealed_count, verify_chain
    from pomni.memory.sealer import seal
    from pomni.people.models import Client, Holding

    clients: dict[str, dict[str, Any]] = {}
    names = dict(Client.objects.values_list("pk", "name"))
    for pk, name in names.items():
        card = clients.setdefault(name, {"rows": 0, "added": 0, "edited": 0, "concerns": 0, "email": ""})
        card["rows"] += 1
        held = Holding.objects.filter(client=pk, contact_point__kind="email")
        card["email"] = held.values_list("typed", flat=True).first() or ""
    astray = 0
    for kind, pk in Moment.objects.filter(record="people.client").values_list("kind", "record_id"):
        if pk in names:
            clients[names[pk]][kind.removeprefix("people.client_")] += 1
        else:
            astray += 1
    for pk in Concern.objects.values_list("client_id", flat=True):
        clients[names[pk]]["concerns"] += 1
    seal()
    whole = "ok"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            whole = cursor.execute("PRAGMA integrity_check").fetchone()[0]
    faults = list(verify_chain())
    sealed = {"seals": Seal.objects.count(), "moments": Moment.objects.count(), "unsealed": unsealed_count()}
    connection.close()
    return {"clients": clients, "astray": astray, "integrity": whole, "faults": faults, **sealed}


def cut(notes: str, steps: str, synchronous: str) -> dict[str, int]:
    """One writer that also seals now and then: the process whose system calls are journalled."""
    from django.conf import settings
    from django.db import connection

    from pomni.memory.sealer import seal

    settings.DATABASES["default"]["OPTIONS"]["init_command"] += f" PRAGMA synchronous={synchronous};"
    connection.close()
    writer = Writer("w0", Path(notes))
    for number in range(int(steps)):
        writer.step()
        if number % 25 == 0:
            seal()
    os._exit(0 if print(json.dumps({"steps": writer.next}), flush=True) is None else 1)


ACTS = {"prepare": prepare, "crew": crew, "judge": judge, "cut": cut}

if __name__ == "__main__":
    main()
