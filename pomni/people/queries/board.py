"""Clients whom one is about to forget: late against their own rhythm, without a next step, and with a day to remember."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils import timezone

from pomni.people.alarm import warning
from pomni.people.figured import away
from pomni.people.models import Client, ImportantDate
from pomni.people.models.clients import LATE as LATE_ONES
from pomni.people.models.clients import UNPLANNED
from pomni.people.queries.coming import comes
from pomni.people.queries.figured import is_told
from pomni.people.rhythm import usual
from pomni.team.models import User

LATE, UNPLANNED_ONES, BIRTHDAYS, DATES = "late", "unplanned", "birthdays", "dates"
CLIENT = (
    "pk",
    "uid",
    "name",
    "alert",
    "allergies",
    "responsible__name",
    "figures__last_contact_at",
    "figures__rhythm_days",
    "figures__rhythm_spread",
    "figures__next_due_on",
    "late_on",
)
AHEAD = 7  # days before a day to remember on which it is shown
BIRTHDAY = "people.client.birthday"


@dataclass(frozen=True, slots=True)
class Neglected:
    """A client on the board, and why. `days` is how long there was no contact; `usually` between which days there is one.

    `on` is the day to remember, `text` what it is for ("" of a birthday), `years` how many there are by then; `warning` is what
    whoever meets them must know first.
    """

    what: str
    pk: int
    uid: Any
    name: str
    warning: str
    responsible: str
    late_on: date | None = None
    days: int | None = None
    tells: bool = True  # whether the viewer may know of contacts
    usually: tuple[int, int] | None = None
    planned: date | None = None
    on: date | None = None
    text: str = ""
    years: int | None = None


def sections(viewer: User, *, mine: bool, today: date) -> dict[str, QuerySet[Any, Any]]:
    """The parts of the board that are about clients, each as a query of them within reach; those whom the viewer may see.

    `mine`: only those whom the viewer answers for.
    """
    if not viewer.may(Client.see):
        return {}
    # Whoever reaches any clients reaches those whom they answer for: nothing else need be asked of these.
    reached = Client.objects.filter(responsible=viewer) if mine else Client.objects.visible_to(viewer)
    within = reached.filter(archived_at=None, forgotten_at=None)
    found: dict[str, QuerySet[Any, Any]] = {}
    if is_told(viewer, "contact"):
        found[LATE] = within.filter(LATE_ONES, away(today))
    if is_told(viewer, "due"):
        found[UNPLANNED_ONES] = within.filter(UNPLANNED, ~comes())
    if not viewer.field_rule(BIRTHDAY):
        found[BIRTHDAYS] = within.exclude(birth_day="").filter(birth_day__in=days_ahead(today))
    dates = ImportantDate.objects
    return found | {
        DATES: _dates(dates.filter(client__responsible=viewer) if mine else dates.visible_to(viewer), today)
    }


def _dates(reached: QuerySet[Any, Any], today: date) -> QuerySet[Any, Any]:
    """Days to remember that come within a week: each year, or in this one."""
    first = f"{today:%m-%d}"
    this_time = Q(is_yearly=True) | Q(year=today.year, day__gte=first) | Q(year=today.year + 1, day__lt=first)
    near = reached.filter(this_time, withdrawn_at=None, day__in=days_ahead(today))
    return near.filter(client__archived_at=None, client__forgotten_at=None)


def lines_of(
    what: str, found: QuerySet[Any, Any], *, today: date, start: int, size: int
) -> QuerySet[Any, Any]:
    """Some rows of a part of the board, in its order, as `neglected` reads them: found along an index, then looked at."""
    first = f"{today:%m-%d}"
    day = "day" if what == DATES else "birth_day"
    order: tuple[Any, ...] = ("-late_on", "-pk") if what == LATE else ("-pk",)
    if what in (BIRTHDAYS, DATES):
        order = (Case(When(**{f"{day}__gte": first}, then=0), default=1), day, "pk")
    inner = found.order_by(*order).values("pk")[start : start + size]
    shown_ones = found.model._default_manager.filter(pk__in=inner)
    of = "client__" if what == DATES else ""
    number, word = IntegerField(), CharField()
    text = Cast("title", word) if what == DATES else Cast(Value(""), word)
    born = {
        DATES: (Cast("day", word), Cast("year", number)),
        BIRTHDAYS: (Cast("birth_day", word), Cast("birth_year", number)),
    }
    when = born.get(what, (Cast(Value(""), word), Cast(Value(None), number)))
    return shown_ones.order_by().values_list(
        *(f"{of}{column}" for column in CLIENT), Cast(Value(what), word), text, *when
    )


def neglected(viewer: User, rows: Iterable[Any], *, today: date) -> list[Neglected]:
    """What `lines_of` found, each part in its order."""
    told = [_neglected(viewer, row, today) for row in rows]
    return sorted(told, key=_place)


def _place(one: Neglected) -> tuple[Any, ...]:
    if one.on:
        return one.what, one.on, one.pk
    return one.what, -one.late_on.toordinal() if one.late_on else 0, -one.pk


def days_ahead(today: date) -> list[str]:
    """The days from today on that are shown, as clients' days are kept. 29 February is kept on the 28th in other years."""
    days = [f"{today + timedelta(days=ahead):%m-%d}" for ahead in range(AHEAD + 1)]
    leap = "02-28" in days and not _has_leap_day(_next(today, "02-28").year)
    return [*days, "02-29"] if leap and "02-29" not in days else days


def _neglected(viewer: User, row: Any, today: date) -> Neglected:
    pk, uid, name, alert, allergies, responsible, last, *usually, planned, late_on, what, text, day, year = (
        row
    )
    told: dict[str, Any] = {"late_on": late_on if what == LATE else None}
    told["tells"] = is_told(viewer, "contact")
    if what in (LATE, UNPLANNED_ONES) and told["tells"]:
        told["days"] = (today - timezone.localtime(last).date()).days if last else None
    if what == LATE and usually[0] is not None:
        told["usually"] = usual(usually[0], usually[1] or 0)
        told["planned"] = planned if is_told(viewer, "due") else None
    if day:
        on = _next(today, day)
        told |= {"on": on, "text": text, "years": on.year - year if year and year < on.year else None}
    return Neglected(what, pk, uid, name, warning(alert, allergies), responsible or "", **told)


def _next(today: date, day: str) -> date:
    """The next time that a day of the year comes, today included."""
    month, number = (int(part) for part in day.split("-"))
    for year in (today.year, today.year + 1):
        leap = month == 2 and number == 29 and not _has_leap_day(year)
        on = date(year, month, 28 if leap else number)
        if on >= today:
            return on
    return today


def _has_leap_day(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
