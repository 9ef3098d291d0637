"""When reminders are told: worked out as what they are about is planned or moved. In the transaction of that act."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from pomni.agenda.models import Meeting, Promise, Reminder, Task, Wishes
from pomni.agenda.models.reminders import USUAL_BEFORE
from pomni.agenda.rules import Quiet, due_instant, told_at
from pomni.agenda.telling import coming_to
from pomni.kit.clock import now
from pomni.team import company
from pomni.team.models import User

Record = Task | Promise | Meeting


def noun_of(record: Any) -> str:
    """The column of a reminder that names such a record."""
    return str(type(record)._meta.model_name)


def is_open(record: Any) -> bool:
    """Whether it is still to come, to be done or to be kept."""
    if isinstance(record, Promise):
        return record.state == Promise.State.OPEN
    closed = (
        (record.held_at, record.cancelled_at)
        if isinstance(record, Meeting)
        else (record.done_at, record.dropped_at)
    )
    return not any(closed)


def due_of(record: Any) -> datetime | None:
    """The instant that one is reminded of; None where it has no day."""
    if isinstance(record, Meeting):
        return record.starts_at
    if record.due_on is None:
        return None
    place = record.client.location if record.client else None
    return due_instant(record.due_on, record.due_time, place.zone if place else company.current().zone)


def wishes_of(users: Iterable[int]) -> dict[int, Wishes]:
    """How each of these colleagues wants to be told."""
    wanted = set(users)
    known = {one.user_id: one for one in Wishes.objects.filter(user__in=wanted)}
    return {pk: known.get(pk) or Wishes(user_id=pk, before_meetings=USUAL_BEFORE) for pk in wanted}


def quiet_of(wishes: Wishes) -> Quiet:
    """Their hours of quiet."""
    if wishes.quiet_from is None or wishes.quiet_till is None:
        return None
    return wishes.quiet_from, wishes.quiet_till


def reckon(reminder: Reminder, record: Any, wishes: Wishes) -> None:
    """Work out when a reminder is told. One that was told already is told again where its hour comes later than that."""
    due = due_of(record)
    at = told_at(due, reminder.before, quiet_of(wishes), company.current().zone) if due else None
    if at != reminder.at:
        is_later = at and reminder.at and at > reminder.at  # it may be past by now: then it is told at once
        reminder.at, reminder.told_at = at, None if is_later else reminder.told_at


def follow(record: Any) -> None:
    """Reminders follow what they are about to its new day and hour."""
    found = list(Reminder.objects.filter(**{noun_of(record): record}))
    wishes = wishes_of(one.user_id for one in found) if found else {}
    for one in found:
        reckon(one, record, wishes[one.user_id])
    Reminder.objects.bulk_update(found, ["at", "told_at"])


def settled_with(meeting: Meeting) -> set[int]:
    """Those who come and had their chance of the usual reminder: whoever of them has none has taken it away.

    The others learned of the meeting, as it stands, when it was too late to remind them.
    """
    people = {user.pk for user in coming_to(meeting)}
    return people - {
        row.user_id for row in _usual(meeting, people) if row.at and row.at <= meeting.changed_at
    }


def follow_meeting(meeting: Meeting, *, new: Collection[int] = ()) -> None:
    """Reminders follow the meeting to its hour; whoever no longer comes has none.

    `new` are those who come and did not before: they have the one that they want before meetings.
    """
    people = {user.pk for user in coming_to(meeting)}
    Reminder.objects.filter(meeting=meeting).exclude(user__in=people).delete()
    follow(meeting)
    rows = _usual(meeting, people & set(new))
    Reminder.objects.bulk_create([row for row in rows if row.at and row.at > now()], ignore_conflicts=True)


def _usual(meeting: Meeting, people: Collection[int]) -> list[Reminder]:
    """The reminders that those of these people want before meetings who have none of this one, not yet written."""
    known = Reminder.objects.filter(meeting=meeting).values_list("user_id", flat=True)
    wishes = wishes_of(set(people).difference(known))
    rows = [
        Reminder(user_id=pk, meeting=meeting, before=one.before_meetings)
        for pk, one in sorted(wishes.items())
        if one.before_meetings is not None
    ]
    for row in rows:
        reckon(row, meeting, wishes[row.user_id])
    return rows


def pass_on(noun: str, records: Collection[int], user: User | None, to: User | None) -> None:
    """Whoever takes these records over from a colleague is reminded of them as that one wanted to be."""
    if user is None or to is None:
        return
    found = Reminder.objects.filter(
        user=user, **{f"{noun}__in": records}
    )  # told ones too: what repeats takes them along
    rows = [
        Reminder(user=to, before=before, at=at, told_at=told_at, **{f"{noun}_id": pk})
        for pk, before, at, told_at in found.values_list(f"{noun}_id", "before", "at", "told_at")
    ]
    found.delete()
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)


def come_again(task: Task, made: Task) -> None:
    """Whoever wanted to be reminded of a task that repeats is reminded of the next one."""
    found = list(Reminder.objects.filter(task=task))
    wishes = wishes_of(one.user_id for one in found) if found else {}
    rows = [Reminder(user_id=one.user_id, task=made, before=one.before) for one in found]
    for row in rows:
        reckon(row, made, wishes[row.user_id])
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
