"""The planted company played through, a day at a time, and what everybody sees compared with what must be seen."""

from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction

from benchmark.planting import seen
from benchmark.planting.acts import Player
from benchmark.planting.plan import BEGAN, DAYS, Act, Plan
from pomni.agenda.pulses import tell_reminders
from pomni.agenda.tasks import tell_overdue
from pomni.config.backup.making import make_backup
from pomni.config.backup.restore import restore_backup
from pomni.kit import clock

NOON = timedelta(hours=12, minutes=30)  # when everybody looks; the acts of the day follow
MORNING = timedelta(hours=6, minutes=30)  # when the house tells what is overdue
REMINDERS = ("task_ahead", "promise_ahead", "meeting_ahead")
OVERDUE = ("promises_overdue", "promises_overdue_at_team", "tasks_overdue_at_team")
AWAY = "late"
SELDOM = 90  # days between which everybody looks, where nothing new is due


@dataclass
class Tally:
    """What came of it: by part, how much was due, shown on its day, and shown in vain; each fault in words."""

    due: Counter[str] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)
    vain: Counter[str] = field(default_factory=Counter)
    raised: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def count(self, part: str, *, due: int, missed: int, raised: int, vain: int) -> None:
        """Add what was looked at now."""
        self.due[part] += due
        self.shown[part] += due - missed
        self.raised[part] += raised
        self.vain[part] += vain

    def told(self) -> dict[str, Any]:
        """The figures."""
        due, shown, raised, vain = (
            sum(one.values()) for one in (self.due, self.shown, self.raised, self.vain)
        )
        parts = {
            part: [self.due[part], self.shown[part], self.raised[part], self.vain[part]]
            for part in self.raised | self.due
        }
        told = {"due": due, "on_day": shown, "missed": due - shown, "raised": raised, "vain": vain}
        return told | {
            "false": vain / max(raised, 1),
            "parts": parts,
            "faults": sorted(self.faults, key=_in_vain)[:40],
        }


def _in_vain(fault: str) -> bool:
    """Those that were missed are told first."""
    return "in vain" in fault


class Look(NamedTuple):
    """What must stand before somebody, what does, what is missed of it, and what stands there in vain."""

    due: AbstractSet[seen.Line] = frozenset()
    shown: AbstractSet[seen.Line] = frozenset()
    missed: AbstractSet[seen.Line] = frozenset()
    vain: AbstractSet[seen.Line] = frozenset()

    def beside(self, before: "Look") -> "Look":
        """What is new of each since then."""
        return Look(*(some - those for some, those in zip(self, before, strict=True)))


class Walk:
    """Two years, a day at a time. `thorough`: everybody looks each day; else on days when something new is due for them."""

    def __init__(self, size: int, *, thorough: bool) -> None:
        self.plan, self.thorough, self.tally = Plan(size), thorough, Tally()
        with clock.travel_to(_at(0, MORNING)):
            self.player = Player()
        self.looked: dict[str, Look] = {}  # by person, what was there when they last looked
        self.kept: tuple[Path, Any] | None = None
        self.lost: list[tuple[Act, datetime]] = []

    def go(self) -> dict[str, Any]:
        """Play all days; the figures."""
        for day in range(DAYS):
            with transaction.atomic():
                self._morning(day)
                self._noon(day)
                self._acts(day)
            if day == self.plan.backup:
                self._back_up(day)
            if day == self.plan.restore:
                self._restore(day)
        return self.tally.told()

    def _morning(self, day: int) -> None:
        with clock.travel_to(_at(day, MORNING)):
            wanted = self.player.books.overdue_told(clock.now())
            if not (wanted or self._looks(day)):
                return
            before = seen.last_notice()
            tell_overdue.func()
            told = seen.notices(before, *OVERDUE)
            self._compare(day, "told of what is overdue", wanted, {(to, kind) for to, kind, _url in told})

    def _noon(self, day: int) -> None:
        with clock.travel_to(_at(day, NOON)):
            self._remind(day)
            for person in ["vera", *self.player.working()]:
                self._look(day, person)

    def _remind(self, day: int) -> None:
        wanted = self.player.books.reminded(clock.now())
        if wanted or self._looks(day):
            before = seen.last_notice()
            while tell_reminders():
                pass
            told = seen.notices(before, *REMINDERS)
            self._compare(day, "reminded", wanted, {(to, self.player.named(url)) for to, _kind, url in told})

    def _looks(self, day: int) -> bool:
        return self.thorough or day % SELDOM == 0

    def _look(self, day: int, person: str) -> None:
        """What stands before somebody, beside what must."""
        books, now = self.player.books, clock.now()
        wanted = books.board(person, now) | {("today", line) for line in books.to_do(person, now)}
        must, may = books.away(person, now)
        due = wanted | {(AWAY, key) for key in must}
        before = self.looked.get(person, Look())
        if not (due - before.due or self._looks(day)):
            return
        viewer = self.player.user(person)
        shown = seen.board(viewer) | {("today", line) for line in seen.to_do(viewer)}
        look = Look(due, shown, due - shown, shown - due - {(AWAY, key) for key in may})
        fresh = look.beside(before)
        for part in {part for some in fresh for part, _line in some}:
            numbers = (sum(line[0] == part for line in some) for some in fresh)
            self.tally.count(part, **dict(zip(("due", "raised", "missed", "vain"), numbers, strict=True)))
        self._note(day, person, "missed", fresh.missed)
        self._note(day, person, "in vain", fresh.vain)
        self.looked[person] = look

    def _compare(self, day: int, part: str, wanted: set[Any], told: set[Any]) -> None:
        missed, vain = wanted - told, told - wanted
        self.tally.count(part, due=len(wanted), missed=len(missed), raised=len(told), vain=len(vain))
        self._note(day, part, "missed", missed)
        self._note(day, part, "in vain", vain)

    def _note(self, day: int, whose: str, what: str, lines: AbstractSet[Any]) -> None:
        if lines:
            self.tally.faults.append(f"{BEGAN + timedelta(days=day)} {whose}: {what} {sorted(lines)[:6]}")

    def _acts(self, day: int) -> None:
        for number, act in enumerate(self.plan.acts[day]):
            with clock.travel_to(_at(day, NOON + timedelta(minutes=30, seconds=number))):
                self.player.carry_out(act)
                if self.kept:
                    self.lost.append((act, clock.now()))

    # --- The backup -----------------------------------------------------------------------------------------------------

    def _back_up(self, day: int) -> None:
        with clock.travel_to(_at(day, timedelta(hours=22))):
            self.kept = make_backup(settings.HOME), self.player.state

    def _restore(self, day: int) -> None:
        """The computer is lost: the last backup takes its place, and what people remember of the days since is done anew.

        Who was erased since stays so. Of what was finished since a third is not entered again: it is open, and must be told of.
        """
        if self.kept is None:
            return
        file, state = self.kept
        self.kept = None
        with clock.travel_to(_at(day, timedelta(hours=22))):
            restore_backup(file, settings.HOME.backup_key_file, force=True)
            self.player.state = state
            for act, _when in self.lost:
                if act.what == "erase":
                    self.player.books.erase(act.key)
            for number, (act, when) in enumerate(self.lost):
                if act.what != "erase" and (act.what != "close" or number % 3):
                    self.player.carry_out(act, when)
        self.lost = []


def _at(day: int, hour: timedelta) -> datetime:
    return datetime.combine(BEGAN + timedelta(days=day), datetime.min.time(), UTC) + hour
