"""The board of what is not to be forgotten: promises past their day, what is due, and clients who are about to be forgotten."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db.models import F, Q, QuerySet

from pomni.agenda import rules
from pomni.agenda.models import Meeting, Promise, Task
from pomni.agenda.queries.rows import Row, by_day, due_then, elsewhere, first_of, kept_rows, within
from pomni.kit import clock
from pomni.kit.prepared import counts_of, once, rows_of
from pomni.people.queries import board as people
from pomni.team.models import User

OVERDUE, DUE = "overdue", "due"
SECTIONS = (OVERDUE, DUE, people.LATE, people.BIRTHDAYS, people.DATES, people.UNPLANNED_ONES)
CAP = 10_000  # how far is counted
LINES, PAGE = 5, 50


@dataclass
class Section:
    """A part of the board: its first lines, and how many there are; `is_more`: more than are counted."""

    key: str
    rows: list[Row] = field(default_factory=list)
    clients: list[people.Neglected] = field(default_factory=list)
    count: int = 0

    @property
    def is_more(self) -> bool:
        """Whether there are more than are counted."""
        return self.count > CAP

    @property
    def lines(self) -> int:
        """How many lines are here."""
        return len(self.rows) + len(self.clients)


class _Asked:
    """The queries of one board, composed once a day for each viewer."""

    def __init__(self, viewer: User, *, mine: bool) -> None:
        self.viewer, self.mine, self.today, self.others = viewer, mine, clock.today(), elsewhere()
        self.key = ("board", viewer.pk, viewer.access_stamp, mine, self.today, self.others)
        self.tells_clients = viewer.may("people.client.see")

    def own(self) -> list[tuple[str, QuerySet[Any, Any]]]:
        """Promises past their day; and what is due about clients: promises today, tasks and meetings up to today."""
        found = []
        late, due, by_now = (
            due_then(what, self.others) for what in (rules.OVERDUE, rules.TODAY, rules.BY_NOW)
        )
        if self.viewer.may(Promise.see):
            promises = self._reached(Promise)
            found += [(OVERDUE, promises.filter(late)), (DUE, promises.filter(due))]
        if self.viewer.may(Task.see):
            tasks = self._reached(Task).filter(client__isnull=False)
            found.append((DUE, tasks.filter(by_now)))
        if self.viewer.may(Meeting.see):
            meetings = self._reached(Meeting).filter(self._come_by_now(), client__isnull=False)
            found.append((DUE, meetings.annotate(due_on=F("day"), due_time=F("begins"))))
        return found

    def _come_by_now(self) -> Q:
        """Meetings up to today, by the day that it is where they are."""
        here = Q(day__lte=self.today) & ~Q(zone__in=[zone for zone, _day in self.others])
        for zone, day in self.others:
            here |= Q(zone=zone, day__lte=day)
        return here & Q(day__lte=max([self.today, *(day for _zone, day in self.others)]))

    def of_clients(self) -> list[tuple[str, QuerySet[Any, Any]]]:
        """The parts that are about clients."""
        return list(people.sections(self.viewer, mine=self.mine, today=self.today).items())

    def _reached(self, model: type[Task] | type[Promise] | type[Meeting]) -> Any:
        """What is open and within reach, or one's own, which whoever reaches anything here reaches."""
        if self.mine and model is Meeting:
            return Meeting.objects.open().of(self.viewer)
        if self.mine:
            return model.objects.open().filter(responsible=self.viewer)
        return within(self.viewer, model).open()


def board(viewer: User, *, mine: bool) -> list[Section]:
    """The parts of the board that this person has, each with its first lines and its count; empty ones are left out."""
    return _told(viewer, SECTIONS, mine=mine, start=0, size=LINES)


def board_section(viewer: User, key: str, *, mine: bool, start: int = 0) -> Section:
    """One part of the board from the line `start` on, a page of it, with its count."""
    (found,) = _told(viewer, (key,), mine=mine, start=start, size=PAGE)
    return found


def _told(viewer: User, keys: tuple[str, ...], *, mine: bool, start: int, size: int) -> list[Section]:
    asked, found = _Asked(viewer, mine=mine), {key: Section(key) for key in keys}
    for row in _own_rows(asked, keys, start + size):
        found[_section_of(row)].rows.append(row)
    for key in {OVERDUE, DUE} & found.keys():
        found[key].rows = found[key].rows[start : start + size]
    for one in _client_rows(asked, keys, start, size):
        found[one.what].clients.append(one)
    shown = [section for section in found.values() if section.lines or len(keys) == 1]
    _count(asked, shown, size if len(keys) > 1 else 0)
    return shown


def _section_of(row: Row) -> str:
    return OVERDUE if row.noun == "promise" and row.part == rules.OVERDUE else DUE


def _own_rows(asked: _Asked, keys: tuple[str, ...], most: int) -> list[Row]:
    def compose() -> list[QuerySet[Any, Any]]:
        return [first_of(one, ("due_on", "due_time", "pk"), most) for key, one in asked.own() if key in keys]

    able = asked.viewer.may(Promise.see) or (
        DUE in keys and (asked.viewer.may(Task.see) or asked.viewer.may(Meeting.see))
    )
    if not able or not {OVERDUE, DUE} & set(keys):
        return []
    return sorted(kept_rows(asked.viewer, (*asked.key, keys, most), compose, phones=True), key=by_day)


def _client_rows(asked: _Asked, keys: tuple[str, ...], start: int, size: int) -> list[people.Neglected]:
    def compose() -> list[QuerySet[Any, Any]]:
        return [
            people.lines_of(key, one, today=asked.today, start=start, size=size)
            for key, one in asked.of_clients()
            if key in keys
        ]

    if not asked.tells_clients or not set(keys) - {OVERDUE, DUE}:
        return []
    rows = rows_of((*asked.key, "clients", keys, start, size), compose)
    return people.neglected(asked.viewer, rows, today=asked.today)


def _count(asked: _Asked, sections: list[Section], size: int) -> None:
    """Count those of which there are `size` lines here, and so perhaps more than that."""
    full = tuple(section.key for section in sections if section.lines >= size)

    def parts() -> list[tuple[str, QuerySet[Any, Any]]]:
        return [(key, one) for key, one in [*asked.own(), *asked.of_clients()] if key in full]

    for section in sections:
        section.count = section.lines
    if full:
        names = once((*asked.key, "names", full), lambda: [key for key, _one in parts()])
        compose = partial(_only, parts)
        numbers = counts_of((*asked.key, "counts", full), compose, most=CAP + 1)
        for section in sections:
            if section.key in full:
                section.count = sum(n for key, n in zip(names, numbers, strict=True) if key == section.key)


def _only(parts: Callable[[], list[tuple[str, QuerySet[Any, Any]]]]) -> list[QuerySet[Any, Any]]:
    return [one for _key, one in parts()]
