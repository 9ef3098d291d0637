"""Clocking in and out, and what is put right afterwards: every change of it is remembered with what was there."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from pomni.kit.clock import now
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.commands import remember
from pomni.schedule import events
from pomni.schedule.models import Clocked
from pomni.schedule.queries import reached_colleagues
from pomni.schedule.rules import instant_of
from pomni.team.access import command
from pomni.team.models import Location, User

CLOCK, CHANGE = "schedule.timesheet.clock", "schedule.timesheet.change"
LONGEST = timedelta(hours=24)


@command(CLOCK, makes=Clocked)
def clock_in(*, location: Location, by: User) -> Clocked:
    """Begin to work at a location, now. Raises Refused where they are clocked in already."""
    if by.is_robot:
        raise Refused(_("Only a person clocks in."))
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if Clocked.objects.filter(user=by, ends_at=None).exists():
        raise Refused(_("You are clocked in already. Clock out first."))
    day = now().astimezone(ZoneInfo(location.zone)).date()
    made: Clocked = Clocked.objects.create(user=by, location=location, day=day, begins_at=now())
    remember(events.ClockedIn(**_about(made)), by=by)
    return made


@command(CLOCK)
def clock_out(*, by: User) -> Clocked:
    """Stop working, now. After a day the end is not known any more: then it is now less than what was forgotten; correct it.

    Raises Refused where they are not clocked in.
    """
    rows = Clocked.objects.select_for_update(of=("self",)).select_related("user", "location")
    one: Clocked | None = rows.filter(user=by, ends_at=None).first()
    if one is None:
        raise Refused(_("You are not clocked in."))
    one.ends_at = max(min(now(), one.begins_at + LONGEST), one.begins_at + timedelta(seconds=1))
    one.save(update_fields=["ends_at"])
    remember(events.ClockedOut(**_about(one)), by=by)
    return one


@command(CHANGE, makes=Clocked)
def add_clocked(*, user: User, location: Location, day: date, begins: time, ends: time, by: User) -> Clocked:
    """Write down hours that somebody worked and did not clock, by the wall clock of the location.

    Hours that end at their beginning or earlier last past midnight. Raises Refused where they cross others.
    """
    if not by.is_robot and not reached_colleagues(by, CHANGE).filter(pk=user.pk).exists():
        raise NotAllowed(_("Your role does not allow this."), capability=CHANGE)
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    made = Clocked(user=user, location=location, corrected_by=_person(by))
    _lay(made, day, begins, ends)
    made.save()
    remember(events.HoursAdded(**_about(made), hours=_hours(made)), by=by)
    return made


@command(CHANGE)
def correct_clocked(clocked: Clocked, *, day: date, begins: time, ends: time, by: User) -> Clocked:
    """Put right when somebody began and ended. What was there is remembered. Raises as `add_clocked` does."""
    one = _locked(clocked)
    was = _hours(one)
    _lay(one, day, begins, ends)
    if _hours(one) != was:
        one.corrected_by = _person(by)
        one.save(update_fields=["day", "begins_at", "ends_at", "corrected_by"])
        remember(events.HoursCorrected(**_about(one), was=was, hours=_hours(one)), by=by)
    return one


@command(CHANGE)
def drop_clocked(clocked: Clocked, *, by: User) -> None:
    """Take away hours that were not worked. What was there is remembered."""
    one = _locked(clocked)
    told = _about(one) | {"was": _hours(one)}
    one.delete()
    remember(events.HoursDropped(**told), by=by)


def _lay(one: Clocked, day: date, begins: time, ends: time) -> None:
    zone = one.location.zone
    till = day + timedelta(days=ends <= begins)
    one.day, one.begins_at, one.ends_at = day, instant_of(day, begins, zone), instant_of(till, ends, zone)
    if one.begins_at > now():
        raise Refused(_("Only hours that have begun can be written down."), field="begins")
    others = Clocked.objects.filter(user=one.user, begins_at__lt=one.ends_at).exclude(pk=one.pk)
    if others.exclude(ends_at__lte=one.begins_at).exists():
        raise Refused(_("These hours cross others that are written down on this day."), field="begins")


def _locked(clocked: Clocked) -> Clocked:
    rows = Clocked.objects.select_for_update(of=("self",)).select_related("user", "location")
    found: Clocked = rows.get(pk=clocked.pk)
    return found


def _person(by: User) -> User | None:
    return None if by.is_robot else by


def _about(one: Clocked) -> dict[str, Any]:
    return {"clocked_id": one.pk, "colleague_id": one.user_id, "name": one.user.name, "day": one.day}


def _hours(one: Clocked) -> str:
    zone = ZoneInfo(one.location.zone)
    return f"{_at(one.begins_at, zone)} – {_at(one.ends_at, zone) if one.ends_at else ''}".strip()


def _at(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M}"
