"""What happens in the two years of the planted company, by day: drawn beforehand by a seeded chance, the same every time."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

BEGAN = date(2025, 1, 13)
DAYS = 730
FAR = "Asia/Kamchatka"  # where it is tomorrow already when it is noon at home
SORTS = ("agreement", "next_step", "expectation", "obligation")
RULES = {"FREQ=WEEKLY": 7, "FREQ=MONTHLY": 0}
PEOPLE = 6  # besides the director; the first of each three leads the others
LEAVES = (
    (150, "p1"),
    (260, "p4"),
    (390, "n0"),
    (500, "p5"),
    (610, "p2"),
)  # somebody else comes the day before


@dataclass(frozen=True)
class Act:
    """Something that somebody does on a day, after everybody has looked at their board."""

    what: str
    key: str
    told: dict[str, Any] = field(default_factory=dict)


class Plan:
    """All acts by day, as `day number -> acts`; `size`: about so many due things come of them."""

    def __init__(self, size: int, seed: int = 5) -> None:
        self.chance, self.acts = Random(seed), defaultdict(list)
        self.clients = max(12, round(size / 14))
        self.things = max(20, round(size * 0.66))
        self.backup, self.restore = 402, 405
        for number in range(self.clients):
            self._client(f"c{number}")
        for number in range(self.things):
            self._thing(f"t{number}")
        self._doubles()
        self._leaving()
        self._erasures()

    def _at(self, day: int, what: str, key: str, **told: Any) -> None:
        if 0 <= day < DAYS:
            self.acts[day].append(Act(what, key, told))

    # --- Clients ------------------------------------------------------------------------------------------------------

    def _client(self, key: str) -> None:
        chance = self.chance
        day = 0 if chance.random() < 0.7 else chance.randint(1, DAYS // 2)
        comes, lapses = self._visits(day)
        told = {
            "owner": chance.randrange(100),
            "place": chance.choice(("home", "home", "near", "far", "")),
            "birthday": self._day_of_year() if chance.random() < 0.8 else "",
            "date": self._day_of_year() if chance.random() < 0.3 else "",
            "comes": [BEGAN + timedelta(days=one) for one in comes],
            "lapses": lapses,
        }
        self._at(day, "client", key, **told)
        for one in comes:
            self._at(one, "visit", key)
        if chance.random() < 0.03:
            self._at(chance.randint(500, DAYS), "archive", key)

    def _visits(self, first: int) -> tuple[list[int], bool]:
        """The days of somebody's visits, and whether they stop: regular ones by a rhythm of their own, others by chance."""
        chance, sort = self.chance, self.chance.random()
        if sort < 0.25:
            return [first + chance.randint(1, 300) for _visit in range(chance.randint(0, 2))], False
        usual, day, days = chance.choice((14, 21, 30, 45)), first + chance.randint(1, 10), []
        scatter = chance.choice((0.1, 0.2, 0.3))
        lapses = sort < 0.75 and chance.random() < 0.45
        until = chance.randint(250, 640) if lapses else DAYS + 60
        while day < until:
            days.append(day)
            gap = chance.gauss(usual, scatter * usual) if sort < 0.75 else chance.expovariate(1 / usual)
            day += max(1, round(gap))
        return days, lapses

    def _day_of_year(self) -> str:
        if self.chance.random() < 0.03:
            return "02-29"
        return f"{self.chance.randint(1, 12):02}-{self.chance.randint(1, 28):02}"

    # --- Things -------------------------------------------------------------------------------------------------------

    def _thing(self, key: str) -> None:
        chance = self.chance
        added = chance.randint(1, DAYS - 10)
        due = added + chance.randint(1, 50)
        noun = chance.choices(("promise", "task", "meeting"), (46, 40, 14))[0]
        told: dict[str, Any] = {
            "owner": chance.randrange(100),
            "due": BEGAN + timedelta(days=due),
            "noun": noun,
        }
        told["client"] = (
            "" if noun == "task" and chance.random() < 0.15 else f"c{chance.randrange(self.clients)}"
        )
        told["sort"] = chance.choice(SORTS) if noun == "promise" else ""
        told["others"] = chance.random() < 0.2  # somebody else's than the client's own colleague
        told["guest"] = chance.randrange(100) if noun == "meeting" and chance.random() < 0.5 else None
        if noun != "meeting" and chance.random() < 0.15:
            told["before"] = chance.choice((0, 30, 24 * 60, 3 * 24 * 60))
        if noun == "task" and told["client"] and chance.random() < 0.1:
            told["repeat"] = chance.choice(list(RULES))
            return self._row(key, added, due, told)
        self._at(added, "thing", key, **told)
        return self._fate(key, noun, due)

    def _fate(self, key: str, noun: str, due: int) -> None:
        """Closed before its day, on it, late, moved, given to another, or never."""
        chance, fate = self.chance, self.chance.random()
        if fate < 0.15:
            self._at(due - chance.randint(1, 3), "close", key)
        elif fate < 0.55:
            self._at(due, "close", key)
        elif fate < 0.75:
            self._at(due + chance.randint(1, 12), "close", key)
        elif fate < 0.87:
            self._at(due, "move", key, by=chance.randint(2, 14))
            self._at(due + 20, "close", key)
        elif fate < 0.93 and noun != "meeting":
            self._at(due - 1, "give", key, owner=chance.randrange(100))
            self._at(due + chance.randint(0, 6), "close", key)
        elif fate < 0.96:
            self._at(due, "close", key)
            self._at(due + 2, "reopen", key)
            self._at(due + 9, "close", key)
        elif chance.random() < 0.9:
            self._at(due + chance.randint(15, 60), "close", key)

    def _row(self, key: str, added: int, due: int, told: dict[str, Any]) -> None:
        """One that comes again: finished each time on its day or a little later, for some times."""
        self._at(added, "thing", key, **told)
        day, step = due, RULES[told["repeat"]] or 31
        for _time in range(self.chance.randint(2, 8)):
            self._at(day + self.chance.choice((0, 0, 1, 3)), "close", key)
            day += step
        self._at(day + 40, "drop", key)

    # --- What upsets all that -------------------------------------------------------------------------------------------

    def _doubles(self) -> None:
        """Cards that are made twice, become one, and sometimes two again."""
        chance = self.chance
        for number in range(max(2, self.clients // 12)):
            key, day = f"d{number}", chance.randint(400, 640)
            kept = f"c{chance.randrange(self.clients)}"
            self._at(day, "double", key, of=kept, owner=chance.randrange(100))
            for place in range(3):
                name, due = f"{key}t{place}", day + 4 + place * 9
                told = {"owner": chance.randrange(100), "noun": ("promise", "task", "promise")[place]}
                told |= {"client": key, "sort": "next_step" if place else "obligation", "others": False}
                self._at(day + 1, "thing", name, **told, due=BEGAN + timedelta(days=due), guest=None)
                self._at(due + place, "close", name)
            merged = day + chance.randint(3, 14)
            self._at(merged, "merge", key, of=kept)
            if chance.random() < 0.4:
                self._at(merged + chance.randint(4, 25), "unmerge", key)

    def _leaving(self) -> None:
        """Colleagues who leave, and others who come for them; whoever leads a team leaves, too."""
        for number, (day, who) in enumerate(LEAVES):
            self._at(day, "hire", f"n{number}", like=who)
            heirs = {
                kind: self.chance.randrange(100) for kind in ("clients", "tasks", "promises", "meetings")
            }
            self._at(day + 1, "leave", who, heirs=heirs)
        self._at(560, "change_lead", "p0", by="p3")

    def _erasures(self) -> None:
        """Clients who ask to be forgotten; one of them between the backup and the restore."""
        for day in (200, self.restore - 1, 600):
            self._at(day, "erase", f"c{self.chance.randrange(self.clients)}")
