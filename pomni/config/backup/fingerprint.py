"""The digest of a company: one number, the same exactly where all rows are the same, on either engine."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

from pomni.config.backup.rows import blocks_of
from pomni.config.backup.snapshot import snapshot
from pomni.config.backup.tables import Table, tables_of


@dataclass(frozen=True)
class Print:
    """A table's name, the number of its rows, and the SHA-256 (hex) over its columns and canonical lines."""

    table: str
    rows: int
    sha256: str


class Running:
    """The fingerprint of a table whose lines come one after another."""

    def __init__(self, table: str, described: list[list[str]]) -> None:
        self.table, self.rows = table, 0
        self._sum = hashlib.sha256(json.dumps(described).encode())

    def add(self, lines: bytes, count: int) -> None:
        """Take in this many whole lines."""
        self._sum.update(lines)
        self.rows += count

    def done(self) -> Print:
        """The fingerprint of all lines so far."""
        return Print(self.table, self.rows, self._sum.hexdigest())


def print_of(connection: BaseDatabaseWrapper, table: Table) -> Print:
    """The fingerprint of a table as it stands."""
    running = Running(table.name, table.described)
    for lines, count in blocks_of(connection, table):
        running.add(lines, count)
    return running.done()


def prints_of(connection: BaseDatabaseWrapper) -> list[Print]:
    """The fingerprints of all tables of the company, by name."""
    return [print_of(connection, table) for table in tables_of(connection)]


def total(prints: Iterable[Print]) -> str:
    """The digest (SHA-256, hex) over the fingerprints of all tables."""
    told = sorted(f"{p.table} {p.rows} {p.sha256}\n" for p in prints)
    return hashlib.sha256("".join(told).encode()).hexdigest()


def digest() -> str:
    """A line for every table with its rows and fingerprint, and a last one with the digest of the company."""
    with snapshot() as connection:
        prints = prints_of(connection)
    wide = max((len(p.table) for p in prints), default=0)
    lines = [f"{p.table:<{wide}} {p.rows:>10} {p.sha256}" for p in prints]
    return "\n".join([*lines, f"digest {total(prints)}"])
