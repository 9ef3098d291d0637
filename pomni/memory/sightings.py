"""Who opened which card: counted in a buffer of the process and written within a second, so that reading stays reading.

A process that is killed loses at most that second. Where the law wants the reading of a health record proved, the record
is written before the answer, by a command, and not through here.
"""

import atexit
import logging
import threading
from collections.abc import Iterable

from django.db import close_old_connections, connection, models

from pomni.kit.clock import now
from pomni.memory.commands import Actor
from pomni.memory.models import Sighting

log = logging.getLogger("pomni.memory")
EVERY = 0.8  # seconds
MOST = 20_000  # sightings that wait while the database cannot be written


class _Buffer:
    def __init__(self) -> None:
        self.rows: list[Sighting] = []
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None
        self.wake = threading.Event()

    def add(self, rows: list[Sighting]) -> None:
        with self.lock:
            self.rows += rows
            if not (self.thread and self.thread.is_alive()):  # after a fork the thread is gone: begin anew
                self.thread = threading.Thread(target=self.run, daemon=True, name="sightings")
                self.thread.start()

    def take(self) -> list[Sighting]:
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
            Sighting.objects.bulk_create(rows, batch_size=500)
        except Exception as error:  # a full disk, a lost connection: they wait for the next time
            log.error("%s sightings could not be written yet: %s", len(rows), type(error).__name__)
            self.put_back(rows)

    def put_back(self, rows: list[Sighting]) -> None:
        for row in rows:
            row.pk = None  # given by an attempt that was rolled back
        with self.lock:
            self.rows = [*rows, *self.rows]
            if (lost := len(self.rows) - MOST) > 0:
                log.error("%s sightings are lost: too many wait for the database", lost)
                del self.rows[:lost]


_buffer = _Buffer()


def note(*records: models.Model, by: Actor, how: str = "seen") -> None:
    """Note that somebody saw (or exported) these records. Returns at once; written within a second."""
    for record in records:
        note_many(record._meta.label_lower, [record.pk], by=by, how=how)


def note_many(record: str, pks: Iterable[int], *, by: Actor, how: str) -> None:
    """The same of many records of one model (as "people.client"), by their keys."""
    _buffer.add(_rows(record, pks, by, how))


def write(record: str, pks: Iterable[int], *, by: Actor, how: str) -> None:
    """Write down at once that somebody saw (or exported) these records of one model: for what must not be lost."""
    Sighting.objects.bulk_create(_rows(record, pks, by, how), batch_size=500)


def _rows(record: str, pks: Iterable[int], by: Actor, how: str) -> list[Sighting]:
    at = now()
    return [Sighting(at=at, by_id=by.pk, how=how, record=record, record_id=pk) for pk in pks]


def flush() -> None:
    """Write what is in the buffer now: for the end of a process, and for tests."""
    _buffer.flush()


@atexit.register
def _at_exit() -> None:
    if _buffer.rows:
        _buffer.flush()
        connection.close()
