"""What the board of a day is made of, and its arithmetic: minutes of the wall clock, lanes, stretches of leisure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import NamedTuple
from uuid import UUID

from pomni.schedule import working
from pomni.schedule.models import Thing, Visit
from pomni.team.models import Location, User

USUAL = (8 * 60, 20 * 60)  # what is shown of a day on which nobody works
PARTS = (("morning", 0), ("afternoon", 12 * 60), ("evening", 17 * 60))


class Came(NamedTuple):
    """What a board shows of a visit: hundreds are read at a time, so no more of it is read."""

    pk: int
    uid: UUID
    client_id: int | None
    status: str
    source: str
    comment: str
    address: str
    version: int
    seats: int | None
    came_before: bool
    enrolled: int

    @property
    def is_standing(self) -> bool:
        """Whether it takes place, or took place."""
        return self.status != Visit.Status.NO_SHOW

    def get_status_display(self) -> str:
        """Its state in words."""
        return str(Visit.Status(self.status).label)


class Done(NamedTuple):
    """What a board shows of a line."""

    pk: int
    visit_id: int
    user_id: int | None
    begins_at: datetime
    ends_at: datetime
    service: str
    hue: int | None
    group: UUID | None
    group_name: str | None


@dataclass(slots=True)
class Block:
    """What a colleague does, or a thing is taken for, in one visit without a pause: minutes of the day, and words."""

    visit: Came
    begins: int
    ends: int
    before: int  # minutes of break, hatched
    after: int
    services: tuple[str, ...]
    name: str
    warning: str
    owes: bool
    is_first: bool

    top: int = 0  # minutes below the top of the board
    hue: int | None = None  # the colour of its first service
    is_dim: bool = False  # not of the services that are looked at
    lane: int = 0  # beside what else is there at this time
    lanes: int = 1

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.ends - self.begins

    @property
    def span(self) -> str:
        """From when to when, by the wall clock."""
        return f"{clock_of(self.begins)}–{clock_of(self.ends)}"


@dataclass
class Column:
    """The day of a colleague or a thing: blocks, stretches of no work, and how much of the hours is taken."""

    user: User | None
    thing: Thing | None = None
    blocks: list[Block] = field(default_factory=list)
    off: list[tuple[int, int, bool]] = field(
        default_factory=list
    )  # from the top, minutes, whether it is a break
    worked: int = 0  # minutes
    taken: int = 0

    @property
    def uid(self) -> str:
        """Of the colleague or the thing; "" for what nobody performs, or what takes no room."""
        one = self.user or self.thing
        return str(one.uid) if one else ""

    @property
    def name(self) -> str:
        """Of the colleague or the thing."""
        return self.user.name if self.user else self.thing.name if self.thing else ""

    @property
    def load(self) -> int | None:
        """Per cent of the hours; None where nobody said when they work."""
        return min(999, round(100 * self.taken / self.worked)) if self.worked else None


@dataclass
class Day:
    """The board of one day at one location. `opens` and `closes` are whole hours, in minutes of the day."""

    location: Location
    day: date
    opens: int
    closes: int
    columns: list[Column]
    now: int | None
    groups: list[tuple[str, str]] = field(default_factory=list)  # of services on this day: uid, name

    @property
    def parts(self) -> list[tuple[str, int]]:
        """Where morning, afternoon and evening begin, as far as the board shows them: their names, minutes from the top."""
        ends = [*(begins for _name, begins in PARTS[1:]), 48 * 60]
        shown = [
            (name, max(begins, self.opens) - self.opens)
            for (name, begins), ends_ in zip(PARTS, ends, strict=True)
            if begins < self.closes and ends_ > self.opens
        ]
        return shown if len(shown) > 1 else []

    @property
    def now_at(self) -> int | None:
        """How far below the top the present minute is."""
        return None if self.now is None or not self.opens <= self.now < self.closes else self.now - self.opens

    @property
    def now_told(self) -> str:
        """The present minute by the clock there."""
        return clock_of(self.now or 0)

    @property
    def hours(self) -> list[tuple[int, str]]:
        """Minutes from the top of the board, and the hour that stands there."""
        return [(minute - self.opens, clock_of(minute)) for minute in range(self.opens, self.closes, 60)]

    @property
    def minutes(self) -> int:
        """How many minutes the board shows."""
        return self.closes - self.opens


def side_by_side(blocks: list[Block]) -> list[Block]:
    """Blocks that are at the same time share the width: each is given a lane."""
    found: list[Block] = []
    cluster: list[tuple[Block, int]] = []
    till = -1
    for block in [*sorted(blocks, key=lambda one: (one.begins, one.ends)), None]:
        if block is None or block.begins >= till:
            lanes = max((lane for _one, lane in cluster), default=0) + 1
            for one, lane in cluster:
                one.lane, one.lanes = lane, lanes
                found.append(one)
            cluster, till = [], -1
        if block:
            busy = {lane for one, lane in cluster if one.ends > block.begins}
            cluster.append((block, next(lane for lane in range(len(cluster) + 1) if lane not in busy)))
            till = max(till, block.ends)
    return found


def joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that touch each other as one."""
    found: list[tuple[int, int]] = []
    for begins, ends in sorted(spans):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((begins, ends))
    return found


def runs(lines: Iterable[Done]) -> list[list[Done]]:
    """Lines of one visit that follow each other without a pause are one block."""
    runs: list[list[Done]] = []
    for line in sorted(lines, key=lambda one: (one.visit_id, one.begins_at)):
        last = runs[-1][-1] if runs else None
        if last and last.visit_id == line.visit_id and last.ends_at == line.begins_at:
            runs[-1].append(line)
        else:
            runs.append([line])
    return sorted(runs, key=lambda run: run[0].begins_at)


def off(spans: Iterable[tuple[int, int]], ends: tuple[int, int]) -> list[tuple[int, int, bool]]:
    """The stretches of the board between and around these spans: from the top, minutes, whether it is a break."""
    at, off = ends[0], []
    for nr, (begins, till) in enumerate(sorted(spans)):
        if begins > at:
            off.append((at - ends[0], begins - at, nr > 0))
        at = max(at, till)
    return [*off, (at - ends[0], ends[1] - at, False)] if at < ends[1] else off


def ends_of(hours: Iterable[working.Hours], lines: Iterable[Done], midnight: datetime) -> tuple[int, int]:
    """From which whole hour to which one the board is shown."""
    spans = [(minute_at(b), minute_at(e) + 1440 * (e <= b)) for some in hours for b, e in some] or [USUAL]
    spans += [(minute_of(one.begins_at, midnight), minute_of(one.ends_at, midnight)) for one in lines]
    opens, closes = min(begins for begins, _ends in spans), max(ends for _begins, ends in spans)
    return max(0, opens) // 60 * 60, min(48 * 60, -(-closes // 60) * 60)


def minute_of(at: datetime, midnight: datetime) -> int:
    """An instant as minutes of the wall clock of the day; on a day of 23 or 25 hours what the clock shows counts."""
    local = at.astimezone(midnight.tzinfo)
    return (local.date() - midnight.date()).days * 1440 + local.hour * 60 + local.minute


def minute_at(at: time) -> int:
    """A wall time as minutes of the day."""
    return at.hour * 60 + at.minute


def clock_of(minute: int) -> str:
    """What the clock shows at a minute of the day."""
    return f"{minute // 60 % 24}:{minute % 60:02}"
