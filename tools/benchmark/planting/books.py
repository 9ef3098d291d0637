"""What must be seen, by whom, on which day: bookkeeping of its own in plain Python, which asks Pomni nothing.

Keys are words of the plan ("c12", "t340"); days are dates. Whoever plays the plan tells each act here as well.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
AHEAD = 7  # days before a birthday or another day on which it is shown
RISES_AFTER = 3  # days after which whoever leads is told
LOST_AFTER = 365  # days without contact after which a client is lost, and no longer about to be forgotten
DAY_BEGINS = time(9)  # when what has no hour is reminded of
MORNING = timedelta(
    hours=6, minutes=30
)  # the hour after which it is told what was not kept on the day before
PROMISE, TASK, MEETING = "promise", "task", "meeting"
Line = tuple[str, str]  # a part of the board, and what is told there


@dataclass
class Colleague:
    """Somebody who works here; `lead`: the key of whoever leads their team."""

    key: str
    lead: str = ""
    is_active: bool = True


@dataclass
class Customer:
    """A client as planned. `comes` are the days of all contacts that are planned, `lapses` that they stop after the last."""

    key: str
    responsible: str
    zone: str = ""
    birthday: str = ""  # "06-12"
    dates: dict[str, str] = field(default_factory=dict)  # what for -> "06-12"
    comes: list[date] = field(default_factory=list)
    lapses: bool = False
    came: list[date] = field(default_factory=list)
    is_archived: bool = False


@dataclass
class Thing:
    """Something due: a promise, a task or a meeting."""

    key: str
    noun: str
    client: str
    responsible: str
    due: date
    is_step: bool = False
    guests: tuple[str, ...] = ()
    is_open: bool = True
    times: int = 0  # how often it came again
    before: int | None = None  # minutes before which the responsible colleague is reminded
    reminds: str = ""  # whom
    told: datetime | None = None  # the instant of which they were reminded

    @property
    def line(self) -> str:
        """What tells it from all others: one that repeats comes with another day each time."""
        return f"{self.key} {self.due.isoformat()}"


class Books:
    """Everything that happened, as the plan told it."""

    def __init__(self, zone: str, directors: tuple[str, ...]) -> None:
        self.zone, self.directors = zone, directors
        self.people: dict[str, Colleague] = {}
        self.clients: dict[str, Customer] = {}
        self.things: dict[str, Thing] = {}
        self.merged: dict[str, tuple[str, list[str], Customer, int]] = {}
        self.told: set[tuple[str, str, str]] = set()  # (to whom, of what, which notice)

    # --- Time ---------------------------------------------------------------------------------------------------------

    def today(self, now: datetime, client: str = "") -> date:
        """What day it is where the client is."""
        zone = self.clients[client].zone if client in self.clients else ""
        return now.astimezone(ZoneInfo(zone or self.zone)).date()

    # --- Who sees what ------------------------------------------------------------------------------------------------

    def board(self, person: str, now: datetime) -> set[Line]:
        """What must stand on somebody's own board, save who stays away (`away`)."""
        found = {(part, one.line) for one in self.open() if (part := self._part(one, person, now))}
        today = self.today(now)
        has_step = {one.client for one in self.open() if one.noun != PROMISE or one.is_step}
        for one in self.of(person):
            if one.key not in has_step:
                found.add(("unplanned", one.key))
            if near(one.birthday, today):
                found.add(("birthdays", one.key))
            found |= {
                ("dates", f"{one.key}: {title}") for title, day in one.dates.items() if near(day, today)
            }
        return found

    def _part(self, one: Thing, person: str, now: datetime) -> str:
        if not one.client:
            return ""  # stands on Today
        days = (self.today(now, one.client) - one.due).days
        if days < 0 or (person != one.responsible and person not in one.guests):
            return ""
        return "overdue" if one.noun == PROMISE and days else "due"

    def to_do(self, person: str, now: datetime) -> set[str]:
        """What Today tells somebody to do: tasks and promises that are due or overdue, also such about nobody."""
        return {
            one.line
            for one in self.open()
            if one.noun != MEETING and one.responsible == person and one.due <= self.today(now, one.client)
        }

    def away(self, person: str, now: datetime) -> tuple[set[str], set[str]]:
        """Of somebody's clients: who must stand on the board, and who may, as staying away.

        Whoever stopped coming, and had come eight times at least, must once two and a half times their usual time is over, or
        that time and five times how much it usually differs, and may once it is over once; whoever goes on coming must not.
        """
        must, may = set(), set()
        for one in self.of(person):
            if not one.lapses or len(one.came) < 5 or not one.comes or one.came[-1] < one.comes[-1]:
                continue
            gaps = [(b - a).days for a, b in zip(one.came, one.came[1:], strict=False) if b > a]
            if not gaps:
                continue
            away, usual = (self.today(now) - one.came[-1]).days, median(gaps)
            differs = median(abs(gap - usual) for gap in gaps)
            if away > usual:
                may.add(one.key)
            if max(2.5 * usual, usual + 5 * differs) + 7 < away < LOST_AFTER and len(gaps) >= 7:
                must.add(one.key)
        return must, may

    def of(self, person: str) -> list[Customer]:
        """Whom somebody answers for, and who is served still."""
        return [one for one in self.clients.values() if one.responsible == person and not one.is_archived]

    def open(self) -> list[Thing]:
        """What is still to be done."""
        return [one for one in self.things.values() if one.is_open]

    # --- Who is told --------------------------------------------------------------------------------------------------

    def overdue_told(self, now: datetime) -> set[tuple[str, str]]:
        """Whom this morning's notices go to, by kind: each hears of each thing once."""
        found = set()
        late_ones = {one.key for one in self.open() if one.due < self._told_till(one, now)}
        self.told = {told for told in self.told if told[1] in late_ones}
        for one in self.open():
            late = (self._told_till(one, now) - one.due).days
            if one.noun == PROMISE and late > 0 and self._hears(one.responsible, one.key, "own"):
                found.add((one.responsible, "promises_overdue"))
            if one.noun != MEETING and late > RISES_AFTER:
                kind = "promises_overdue_at_team" if one.noun == PROMISE else "tasks_overdue_at_team"
                found |= {(who, kind) for who in self._above(one) if self._hears(who, one.key, "team")}
        return found

    def _told_till(self, one: Thing, now: datetime) -> date:
        """The day of the last morning at the client's place: what was due before it is told."""
        return (now.astimezone(ZoneInfo(self._zone(one))).replace(tzinfo=None) - MORNING).date()

    def _hears(self, who: str, key: str, what: str) -> bool:
        if who not in self.people or not self.people[who].is_active or (who, key, what) in self.told:
            return False
        self.told.add((who, key, what))
        return True

    def _above(self, one: Thing) -> list[str]:
        whose = self.people.get(one.responsible)
        lead = self.people.get(whose.lead) if whose else None
        if lead and lead.is_active and lead is not whose:
            return [lead.key]
        return [who for who in self.directors if who != one.responsible]

    def reminded(self, now: datetime) -> set[tuple[str, str]]:
        """Whom the reminders of this moment go to, and of what."""
        found = set()
        for one in self.open():
            if one.noun == MEETING:
                if one.due == self.today(now) and self._zone(one) == self.zone:
                    found |= {
                        (who, one.line)
                        for who in (one.responsible, *one.guests)
                        if self.people[who].is_active
                    }
                continue
            at = self._reminder(one)
            if at is None or at > now or (one.told and at <= one.told):
                continue
            one.told = at
            due = at + timedelta(minutes=one.before or 0)
            if due + DAY > now and self.people[one.reminds].is_active:
                found.add((one.reminds, one.line))
        return found

    def _reminder(self, one: Thing) -> datetime | None:
        if one.before is None:
            return None
        due = datetime.combine(one.due, DAY_BEGINS, ZoneInfo(self._zone(one)))
        return due.astimezone(UTC) - timedelta(minutes=one.before)

    def _zone(self, one: Thing) -> str:
        return (self.clients[one.client].zone if one.client in self.clients else "") or self.zone

    # --- What happened ------------------------------------------------------------------------------------------------

    def erase(self, client: str) -> None:
        """Nothing is known of them any more."""
        self.clients.pop(client, None)
        self.things = {key: one for key, one in self.things.items() if one.client != client}

    def merge(self, kept: str, gone: str) -> None:
        """All that is of `gone` is of `kept`."""
        moved = [key for key, one in self.things.items() if one.client == gone]
        for key in moved:
            self.things[key].client = kept
        one, other = self.clients[kept], self.clients.pop(gone)
        self.merged[gone] = (kept, moved, other, len(other.came))
        one.came = sorted(one.came + other.came)
        one.dates |= other.dates

    def unmerge(self, gone: str) -> None:
        """What was of `gone` is so again; what came since stays."""
        kept, moved, other, _number = self.merged.pop(gone)
        for key in moved:
            if key in self.things:
                self.things[key].client = gone
        one = self.clients[kept]
        for day in other.came:
            one.came.remove(day)
        one.dates = {title: day for title, day in one.dates.items() if title not in other.dates}
        if not self.people[other.responsible].is_active:
            other.responsible = one.responsible
        self.clients[gone] = other

    def leave(self, who: str, heirs: dict[str, str]) -> None:
        """Somebody leaves; each kind of what was theirs goes to one successor."""
        self.people[who].is_active = False
        for client in self.clients.values():
            if client.responsible == who:
                client.responsible = heirs["clients"]
        for one in self.open():
            heir = heirs[f"{one.noun}s"]
            if who in one.guests:
                others = tuple(guest for guest in one.guests if guest not in (who, heir))
                one.guests = others if heir == one.responsible else (*others, heir)
            if one.responsible == who:
                one.responsible = heir
                one.guests = tuple(guest for guest in one.guests if guest != heir)
            if one.reminds == who:
                one.reminds = heir


def near(day: str, today: date) -> bool:
    """Whether a day of the year comes within a week; 29 February is kept on the 28th in other years."""
    if not day:
        return False
    month, number = (int(part) for part in day.split("-"))
    for year in (today.year, today.year + 1):
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        on = date(year, month, 28 if (month, number) == (2, 29) and not leap else number)
        if 0 <= (on - today).days <= AHEAD:
            return True
    return False


def counted(lines: set[Line]) -> dict[str, int]:
    """How many there are of each part."""
    found: dict[str, int] = defaultdict(int)
    for part, _line in lines:
        found[part] += 1
    return dict(found)
