"""Every write about days to remember."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from pomni.kit.changes import apply_changes, check_seen
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.people.commands.known import DETAIL, _locked_known, _room, _taken, _text
from pomni.people.commands.writing import EARLIEST, _locked
from pomni.people.events import DateAdded, DateEdited, DateRestored, DateWithdrawn
from pomni.people.models import Client, ImportantDate
from pomni.people.rules import birthday_of, birthday_text
from pomni.team.access import command
from pomni.team.models import User

LATEST = 2200  # a year behind it was mistyped


@command(DETAIL, makes=ImportantDate)
def add_date(client: Client, *, title: str, day: str, by: User, is_yearly: bool = True) -> ImportantDate:
    """Write a day down to be remembered each year, or once. `day`: "2010-06-12", or "--06-12" where the year is not known.

    Refused, with the field, where there is no such day; one that comes once needs its year.
    """
    client = _locked(client)
    _room(ImportantDate.objects.filter(client=client, withdrawn_at=None))
    told = _date_told({"title": title, "day": day, "is_yearly": is_yearly}, None)
    made = ImportantDate.objects.create(client=client, **told, told_by=by, told_at=now())
    remember(_of_date(DateAdded, made), by=by)
    return made


@command(DETAIL)
def edit_date(
    date: ImportantDate, *, by: User, seen: Mapping[str, str] | None = None, **changes: Any
) -> ImportantDate:
    """Change what a day is for, the day, or whether it comes each year. Conflict where another did so meanwhile."""
    made = _taken(date, by)
    told = _date_told(changes, made)
    was = dict(seen or {})
    if "day" in was and birthday_text(made.day, made.year) in (was["day"], changes.get("day")):
        del was["day"]  # what a person saw is the day with its year
    check_seen(made, {name: value for name, value in told.items() if name != "year"}, was)
    if apply_changes(made, told):
        remember(_of_date(DateEdited, made), by=by)
    return made


@command(DETAIL)
def withdraw_date(date: ImportantDate, *, by: User) -> ImportantDate:
    """Remove it; it can be put back. One that is removed stays so."""
    made = _locked_known(date, by)
    if not made.withdrawn_at:
        apply_changes(made, {"withdrawn_at": now()})
        remember(DateWithdrawn(importantdate_id=made.pk, client_id=made.client_id), by=by)
    return made


@command(DETAIL)
def restore_date(date: ImportantDate, *, by: User) -> ImportantDate:
    """Put back what was removed; what was not stays as it is."""
    made = _locked_known(date, by)
    if made.withdrawn_at:
        apply_changes(made, {"withdrawn_at": None})
        remember(DateRestored(importantdate_id=made.pk, client_id=made.client_id), by=by)
    return made


# --- Inside ------------------------------------------------------------------------------------------------------------


def _date_told(told: dict[str, Any], was: ImportantDate | None) -> dict[str, Any]:
    told = dict(told)
    _text(told, "title", 120, is_needed=True)
    if "day" in told:
        try:
            told["day"], told["year"] = birthday_of(told["day"])
        except ValueError:
            told["day"] = ""
        if not told["day"]:
            sentence = _(
                "There is no such day. Write the day and the month, with the year where you know it."
            )
            raise Refused(sentence, field="day")
    year, is_yearly = (
        told.get("year", was and was.year),
        told.get("is_yearly", was.is_yearly if was else True),
    )
    if not is_yearly and not year:
        raise Refused(_("Write the year too: this date comes once."), field="day")
    if year and not EARLIEST <= year <= LATEST:
        raise Refused(_("Write the day with its whole year."), field="day")
    return told


def _of_date(event: type[DateAdded] | type[DateEdited], made: ImportantDate) -> DateAdded | DateEdited:
    day = birthday_text(made.day, made.year)
    return event(
        importantdate_id=made.pk,
        client_id=made.client_id,
        title=made.title,
        day=day,
        is_yearly=made.is_yearly,
    )
