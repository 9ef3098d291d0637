"""Stage: commands with their locks and moments, beside the bare view and the disk's flush."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.db import connection

from benchmark.size import Size
from benchmark.timing import prepared_in_turns

TIMES = 1.5  # how many times the bare view a command may take, beside the disk's flush


@dataclass(frozen=True)
class Act:
    """A command to measure. `ready(by, turn)` prepares a call, which is then timed.

    `form(turn)`: path and form by which a browser asks for it, where the whole request is to be shown too; as a `fragment`
    where htmx sends it, which may take `at_most` times the bare view beside the flush; the command itself may take `alone`
    times that.
    """

    title: str
    ready: Callable[[Any, int], Callable[[], Any]]
    form: Callable[[int], tuple[str, dict[str, str]]] | None = None
    fragment: bool = False
    at_most: float | None = None
    alone: float = TIMES


def measure(size: Size, acts: Sequence[Act] = ()) -> dict[str, Any]:
    """Medians of the bare view, of one flushed commit, of each command; statements of each: of these, else of all parts."""
    from benchmark.addresses import BARE
    from benchmark.asking import Asker
    from benchmark.parts import offered
    from benchmark.statements import caught

    asker, turns = Asker("all"), count(1)
    calls: dict[str, Any] = {"bare": lambda: lambda: asker.get(BARE), "flush": lambda: flush}
    rows = []
    for act in acts or offered("ACTS"):
        for title, ready, at_most in _ways(act, asker, turns):
            ready()()
            rows.append({"title": title, "at_most": at_most, "statements": len(caught(ready()))})
            calls[title] = ready
    _make_flush_table()
    times = prepared_in_turns(calls, size.rounds)
    told = [row | {"ms": times[row["title"]]} for row in rows]
    return {"bare": times["bare"], "flush": times["flush"], "acts": told}


def _ways(act: Act, asker: Any, turns: Any) -> list[tuple[str, Callable[[], Any], float | None]]:
    ways: list[tuple[str, Callable[[], Any], float | None]] = [
        (act.title, lambda: act.ready(asker.user, next(turns)), act.alone)
    ]
    if form := act.form:

        def ready() -> Callable[[], Any]:
            path, words = form(next(turns))
            return lambda: asker.post(path, words, fragment=act.fragment)

        answer = "a fragment" if act.fragment else "a redirect"
        ways.append((f"{act.title}: the whole request, answered by {answer}", ready, act.at_most))
    return ways


def _make_flush_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_flush (n integer)")
        cursor.execute("DELETE FROM bench_flush")  # two parts of a run measure acts
        cursor.execute("INSERT INTO bench_flush VALUES (0)")


def flush() -> None:
    """One commit of one row, safely on the disk: on the driver's own cursor."""
    cursor = connection.connection.cursor()
    cursor.execute("UPDATE bench_flush SET n = n + 1")
    cursor.close()
