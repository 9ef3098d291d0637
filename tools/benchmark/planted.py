"""Stage: a planted company of two years, played day by day. Everything due must come up on its day before the right person,
through merges, departures, erasures and a restore, and nothing else.

    POMNI_DATA=… DJANGO_SETTINGS_MODULE=benchmark.settings PYTHONPATH=tools:. python -m benchmark.planted 10000

plays it on an empty company and prints docs/planted.md; the first faults go to the other stream.
"""

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from benchmark.size import Size

SIZES = {"full": 10_000, "quick": 40}  # due things
MOST_FALSE = 0.02


def planted_company(size: int, *, thorough: bool = True) -> dict[str, Any]:
    """Play the planted company with about so many due things, on the empty company that is set up; its figures.

    `due` things, those that stood `on_day` where they must, `missed` ones; lines `raised`, and of them `vain`, which is
    the share `false`; `parts` says the four for each part; `faults` tells the first of them. `thorough`: everybody looks each
    day, else on the days when something new is due for them. The company is saved and restored meanwhile.
    """
    from benchmark.planting.plan import DAYS
    from benchmark.planting.walk import Walk

    began = time.monotonic()
    told = Walk(size, thorough=thorough).go()
    return told | {"size": size, "days": DAYS, "seconds": time.monotonic() - began}


def measure(size: Size) -> dict[str, Any]:
    """For the bench: on an empty company of its own, on the engine of the stage."""
    with _empty_company():
        return planted_company(SIZES[size.name], thorough=size.name == "full")


@contextmanager
def _empty_company() -> Iterator[None]:
    """A data folder and a database for as long as the block lasts, in place of those of the process."""
    from django.conf import settings
    from django.db import connection
    from django.db.utils import load_backend

    from pomni.config.backup.scratch import migrate_on, pointed_at, sqlite_at
    from pomni.config.home import Home

    kept = settings.HOME, settings.MEDIA_ROOT
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        home = Home(folder)
        home.create()
        settings.HOME, settings.MEDIA_ROOT = home, home.media
        stack.callback(lambda: (setattr(settings, "HOME", kept[0]), setattr(settings, "MEDIA_ROOT", kept[1])))
        if connection.vendor == "sqlite":
            own = sqlite_at(home.database)
        else:
            name = f"{connection.settings_dict['NAME']}_planted"
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE DATABASE {name}")
            stack.callback(_drop, name)
            told = {**connection.settings_dict, "NAME": name}
            own = load_backend(told["ENGINE"]).DatabaseWrapper(told, "default")
        migrate_on(stack.enter_context(pointed_at(own)))
        yield


def _drop(name: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name}")


INTRODUCTION = """# Is anything forgotten

A planted company of {days} days with {size:,} due things, played day by day through merges, departures, erasures and a
restore (`tools/benchmark/planted.py`). Its own bookkeeping, in plain Python, says what must stand before whom on which day;
each day everybody looks. In vain is a line that the bookkeeping does not expect.

| where | expected | missed | lines shown | in vain |
| --- | --: | --: | --: | --: |"""


def told(found: dict[str, Any]) -> str:
    """The figures of a company that was played, as docs/planted.md has them."""
    lines = [INTRODUCTION.format(**found)]
    whole = found["due"], found["on_day"], found["raised"], found["vain"]
    for part, (due, shown, raised, vain) in [*found["parts"].items(), ("**all**", whole)]:
        lines.append(f"| {part} | {due:,} | {due - shown:,} | {raised:,} | {vain:,} |")
    share = f"{found['false']:.2%} of the lines were in vain (at most {MOST_FALSE:.0%})."
    return "\n".join([*lines, "", f"{share} Played in {found['seconds'] / 60:.0f} minutes.", ""])


if __name__ == "__main__":
    import django

    django.setup()
    from pomni.config import schema

    schema.bring_up_to_date()
    figures = planted_company(int(sys.argv[1]), thorough=sys.argv[-1] != "quick")
    print(told(figures))
    print(json.dumps(figures["faults"], indent=1, ensure_ascii=False), file=sys.stderr)
