"""How RFC 5545 writes values and lines: for every calendar file that leaves the house; and what stands in a calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

OCTETS = 75  # in a line, without its end (3.1)
# 3.3.11: what separates values is escaped, an end of line is written out; a colon and a quotation mark stand as they are.
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def escaped(text: str) -> str:
    """A text as a value: other ends of lines are made one, and signs that no line may hold are left out."""
    told = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(sign for sign in told if sign in "\n\t" or (sign >= " " and sign != "\x7f"))
    return plain.translate(ESCAPED)


def folded(line: str) -> str:
    """A line cut into pieces of at most 75 octets, none within a letter; each piece but the first begins with a space."""
    pieces, room, piece = [], OCTETS, ""
    for sign in line:
        size = len(sign.encode())
        if size > room:
            pieces.append(piece)
            piece, room = " ", OCTETS - 1
        piece, room = piece + sign, room - size
    return "\r\n".join([*pieces, piece])


@dataclass(frozen=True)
class Entry:
    """One event of a calendar: between two instants, or on a day (`starts` is a date, and there is no end).

    `sequence` grows with each change. `alarms` are minutes before it, or before the hour at which a day begins, where it
    is on a day. `is_busy`: others see that time as taken.
    """

    uid: str
    starts: datetime | date
    stamp: datetime
    title: str
    ends: datetime | None = None
    place: str = ""
    text: str = ""
    url: str = ""
    sequence: int = 0
    is_cancelled: bool = False
    is_busy: bool = True
    alarms: Sequence[int] = ()
