"""Locations: where the company works, and when."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from pomni.kit.changes import apply_changes, check_seen
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.kit.ids import new_stamp
from pomni.kit.module import function_named, offered
from pomni.memory.commands import remember
from pomni.team import events, hours, queries
from pomni.team.access import command
from pomni.team.models import Location, User


@command("team.location.change")
def add_location(*, name: str, zone: str, by: User, address: str = "") -> Location:
    """Add a place where the company works."""
    _name_is_free(name)
    location = Location.objects.create(name=name, zone=zone, address=address)
    User.objects.update(access_stamp=new_stamp())
    remember(events.LocationAdded(location_id=location.pk, name=name, zone=zone), by=by)
    return location


@command("team.location.change")
def edit_location(
    location: Location, *, by: User, seen: dict[str, str] | None = None, **changes: Any
) -> Location:
    """Change a location's name, address or zone. `seen`: what each was; Conflict where it no longer is.

    In another zone what is to come there keeps its hours by the clock; refused (field "zone") where that cannot be.
    """
    location = Location.objects.select_for_update().get(pk=location.pk)
    zone = location.zone
    check_seen(location, changes, seen or {})
    if "name" in changes:
        _name_is_free(changes["name"], but=location)
    _changed(location, changes, by)
    if location.zone != zone:
        for path in offered("zone_movers"):
            function_named(path)(location, zone, by)
    return location


@command("team.location.change")
def set_hours(
    location: Location,
    *,
    opening: Mapping[str, Sequence[Sequence[str]]],
    closed_on_holidays: bool,
    by: User,
) -> Location:
    """Set when a location is open: `{"1": [["09:00", "13:00"], ["14:00", "20:00"]]}`, Monday is 1, an absent day is closed."""
    try:
        told = hours.checked(opening)
    except hours.WrongHours as wrong:
        raise Refused(wrong.sentence, field=wrong.day) from None
    location = Location.objects.select_for_update().get(pk=location.pk)
    return _changed(location, {"hours": told, "closed_on_holidays": closed_on_holidays}, by)


@command("team.location.change")
def archive_location(location: Location, *, by: User) -> Location:
    """Nothing new happens at this location; what happened there stays. Refused while something open hangs on it."""
    location = Location.objects.select_for_update().get(pk=location.pk)
    if location.archived_at:
        return location
    if uses := queries.uses_of(location):
        raise Refused(" ".join([_("This {location} cannot be archived yet."), *uses]))
    location.archived_at = now()
    location.save(update_fields=["archived_at"])
    remember(events.LocationArchived(location_id=location.pk, name=location.name), by=by)
    return location


@command("team.location.change")
def reopen_location(location: Location, *, by: User) -> Location:
    """An archived location is used again."""
    location = Location.objects.select_for_update().get(pk=location.pk)
    if location.archived_at:
        location.archived_at = None
        location.save(update_fields=["archived_at"])
        remember(events.LocationReopened(location_id=location.pk, name=location.name), by=by)
    return location


def _changed(location: Location, changes: dict[str, Any], by: User) -> Location:
    name = location.name
    if diff := apply_changes(location, changes):
        remember(events.LocationChanged(location_id=location.pk, name=name, changes=diff), by=by)
    return location


def _name_is_free(name: str, but: Location | None = None) -> None:
    if Location.objects.filter(name__iexact=name).exclude(pk=but.pk if but else 0).exists():
        raise Refused(_("There is a {location} with this name already."), field="name")
