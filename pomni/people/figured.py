"""What each figure of clients means for a stretch of days: one condition, for the figure, its list, and its export.

A client is *sleeping* who is away for longer than usual, by their own rhythm (`people.rhythm`), and has been so for less than
POMNI_LOST_AFTER_DAYS; *lost* who has been so for as long, or, having no rhythm, was not in touch for as long. So nobody is both,
and nobody is lost before their own usual time is over. The board and the segments ask the same of today (`away`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual, LessThan
from django.utils import timezone

from pomni.people.models import Away, Touch
from pomni.people.periods import EARLIEST, LATEST, Period

ALL, NEW, RETURNING, SLEEPING, LOST = FIGURES = ("all", "new", "returning", "sleeping", "lost")
OF_CONTACTS = frozenset(
    {RETURNING, SLEEPING, LOST}
)  # told to whoever sees the contacts of all clients within reach
LAST = "figures__last_contact_at"
NEVER = datetime(1900, 1, 1, tzinfo=UTC)  # before any contact
UNSOURCED = "unsourced"  # of those alone of whom no source is written down
WORD = re.compile(rf"({'|'.join(FIGURES)}),(\d{{4}}-\d\d-\d\d),(\d{{4}}-\d\d-\d\d)(,{UNSOURCED})?")


def lost_after() -> timedelta:
    """For how long whoever is lost was away, by the company's rule."""
    return timedelta(days=int(settings.POMNI["POMNI_LOST_AFTER_DAYS"]))


def away(today: date) -> Q:
    """Who is away for longer than usual today, and not lost: the sleeping ones, told by an index alone."""
    return Q(late_on__lte=today, late_on__gt=today - lost_after())


@dataclass(frozen=True, slots=True)
class Figured:
    """Whom one figure counts, as the word of an address: "new,2026-11-01,2026-11-30"."""

    what: str
    period: Period
    is_unsourced: bool = False

    @classmethod
    def from_word(cls, word: str) -> "Figured":
        """Raises ValueError where the word is none."""
        if not (found := WORD.fullmatch(word)):
            raise ValueError(word)
        what, first, last, unsourced = found.groups()
        period = Period(date.fromisoformat(first), date.fromisoformat(last))
        if not EARLIEST <= period.first <= period.last <= LATEST:
            raise ValueError(word)
        return cls(what, period, bool(unsourced))

    def __str__(self) -> str:
        word = f"{self.what},{self.period.first.isoformat()},{self.period.last.isoformat()}"
        return f"{word},{UNSOURCED}" if self.is_unsourced else word


def condition_of_figure(figured: Figured, *, sees_contacts: bool) -> Q:
    """Which clients a figure counts. Whoever does not see contacts is told of nobody what follows from them."""
    if figured.what in OF_CONTACTS and not sees_contacts:
        return Q(pk__in=())
    days = _Days(figured.period, sees_contacts=sees_contacts)
    found = MEANS[figured.what](days) & days.there  # most are none of these: the costlier question comes last
    return found & Q(source="") if figured.is_unsourced else found


class _Days:
    """A stretch as instants, and what may be asked about it."""

    def __init__(self, period: Period, *, sees_contacts: bool) -> None:
        self.period, self.sees_contacts = period, sees_contacts
        self.start, self.end = _midnight(period.first), _midnight(period.last + timedelta(days=1))

    @property
    def there(self) -> Q:
        """Who was a client by the end of it, and not archived by then."""
        return (Q(archived_at=None) | Q(archived_at__gte=self.end)) & self.known_before(self.end)

    def known_before(self, at: datetime) -> Q:
        """Who was added, or in touch with us, before an instant."""
        return Q(added_at__lt=at) | self.touched_before(at) if self.sees_contacts else Q(added_at__lt=at)

    @property
    def new(self) -> Q:
        """Who was neither added nor in touch before it."""
        came = Q(added_at__gte=self.start)
        return came & ~self.touched_before(self.start) if self.sees_contacts else came

    @property
    def returning(self) -> Q:
        """Who was in touch during it, and before it."""
        return self.touched_since(self.start) & self.touched_before(self.start)

    @property
    def lost(self) -> Q:
        """Who was neither in touch nor added for as long as it takes to be lost, nor sleeps or is not late yet."""
        last, bound = LAST, self.too_long_ago
        over = Q(late_on=None) | Q(late_on__lte=self.period.last - lost_after())
        quiet = Q(**{last: None}) | (Q(**{f"{last}__lt": bound}) & over)
        return Q(added_at__lt=bound) & (
            quiet | (self.touched_later & ~self._within(bound) & ~self._came_back)
        )

    @property
    def sleeping(self) -> Q:
        """Who stayed away, on its last day, for longer than they used to, and was not lost."""
        return away(self.period.last) | self._came_back

    @property
    def _came_back(self) -> Q:
        """Who slept on its last day, and was in touch since."""
        day = self.period.last
        found = Away.objects.filter(until__gt=day, since__lte=day, since__gt=day - lost_after())
        return Q(pk__in=found.values("client_id"))

    # --- Contacts. The last one of each client is kept with the client: others are looked through only where it came later.

    @property
    def too_long_ago(self) -> datetime:
        """Whoever was last heard of before it is lost at the end of the stretch."""
        return _midnight(self.period.last + timedelta(days=1) - lost_after())

    @property
    def touched_later(self) -> Q:
        """Who was in touch after it."""
        return Q(**{f"{LAST}__gte": self.end})

    def touched_since(self, at: datetime) -> Q:
        """Who was in touch from an instant to its end."""
        by_last = Q(**{f"{LAST}__gte": at, f"{LAST}__lt": self.end})
        return by_last | (self.touched_later & self._within(at))

    def touched_before(self, at: datetime) -> Q:
        """Who was in touch before an instant."""
        first = _touches().order_by("at").values("at")[:1]
        return Q(**{f"{LAST}__isnull": False}) & Q(LessThan(Subquery(first), at))

    def _within(self, at: datetime) -> Q:
        last = _touches(at__lt=self.end).order_by("-at").values("at")[:1]
        return Q(
            GreaterThanOrEqual(Coalesce(Subquery(last), Value(NEVER)), at)
        )  # "not so" must hold of none, too


def _touches(**when: datetime) -> Any:
    """The contacts with each client, of which the first or last is asked for: whether there is any, PostgreSQL would find
    out by gathering all there are.
    """
    return Touch.objects.filter(client=OuterRef("pk"), **when)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


MEANS: dict[str, Callable[[_Days], Q]] = {
    ALL: lambda _days: Q(),
    NEW: lambda days: days.new,
    RETURNING: lambda days: days.returning,
    SLEEPING: lambda days: days.sleeping,
    LOST: lambda days: days.lost,
}
