"""Stage: many at once. Eight writers with the spine and without; the sealer under load; others while a bulk act runs."""

import multiprocessing
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from django.db import connection, transaction

from benchmark.size import Size

FORK = multiprocessing.get_context("fork")
WRITERS = 8
A_SECOND = 50  # writes a second while the sealer is watched
OTHERS = 3  # writers beside the bulk act


def measure(size: Size) -> dict[str, Any]:
    """All figures of the crowd."""
    _write_once()
    told: dict[str, Any] = {
        "requests": _writers(size, _send),
        "commands": _writers(size, _write),
        "sealing": _sealing(size),
    }
    if connection.vendor == "sqlite":
        told["bulk"] = _bulk(size)
    return told


# --- Eight writers ---------------------------------------------------------------------------------------------------


def _writers(size: Size, write: Callable[[int, float], list[float]]) -> dict[str, Any]:
    """Writes a second, with the spine (moments, a sealing worker) and without, in turns."""
    rates: dict[str, list[float]] = {"with": [], "without": []}

    def bare(number: int) -> list[float]:
        _without_the_spine()
        return write(number, size.seconds)

    for _ in range(size.repeats):
        for way, act in (("with", lambda nr: write(nr, size.seconds)), ("without", bare)):
            with _worker(way == "with"):
                lives = _at_once(WRITERS, act)
            rates[way].append(sum(map(len, lives)) / size.seconds)
    with_spine, without = (sum(rates[way]) / len(rates[way]) for way in ("with", "without"))
    return {"with": with_spine, "without": without, "lost": 1 - with_spine / without, "writers": WRITERS}


def _write_once() -> None:
    """What a process loads for its first request is loaded before it forks."""
    _send(0, 0.01)


def _send(number: int, seconds: float) -> list[float]:
    """Send the form for a new client until the time is over; how long each request took, in milliseconds."""
    from benchmark.asking import Asker

    asker, run = Asker("all"), random.randrange(10**6)
    asker.get("/clients/add/")
    return _until_over(
        seconds,
        lambda turn: asker.post(
            "/clients/add/",
            {"name": f"Sent {number} {turn}", "phone": f"+1 {run:06} {number}{turn:06}", "kind": "person"},
        ),
    )


def _write(number: int, seconds: float, pause: float = 0) -> list[float]:
    """Change clients until the time is over; how long each change took, in milliseconds."""
    from pomni.people.commands import edit_client
    from pomni.people.models import Client
    from pomni.team.models import User

    by = User.objects.get(username="all")
    own = list(Client.objects.filter(pk__gt=8, pk__lte=808, forgotten_at=None).order_by("pk"))[number::32]
    run = random.randrange(10**6)
    return _until_over(
        seconds,
        lambda turn: edit_client(own[turn % len(own)], name=f"Written {number} {turn} {run}", by=by),
        pause,
    )


def _until_over(seconds: float, act: Callable[[int], Any], pause: float = 0) -> list[float]:
    took, until = [], time.monotonic() + seconds
    for turn in count():
        if time.monotonic() > until:
            break
        began = time.perf_counter()
        act(turn)
        took.append((time.perf_counter() - began) * 1000)
        time.sleep(pause)
    return took


def _without_the_spine() -> None:
    """In this process the commands remember nothing: the same locks and writes otherwise."""
    from pomni.people import commands

    commands.remember = lambda *args, **words: None  # type: ignore[assignment]  # for measuring


# --- The sealer ------------------------------------------------------------------------------------------------------


def _sealing(size: Size) -> dict[str, Any]:
    """The worst age of the oldest unsealed moment while changes come at a steady pace, in seconds."""
    from pomni.memory.queries import oldest_unsealed, unsealed_count

    with _worker(True):
        _wait_until_all_is_sealed()
        writers = start(2, lambda nr: _write_steadily(nr, size.watched, A_SECOND / 2))
        ages, until = [], time.monotonic() + size.watched
        while time.monotonic() < until:
            ages.append(oldest_unsealed().total_seconds())
            time.sleep(0.1)
        written = sum(len(took) for took in writers())
        time.sleep(3)
        left = unsealed_count()
    return {"worst": max(ages), "rate": written / size.watched, "left": left}


def _wait_until_all_is_sealed() -> None:
    """The writers before left moments behind when their worker was stopped."""
    from pomni.memory.queries import unsealed_count

    until = time.monotonic() + 60
    while unsealed_count() and time.monotonic() < until:
        time.sleep(0.2)


