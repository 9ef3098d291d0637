"""Files of clients on their way in and out: how long it takes, how much memory, and how long others wait meanwhile."""

import resource
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from benchmark.crowd import OTHERS, _start, _until, _worker
from benchmark.parts.people import FIRST, LAST
from benchmark.size import FULL, MOST_SECONDS, Size

TITLES = "Фамилия;Имя;Телефон;E-mail;Дата рождения;Теги;Источник;Примечание\n"


def measure(size: Size) -> dict[str, Any]:
    """An export of all, and for each length of file an import: seconds, memory, and others' writes beside it."""
    lengths = MOST_SECONDS if size is FULL else [100]
    return {
        "exported": _beside_others(_let_go),
        "imports": [_brought(rows, nr) for nr, rows in enumerate(lengths)],
    }


def _brought(rows: int, number: int) -> dict[str, Any]:
    return _beside_others(lambda: _bring(rows, number)) | {"rows": rows}


def _beside_others(act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What the act tells of itself, and how long the writes of others took while it ran."""
    with _worker(True):
        acting = _start(1, lambda _nr: [act()])
        others = _start(OTHERS, lambda nr: _until(acting.is_over, nr))
        took = sorted(ms for one in others() for ms in one)
        told = acting()[0][0]
    return told | {"median": took[len(took) // 2], "worst": took[-1], "writes": len(took)}


def _let_go() -> dict[str, Any]:
    """Every client, with all columns, into one XLSX."""
    from pomni.exchange.export_run import write_export
    from pomni.exchange.models import Export
    from pomni.exchange.writing.columns import BY_KEY
    from pomni.kit.clock import now
    from pomni.team.models import User

    by = User.objects.get(username="all")
    # Not by the command that sends the job: the worker beside would write it too.
    export = Export.objects.create(
        made_by=by, added_at=now(), format="xlsx", asked={"query": ""}, columns=list(BY_KEY), mark="BENCH"
    )
    began = time.monotonic()
    write_export.func(pk=export.pk)
    seconds = time.monotonic() - began
    export.refresh_from_db()
    if export.state != Export.State.DONE:
        raise RuntimeError(f"the export did not come to its end: {export.trouble}")
    return {"rows": export.rows, "seconds": seconds, "memory": _memory()}


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # MiB


def _bring(rows: int, number: int) -> dict[str, Any]:
    from pomni.exchange import carrying
    from pomni.exchange.arriving import arrived
    from pomni.exchange.commands import running, wizard
    from pomni.team.models import User

    by = User.objects.get(username="all")
    began = time.monotonic()
    with arrived(BytesIO("".join(_file(rows, number)).encode()), "clients.csv") as file:
        import_ = running.begin_trial(wizard.add_import(file=file, by=by), by=by, in_background=False)
    import_ = carrying.try_rows(import_)
    tried = time.monotonic()
    import_ = carrying.take_all(running.start_import(import_, by=by, in_background=False))
    if import_.added != rows:
        raise RuntimeError(f"{import_.added} of {rows} rows came in: {import_.trouble}")
    return {"trial": tried - began, "seconds": time.monotonic() - tried, "memory": _memory()}


def _file(rows: int, number: int) -> Iterator[str]:
    """A file as an older program of the trade gives it; nobody in it is here already."""
    yield TITLES
    for n in range(rows):
        name = f"{LAST[n % len(LAST)]}{n // 900 % 97};{FIRST[n // 30 % len(FIRST)]}"
        email = f"brought{number}-{n}@example.com" if n % 2 else ""
        born = f"{n % 28 + 1:02}.{n % 12 + 1:02}.{1950 + n % 50}"
        more = f"{'VIP, школа' if n % 5 == 0 else ''};{'реклама' if n % 3 else ''};{'Любит чай' if n % 4 == 0 else ''}"
        yield f"{name};+7 9{number + 20} {n // 10_000:03}-{n // 100 % 100:02}-{n % 100:02};{email};{born};{more}\n"
