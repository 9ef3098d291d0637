"""Who opened which card: counted in a buffer of the process and written within a second, so that reading stays reading.

A process that is killed loses at most that second. Where the law wants the reading of a health record proved, the record
is written before the answer, by a command, and not through here.
"""

import atexit
import logging
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import close_old_connections, connection, models, transaction

from pomni.kit.clock import now
from pomni.kit.pace import in_strokes
from pomni.memory.commands import Actor
from pomni.memory.models import Sighting

log = logging.getLogger("pomni.memory")
EVERY = 0.8  # seconds
MOST = 20_000  # sightings that wait while the database cannot be written
AGAIN = (
    300  # seconds within which a list, or a part of a record, that is read once more leaves no second trace
)
MOST_LATELY = 50_000  # traces that a process keeps in mind


Seen = tuple[datetime, int, str, str, int]  # as `COLUMNS` names them
COLUMNS = ("at", "by_id", "how", "record", "record_id")


class _Buffer:
    def __init__(self) -> None:
        self.rows: list[Seen] = []
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None
        self.wake = threading.Event()

    def add(self, rows: list[Seen]) -> None:
        with self.lock:
            self.rows += rows
            if not (self.thread and self.thread.is_alive()):  # after a fork the thread is gone: begin anew
                self.thread = threading.Thread(target=self.run, daemon=True, name="sightings")
                self.thread.start()

    def take(self) -> list[Seen]:
        with self.lock:
            rows, self.rows = self.rows, []
            return rows

    def run(self) -> None:
        while not self.wake.wait(EVERY):
            if self.rows:
                close_old_connections()
                self.flush()

    def flush(self) -> None:
        rows = self.take()
        try:
            _insert(rows)
        except Exception as error:  # a full disk, a lost connection: they wait for the next time
            log.error("%s sightings could not be written yet: %s", len(rows), type(error).__name__)
            self.put_back(rows)

    def put_back(self, rows: list[Seen]) -> None:
        with self.lock:
            self.rows = [*rows, *self.rows]
            if (lost := len(self.rows) - MOST) > 0:
                log.error("%s sightings are lost: too many wait for the database", lost)
                del self.rows[:lost]


_buffer = _Buffer()
# Traces left lately; their instants are the beginnings of stretches of `AGAIN` seconds.
_lately: dict[Seen, None] = {}


def note(*records: models.Model, by: Actor, how: str = "seen") -> None:
    """Note that somebody saw (or exported) these records. Returns at once; written within a second."""
    rows = _rows_of(records, by, how)
    _unknown(rows)
    _buffer.add(rows)


def note_part(*records: models.Model, by: Actor, how: str = "seen") -> None:
    """The same of what shows a part of a record: a form, its timeline, a list that hangs on it.

    Within five minutes of a trace of the record itself, or of another part of it, it leaves none: that is one look.
    """
    if rows := _unknown(_rows_of(records, by, how)):
        _buffer.add(rows)


def note_list(record: str, pks: Iterable[int], *, by: Actor, how: str) -> None:
    """The same of a list of records of one model (as "people.client"), by their keys.

    Programs ask for the same list every minute: read again within five minutes, a record leaves no second trace.
    """
    _buffer.add(_unknown(_rows(record, pks, by, how)))


def write(record: str, pks: Iterable[int], *, by: Actor, how: str) -> None:
    """Write down at once that somebody saw (or exported) these records of one model: for what must not be lost."""
    _insert(_rows(record, pks, by, how))


def let_go_of(before: datetime) -> int:
    """Delete the sightings that are older than an instant, in short strokes. Returns how many there were."""
    old = Sighting.objects.filter(at__lt=before).order_by("at").values_list("pk", flat=True)
    return in_strokes(old.iterator(), lambda pks: Sighting.objects.filter(pk__in=pks).delete())


def _unknown(rows: list[Seen]) -> list[Seen]:
    """Those of which there was no trace lately; from now on there is one of all."""
    stretch = datetime.fromtimestamp(now().timestamp() // AGAIN * AGAIN, UTC)
    keys = [(stretch, *row[1:]) for row in rows]
    unknown = [row for row, key in zip(rows, keys, strict=True) if key not in _lately]
    if len(_lately) > MOST_LATELY:
        _lately.clear()
    _lately.update(dict.fromkeys(keys))
    return unknown


def _rows_of(records: Iterable[models.Model], by: Actor, how: str) -> list[Seen]:
    return [row for record in records for row in _rows(record._meta.label_lower, [record.pk], by, how)]


def _rows(record: str, pks: Iterable[int], by: Actor, how: str) -> list[Seen]:
    at, by_pk = now(), by.pk
    return [(at, by_pk, how, record, pk) for pk in pks]


def _insert(rows: list[Seen]) -> None:
    """Write them in one transaction: without making records of them, which takes ten times as long."""
    turned: list[Any] = [(connection.ops.adapt_datetimefield_value(at), *more) for at, *more in rows]
    places = ", ".join(["%s"] * len(COLUMNS))
    told = f"INSERT INTO {Sighting._meta.db_table} ({', '.join(COLUMNS)}) VALUES ({places})"  # noqa: S608 (names of our own)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(told, turned)


def flush() -> None:
    """Write what is in the buffer now: for the end of a process, and for tests."""
    _buffer.flush()


@atexit.register
def _at_exit() -> None:
    if _buffer.rows:
        _buffer.flush()
        connection.close()
