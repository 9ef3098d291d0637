"""Files of clients on their way in and out: how long it takes, how much memory, and how long others wait meanwhile."""

import resource
import time
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from benchmark.crowd import beside_others
from benchmark.parts.people import FIRST, LAST
from benchmark.size import FULL, Size

TITLES = "Фамилия;Имя;Телефон;E-mail;Дата рождения;Теги;Источник;Примечание"
CALL, SAID = "Позвонить", "Говорили о"
BESIDE = {8: "note", 9: "task", 10: "task_due"}  # what its further columns tell
MORE = "Заметка;Задача;Срок"
FILES = ((10_000, False), (100_000, True))  # rows, and whether each tells a note and a task


def measure(size: Size) -> dict[str, Any]:
    """An export of all, and for each length of file an import: seconds, memory, and others' writes beside it."""
    files = FILES if size is FULL else ((100, True),)
    return {
        "exported": beside_others(_let_go),
        "imports": [_brought(*file, nr) for nr, file in enumerate(files)],
    }


def _brought(rows: int, is_whole: bool, number: int) -> dict[str, Any]:
    return beside_others(lambda: _bring(rows, is_whole, number)) | {"rows": rows, "is_whole": is_whole}


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


def _bring(rows: int, is_whole: bool, number: int) -> dict[str, Any]:
    from pomni.agenda.models import Task
    from pomni.exchange import carrying
    from pomni.exchange.arriving import arrived
    from pomni.exchange.commands import running, wizard
    from pomni.people.imports import Wish
    from pomni.people.models import Note
    from pomni.team.models import User

    by = User.objects.get(username="all")
    began = time.monotonic()
    with arrived(BytesIO("".join(_file(rows, is_whole, number)).encode()), "clients.csv") as file:
        import_ = wizard.add_import(file=file, by=by)
    if is_whole:
        mapping = {int(nr): key for nr, key in import_.mapping.items()} | BESIDE
        import_ = wizard.match_columns(import_, mapping=mapping, wish=Wish.from_json(import_.options), by=by)
    import_ = carrying.try_rows(running.begin_trial(import_, by=by, in_background=False))
    tried = time.monotonic()
    import_ = carrying.take_all(running.start_import(import_, by=by, in_background=False))
    came = [Task.objects.filter(title=CALL).count(), Note.objects.filter(text__startswith=SAID).count()]
    if import_.added != rows or (is_whole and min(came) < rows):
        raise RuntimeError(f"{import_.added} of {rows} rows came in, with {came}: {import_.trouble}")
    return {"trial": tried - began, "seconds": time.monotonic() - tried, "memory": _memory()}


def _file(rows: int, is_whole: bool, number: int) -> Iterator[str]:
    """A file as an older program of the trade gives it; nobody in it is here already."""
    yield f"{TITLES};{MORE}\n" if is_whole else f"{TITLES}\n"
    for n in range(rows):
        name = f"{LAST[n % len(LAST)]}{n // 900 % 97};{FIRST[n // 30 % len(FIRST)]}"
        email = f"brought{number}-{n}@example.com" if n % 2 else ""
        born = f"{n % 28 + 1:02}.{n % 12 + 1:02}.{1950 + n % 50}"
        more = f"{'VIP, школа' if n % 5 == 0 else ''};{'реклама' if n % 3 else ''};{'Любит чай' if n % 4 == 0 else ''}"
        beside = f";{SAID} встрече {n};{CALL};{n % 28 + 1:02}.{n % 12 + 1:02}.2031" if is_whole else ""
        yield f"{name};+7 9{number + 20} {n // 10_000:03}-{n // 100 % 100:02}-{n % 100:02};{email};{born};{more}{beside}\n"
