"""The stage on which a story is told: its clock, its chance, its colleagues, and the stories that wait for their hour.

A story is a generator: it acts, then yields the instant at which it goes on. The stage always takes the one whose hour
comes first, so that what is remembered stands in the order of time. What would come after today is never told: tasks
stay open, and calls are still to be made.
"""

import heapq
from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from pomni.config.demo_story.faces import Faces
from pomni.config.demo_story.script import Script
from pomni.kit import clock
from pomni.kit.days_off import holidays_of
from pomni.team.models import Location, User

Story = Generator[datetime, None, None]
YEARS = timedelta(days=730)
OPENS, CLOSES = time(9), time(19)
CLOSED_FROM = {"clinic": 7, "wholesale": 6}  # the first day of rest in a week, as ISO counts
AT_ONCE = 200  # acts a transaction
SMALLEST = 0.15  # of the two years, for what does not depend on how many clients there are
INSTANT = timedelta(milliseconds=1)


@dataclass
class Known:
    """A client as the story knows them. `sort`: adult, child, organisation or buyer; `phone`: their own, as typed."""

    record: Any
    keeper: User
    place: Location
    sort: str
    sex: str = ""
    given: str = ""
    family: str = ""
    phone: str = ""
    tags: list[str] = field(default_factory=list)
    staff: "list[Known]" = field(default_factory=list)
    played: list[str] = field(default_factory=list)
    promised: set[str] = field(default_factory=set)  # what is open between us
    is_over: bool = False
    is_pinned: bool = False
    is_doubled: bool = False  # somebody added them once more


class Stage:
    """One company, from its first day two years ago until now."""

    def __init__(self, script: Script, until: datetime, share: float) -> None:
        self.script, self.until, self.share = script, until, share
        self.zone = ZoneInfo(script.company["zone"])
        seed = f"{script.language} {script.trade} {until.astimezone(self.zone).date()}"
        self.chance = Random(seed)  # noqa: S311 (a story, no secret)
        self.faces = Faces(script, self.chance, until.date())
        self.began = datetime.combine((until - YEARS).date(), OPENS, self.zone)
        self.staff: dict[str, list[User]] = {}
        self.sex_of: dict[int, str] = {}
        self.short: dict[int, str] = {}
        self.places: list[Location] = []
        self.clients: list[Known] = []
        self.desks: dict[int, list[User]] = {}
        self.fields: dict[str, dict[str, Any]] = {}  # of the company's own, by key
        self.offered: list[tuple[Any, dict[str, Any]]] = []  # services, with what the script says of each
        self.goods: list[Any] = []
        self.rooms: dict[int, list[Any]] = {}  # of each location, one a specialist
        self.ends: list[str] = []  # of promises, not dealt yet
        self.leaver: User | None = None
        self.gone: set[int] = set()  # colleagues who have left
        self._hour = self.began
        self._waiting: list[tuple[datetime, int, Story]] = []
        self._count = 0

    # --- Time --------------------------------------------------------------------------------------------------------

    def begin(self, story: Story, at: datetime) -> None:
        """The story begins at this instant."""
        self._count += 1
        heapq.heappush(self._waiting, (at, self._count, story))

    def run(self) -> None:
        """Tell all stories up to now."""
        written = self.began
        while self._is_more():
            with transaction.atomic():
                for _act in range(AT_ONCE):
                    if not self._is_more():
                        break
                    self._hour, _number, story = heapq.heappop(self._waiting)
                    with clock.travel_to(
                        max(self._hour, written + INSTANT)
                    ):  # nothing is written before what was
                        if then := next(story, None):
                            self.begin(story, then)
                        written = clock.now()

    def _is_more(self) -> bool:
        return bool(self._waiting) and self._waiting[0][0] <= self.until

    def now(self) -> datetime:
        """The present hour of the story, where the company is."""
        return self._hour.astimezone(self.zone)

    def soon(self, least: int = 2, most: int = 25) -> datetime:
        """A few minutes from now; after closing time, the next morning."""
        at = self.now() + timedelta(
            minutes=self.chance.randint(least, most), seconds=self.chance.randrange(60)
        )
        return at if at.time() < CLOSES and self.is_open(at.date()) else self.on(self.workday(at.date(), 1))

    def later(self, days: int | list[int], since: datetime | None = None) -> datetime:
        """A round hour of a working day so many days from now, or from another instant."""
        least, most = (days, days) if isinstance(days, int) else days
        return self.on(self.workday((since or self.now()).date(), max(1, self.chance.randint(least, most))))

    def opening(self) -> dict[str, list[list[str]]]:
        """The hours of its locations, by day of the week."""
        days = range(1, CLOSED_FROM[self.script.trade])
        return {str(day): [[f"{OPENS:%H:%M}", f"{CLOSES:%H:%M}"]] for day in days}

    def later_than_began(self) -> datetime:
        """An hour in the company's first month; what is the same in a smaller story begins later there."""
        began = self.until - YEARS * max(self.share, SMALLEST)
        return self.on(self.workday(began.astimezone(self.zone).date(), self.chance.randint(3, 25)))

    def on(self, day: date) -> datetime:
        """A round hour of this day, mornings and late afternoons being the busiest."""
        hour = self.chance.choice((9, 10, 10, 11, 11, 12, 13, 14, 15, 15, 16, 16, 17, 18))
        return datetime.combine(day, time(hour, self.chance.randrange(0, 60, 5)), self.zone)

    def workday(self, day: date, days: int) -> date:
        """The day so many days after (or before) this one, or the nearest further one on which the company is open."""
        one = timedelta(days=1 if days >= 0 else -1)
        found = day + timedelta(days=days)
        while not self.is_open(found):
            found += one
        return found

    def is_open(self, day: date) -> bool:
        """Closed on Sundays and public holidays; wholesalers rest on Saturdays, too."""
        last = CLOSED_FROM[self.script.trade]
        return day.isoweekday() < last and day not in holidays_of(self.script.company["country"], day.year)

    # --- People ------------------------------------------------------------------------------------------------------

    def who(self, word: str, client: Known | None = None) -> User:
        """The colleague whom a step names: "keeper", "desk", "changer" or a preset role."""
        if client and word == "keeper":
            return client.keeper
        if client and word == "changer":  # specialists do not change the data of clients
            is_kept = client.keeper not in self.staff["specialist"]
            return client.keeper if is_kept else self.who("desk", client)
        if word == "desk":
            return self.chance.choice(self.desks[client.place.pk] if client else self.staff["front_desk"])
        return self.chance.choice(self.staff[word])

    def still(self, user: User, client: Known | None = None) -> User:
        """This colleague; of one who has left meanwhile, whoever looks after the client now."""
        if user.pk not in self.gone:
            return user
        return client.keeper if client else self.staff["director"][0]

    def present(self, *sorts: str, place: Location | None = None) -> "list[Known]":
        """The clients of these sorts who are here by now, and not archived; of one place where that is told."""
        known = [client for client in self.clients if client.sort in sorts and not client.is_over]
        return [client for client in known if place is None or client.place == place]

    def everybody(self) -> list[User]:
        """All colleagues."""
        return [user for users in self.staff.values() for user in users]

    def odds(self, share: float) -> bool:
        """Whether it happens, in this share of cases."""
        return self.chance.random() < share
