"""A disk that forgets: from the journal of system calls it makes the files as a power cut at any point may leave them."""

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HEAD = struct.Struct("<cBQI")
FOLDER = 63  # the number of the folder itself: its sync makes creations and deletions of files last
SECTOR = 512


@dataclass(frozen=True)
class Call:
    """One system call: W(rite), T(runcate to `offset`), S(ync), C(reate), U(nlink); N(ame) introduces a file."""

    op: str
    file: int
    offset: int
    data: bytes


def calls(journal: Path) -> Iterator[Call]:
    """The calls in the order in which they were made."""
    told, at = memoryview(journal.read_bytes()), 0
    while at < len(told):
        op, file, offset, length = HEAD.unpack_from(told, at)
        at += HEAD.size
        data = bytes(told[at : at + length]) if op in b"WN" else b""
        at += len(data)
        yield Call(op.decode(), file, offset, data)


@dataclass
class File:
    """What of a file is surely on the disk, and what has been written since its last sync."""

    name: str
    safe: bytearray = field(default_factory=bytearray)
    since: list[Call] = field(default_factory=list)
    is_there: bool = False  # whether its name is on the disk
    named: bool = True  # whether its name is in the folder, on the disk or not


class Disk:
    """The files of a folder, call by call."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.files: dict[int, File] = {}

    def do(self, call: Call) -> None:
        """Let one more call happen."""
        if call.op == "N":
            name, begins = call.data.decode(), self.base / call.data.decode()
            known = (
                File(name, bytearray(begins.read_bytes()), is_there=True) if begins.exists() else File(name)
            )
            self.files[call.file] = known
        elif call.op == "S" and call.file == FOLDER:
            for known in self.files.values():
                known.is_there = known.named
        elif call.op == "S":
            _write(self.files[call.file].safe, self.files[call.file].since)
            self.files[call.file].since = []
        elif call.op in "CU":
            self.files[call.file].named = call.op == "C"
        else:
            self.files[call.file].since.append(call)

    def leave(self, to: Path, kind: str, chance: random.Random) -> None:
        """Write the files as a cut now may leave them: what was not synced is "lost", "kept", or "torn" by sectors."""
        for known in self.files.values():
            there = {"lost": known.is_there, "kept": known.named}.get(kind, chance.random() < 0.5)
            if not (known.is_there or known.named) or (known.is_there != known.named and not there):
                continue
            content = bytearray(known.safe)
            if kind == "kept":
                _write(content, known.since)
            elif kind == "torn":
                _write(content, [part for part in _sectors(known.since) if chance.random() < 0.5])
            target = to / known.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def _sectors(written: list[Call]) -> Iterator[Call]:
    for call in written:
        if call.op == "T":
            yield call
        for at in range(0, len(call.data), SECTOR):
            yield Call("W", call.file, call.offset + at, call.data[at : at + SECTOR])


def _write(content: bytearray, written: list[Call]) -> None:
    for call in written:
        if call.op == "T":
            del content[call.offset :]
            content.extend(bytes(call.offset - len(content)))
        else:
            content.extend(bytes(max(0, call.offset - len(content))))
            content[call.offset : call.offset + len(call.data)] = call.data
