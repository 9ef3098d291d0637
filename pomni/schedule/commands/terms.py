"""Every write about how visits are booked at a location."""

from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _

from pomni.kit.changes import apply_changes
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.schedule import events, rules
from pomni.schedule.models import Closure, Terms
from pomni.team.access import command
from pomni.team.models import Location, User

TERMS = "schedule.terms.change"
# Between what each of the terms lies, and whether it may be left out.
BOUNDS: dict[str, tuple[int, int, bool]] = {
    "lead": (0, 60 * 24 * 60, False),
    "horizon": (1, 730, False),
    "step": (5, 240, False),
    "hold": (5, 2880, False),
    "most_a_day": (0, 1000, True),
    "most_each": (0, 200, True),
    "own_change": (0, 720, True),
    "prepay_after": (1, 100, True),
    "late_hours": (1, 720, True),
}


@command(TERMS)
def set_terms(location: Location, *, by: User, **changes: int | None) -> Terms:
    """Say how visits are booked at a location.

    `lead`: minutes from now; `horizon`: days from now; `step`: minutes between two starts; `hold`: minutes for which a freed
    time is held; `most_a_day` and `most_each`: visits a day, None for as many as there is time for;
    `own_change`: until so many hours before it clients move and cancel a visit by themselves, None for never;
    `prepay_after`: no-shows within a year after which a prepayment is asked; `late_hours`: less than so many before, a
    cancellation counts as one.
    Raises Refused, with the field.
    """
    Location.objects.select_for_update(no_key=True).get(pk=location.pk)
    terms = Terms.objects.get_or_create(location=location)[0]
    if diff := apply_changes(terms, {name: _within(name, value) for name, value in changes.items()}):
        event = events.TermsSet(location_id=location.pk, name=location.name, changes=diff)
        remember(event, by=by)
    return terms


@command(TERMS, makes=Closure)
def add_closure(
    location: Location,
    *,
    first: date,
    last: date,
    why: str,
    by: User,
    begins: time | None = None,
    ends: time | None = None,
) -> Closure:
    """A location is closed: whole days, or from an hour of the first to an hour of the last one, by the clock there.

    Nothing is proposed then; visits that are booked stay. Raises Refused, with the field.
    """
    why = " ".join(why.split())
    if not 0 < len(why) <= 200:
        raise Refused(_("Say in a few words why it is closed."), field="why")
    midnight = last if ends else last + rules.DAY
    opens = rules.instant_of(first, begins or time(), location.zone)
    closes = rules.instant_of(midnight, ends or time(), location.zone)
    if closes <= opens or (last - first).days > 366:
        raise Refused(_("The end is after the beginning, and a year later at most."), field="last")
    made: Closure = Closure.objects.create(location=location, begins_at=opens, ends_at=closes, why=why)
    told: dict[str, Any] = {"first": first, "last": last, "why": why}
    event = events.ClosureAdded(closure_id=made.pk, location_id=location.pk, name=location.name, **told)
    remember(event, by=by)
    return made


@command(TERMS)
def drop_closure(closure: Closure, *, by: User) -> None:
    """It is open after all. Twice is once."""
    there = Closure.objects.select_for_update(of=("self",)).filter(pk=closure.pk).first()
    if there is None:
        return
    event = events.ClosureDropped(
        closure_id=there.pk, location_id=there.location_id, name=there.location.name, why=there.why
    )
    there.delete()
    remember(event, by=by)


def _within(name: str, told: int | None) -> int | None:
    least, most, may_be_empty = BOUNDS[name]
    if told is None and may_be_empty:
        return None
    if told is None or not least <= told <= most:
        words = {"least": least, "most": most}
        raise Refused(_("Write a number from %(least)s to %(most)s.") % words, field=name)
    return told
