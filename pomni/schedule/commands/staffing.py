"""Every write about how many colleagues a location needs."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from django.utils.translation import gettext as _

from pomni.kit.changes import apply_changes
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.commands import remember
from pomni.schedule import events
from pomni.schedule.models import Minimum
from pomni.schedule.queries import may_set_minimum
from pomni.team.access import command
from pomni.team.models import Location, Role, User

WORKING = "schedule.working.change"
MOST = 200  # colleagues that can be asked for
MOST_MINIMUMS = 30  # of one location


@command(WORKING, makes=Minimum)
def add_minimum(
    location: Location,
    *,
    number: int,
    by: User,
    weekdays: Sequence[int] = (),
    begins: time | None = None,
    ends: time | None = None,
    role: Role | None = None,
    category: Any = None,
) -> Minimum:
    """Say that a location needs so many colleagues at least: of a role, who perform a category of services, or all together.

    `weekdays`: 0 is Monday, none is every day; `begins` and `ends` by the wall clock, both or none. Raises Refused, with the
    field, and NotAllowed for a location out of reach.
    """
    _reached(location, by)
    told = {
        "number": number,
        "weekdays": weekdays,
        "begins": begins,
        "ends": ends,
        "role": role,
        "category": category,
    }
    words = _checked(told)
    Location.objects.select_for_update(no_key=True).get(pk=location.pk)
    if Minimum.objects.filter(location=location).count() >= MOST_MINIMUMS:
        raise Refused(
            _("A {location} has %(most)s of these at most. Change one that is there.")
            % {"most": MOST_MINIMUMS}
        )
    made: Minimum = Minimum.objects.create(location=location, **words)
    remember(events.MinimumAdded(**_about(made), **_plain(made)), by=by)
    return made


@command(WORKING)
def edit_minimum(minimum: Minimum, *, by: User, **changes: Any) -> Minimum:
    """Change any of what `add_minimum` takes. Raises as it does."""
    _reached(minimum.location, by)
    minimum = _locked(minimum)
    names = ("number", "weekdays", "begins", "ends", "role", "category")
    words = _checked({name: getattr(minimum, name) for name in names} | changes)
    if diff := apply_changes(minimum, words):
        remember(events.MinimumEdited(**_about(minimum), changes=diff), by=by)
    return minimum


@command(WORKING)
def drop_minimum(minimum: Minimum, *, by: User) -> None:
    """So many are not asked for any more. Twice is once."""
    _reached(minimum.location, by)
    there = (
        Minimum.objects.select_for_update(of=("self",))
        .select_related("location")
        .filter(pk=minimum.pk)
        .first()
    )
    if there is None:
        return
    event = events.MinimumDropped(**_about(there), **_plain(there))
    there.delete()
    remember(event, by=by)


def _reached(location: Location, by: User) -> None:
    if not may_set_minimum(by, location):
        raise NotAllowed(_("Your role does not allow this."), capability=WORKING)


def _locked(minimum: Minimum) -> Minimum:
    rows = Minimum.objects.select_for_update(of=("self",)).select_related("location", "role", "category")
    found: Minimum = rows.get(pk=minimum.pk)
    return found


def _checked(told: dict[str, Any]) -> dict[str, Any]:
    """What is kept of the words. Raises Refused."""
    if not 1 <= (told["number"] or 0) <= MOST:
        raise Refused(
            _("Write a number from %(least)s to %(most)s.") % {"least": 1, "most": MOST}, field="number"
        )
    if any(day not in range(7) for day in told["weekdays"]):
        raise Refused(_("Choose days of the week."), field="weekdays")
    if (told["begins"] is None) != (told["ends"] is None):
        raise Refused(_("Say both from when and until when, or neither."), field="ends")
    if told["role"] and told["category"]:
        raise Refused(_("Choose a role or a category of services, not both."), field="category")
    days = sorted(set(told["weekdays"]))
    return told | {"weekdays": [] if len(days) == len(range(7)) else days}


def _about(minimum: Minimum) -> dict[str, Any]:
    return {"minimum_id": minimum.pk, "location_id": minimum.location_id, "name": minimum.location.name}


def _plain(minimum: Minimum) -> dict[str, Any]:
    span = [f"{at:%H:%M}" for at in (minimum.begins, minimum.ends) if at]
    of = (
        minimum.role.told if minimum.role else minimum.of
    )  # the reader's language is not that of whoever said it
    return {"number": minimum.number, "weekdays": minimum.weekdays, "span": span, "of": of}
