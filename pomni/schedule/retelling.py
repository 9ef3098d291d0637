"""What was published of hours follows what is planned, and whoever works them learns of it at once."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from pomni.kit.clock import now, today
from pomni.schedule import notices, working
from pomni.schedule.models import Shift
from pomni.schedule.queries import hours_between
from pomni.team.models import Location, User
from pomni.team.notices import Kind, notify


def retell(
    users: Iterable[User],
    first: date,
    moment: int,
    *,
    by: User,
    location: Location | None = None,
    until: date | None = None,
    is_known: bool = False,
) -> None:
    """After a change of what is planned: what was published follows it, is to be seen again, and is told at once.

    `moment` is that of the change; `is_known`: they know of it already, as of an absence that they asked for.
    """
    people = {user.pk: user for user in users}
    lock(people.values())
    rows = Shift.objects.select_for_update(of=("self",)).filter(user__in=people, day__gte=max(first, today()))
    rows = rows.filter(
        **({"location": location} if location else {}) | ({"day__lte": until} if until else {})
    )
    found = list(rows.select_related("location").order_by("day", "pk"))
    if not found:
        return
    hours = hours_between(list(people), found[0].day, found[-1].day)
    changed = []
    for one in found:
        told = working.hours_told(hours.get((one.user_id, one.location_id), {}).get(one.day, ()))
        if told != one.hours:
            _follow(one, told, is_known=is_known or one.user_id == by.pk)
            changed.append(one)
    Shift.objects.bulk_update(changed, ["hours", "was", "told_at", "seen_at"], batch_size=200)
    unseen = [one for one in changed if one.seen_at is None and not is_known]
    for user in {one.user_id for one in unseen}:
        for place in {one.location for one in unseen if one.user_id == user}:
            days = [one.day for one in unseen if one.user_id == user and one.location == place]
            tell([people[user]], notices.HoursChanged, moment, place, (days[0], days[-1]), by)


def lock(users: Iterable[User]) -> None:
    """Nobody else changes the hours of these colleagues meanwhile: whoever does locks them, too."""
    keys = [user.pk for user in users]
    list(User.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))


def _follow(one: Shift, told: Any, *, is_known: bool) -> None:
    """The published hours become those that are planned now."""
    seen = one.hours if one.seen_at else one.was
    one.hours, one.told_at = told, now()
    if is_known or told == seen:  # what they know of, or have seen before, is not to be seen again
        one.was = None if one.seen_at or told == seen else one.was
        one.seen_at = one.seen_at or (now() if told == seen else None)
    else:
        one.was, one.seen_at = seen, None


def tell(
    people: Iterable[User],
    kind: type[Kind],
    moment: int,
    location: Location,
    days: tuple[date, date],
    by: User,
) -> None:
    """Tell these colleagues, but not whoever did it, of days at a location; `moment` is that of the act."""
    facts = {"place": location.name, "first": days[0].isoformat(), "last": days[1].isoformat()}
    others = [one for one in people if one != by]
    notify(
        others,
        kind,
        dedupe=f"hours:{moment}:{location.pk}:{kind.name}",
        url=reverse("schedule:my_shifts"),
        **facts,
    )