def _write_steadily(number: int, seconds: float, a_second: float) -> list[float]:
    from pomni.people.commands import edit_client
    from pomni.people.models import Client
    from pomni.team.models import User

    by = User.objects.get(username="all")
    client = Client.objects.get(pk=11 + number)
    began, took = time.monotonic(), []
    for turn in range(int(seconds * a_second)):
        time.sleep(max(0, began + turn / a_second - time.monotonic()))
        start = time.perf_counter()
        edit_client(client, name=f"Steady {turn} {number}", by=by)
        took.append((time.perf_counter() - start) * 1000)
    return took


def beside_others(act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What the act, in a process of its own, tells of itself, and how long the writes of others took while it ran."""
    with _worker(True):
        acting = start(1, lambda _nr: [act()])
        others = start(OTHERS, lambda nr: _until(acting.is_over, nr))
        took = sorted(ms for one in others() for ms in one)
        told = acting()[0][0]
    return told | {"median": took[len(took) // 2], "worst": took[-1], "writes": len(took)}


# --- A bulk act beside others ----------------------------------------------------------------------------------------


def _bulk(size: Size) -> dict[str, Any]:
    """How long others' writes take while one bulk act adds many clients in strokes."""
    with _worker(True):
        bulk = start(1, lambda nr: [_add_many(size.bulk)])
        others = start(OTHERS, lambda nr: _until(bulk.is_over, nr))
        took = sorted(ms for one in others() for ms in one)
        seconds = bulk()[0][0]
    return {"median": took[len(took) // 2], "worst": took[-1], "writes": len(took), "seconds": seconds}


def _until(is_over: Callable[[], bool], number: int) -> list[float]:
    took: list[float] = []
    while not is_over():
        took += _write(number, 0.2, pause=0.05)
    return took


def _add_many(how_many: int) -> float:
    """A bulk act as an import is to be written: portions of clients with their moments, in strokes. Returns seconds."""
    from pomni.kit.pace import in_strokes

    began = time.monotonic()
    in_strokes(range(how_many), _add_portion)
    return time.monotonic() - began


def _add_portion(numbers: list[int]) -> None:
    from pomni.kit.clock import now
    from pomni.memory.commands import remember_many
    from pomni.people.events import ClientAdded
    from pomni.people.models import Client
    from pomni.team.models import User

    by = User.objects.get(username="all")
    with transaction.atomic():
        clients = [Client(name=f"Bulk {nr}", responsible=by, entered_by=by, added_at=now()) for nr in numbers]
        Client.objects.bulk_create(clients)
        events = [ClientAdded(client_id=c.pk, kind_of_client=c.kind, name=c.name) for c in clients]
        remember_many(events, by=by)


# --- Processes -------------------------------------------------------------------------------------------------------


class _Started:
    """Forked processes at work; calling it waits for what each returns.

    They begin together when all are ready. Told by plain shared bytes and pipes: a lock could be left held at a fork.
    """

    def __init__(self, how_many: int, act: Callable[[int], list[Any]]) -> None:
        connection.close()
        self.go, self.over = FORK.RawValue("b", 0), FORK.RawValue("b", 0)
        self.pipes = [FORK.Pipe(duplex=False) for _ in range(how_many)]
        self.processes = [
            FORK.Process(daemon=True, target=_life, args=(act, number, pipe[1], self.go, self.over))
            for number, pipe in enumerate(self.pipes)
        ]
        for process in self.processes:
            process.start()
        self._received()
        self.go.value = 1

    def is_over(self) -> bool:
        """Whether one of them has finished."""
        return bool(self.over.value)

    def __call__(self) -> list[list[Any]]:
        found = self._received()
        for process in self.processes:
            process.join()
        return found

    def _received(self) -> list[Any]:
        both = zip(self.pipes, self.processes, strict=True)
        return [_received(pipe[0], process) for pipe, process in both]


def start(how_many: int, act: Callable[[int], list[Any]]) -> _Started:
    return _Started(how_many, act)


def _at_once(how_many: int, act: Callable[[int], list[Any]]) -> list[list[Any]]:
    return start(how_many, act)()


def _received(pipe: Any, process: Any) -> Any:
    while not pipe.poll(0.2):
        if not process.is_alive() and not pipe.poll(0):
            raise RuntimeError(f"a process of the crowd ended with {process.exitcode}")
    return pipe.recv()


def _life(act: Callable[[int], list[Any]], number: int, pipe: Any, go: Any, over: Any) -> None:
    connection.ensure_connection()
    pipe.send("ready")
    while not go.value:
        time.sleep(0.001)
    try:
        pipe.send(act(number))
    finally:
        over.value = 1
        connection.close()


@contextmanager
def _worker(wanted: bool) -> Iterator[None]:
    """Pomni's own worker beside, and given the time to come up."""
    if not wanted:
        yield
        return
    process = subprocess.Popen([sys.executable, "-m", "pomni.config.cli", "worker"])
    try:
        time.sleep(2)
        yield
    finally:
        process.terminate()
        process.wait(30)
