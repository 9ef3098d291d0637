"""One's own reminders for programs, how one wants to be told, and the end of one's calendar address.

The address itself is shown once, to the person: no program makes a key that outlives its own token.
"""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.agenda import commands, queries
from pomni.kit.instants import Hour
from pomni.kit.later import later as _
from pomni.kit.paging import page_of
from pomni.team.doors import PageIn, named, operation

router = Router(tags=["reminders"])
SEE = "agenda.task.see"
READ = {"task": queries.task, "promise": queries.promise, "meeting": queries.meeting}
What = Literal["task", "promise", "meeting"]


class ReminderOut(Schema):
    """`before`: minutes; `at`: when one is told, outside the hours of quiet; `told_at`: when that was done."""

    uid: UUID
    what: What
    about: UUID
    before: int
    at: datetime | None
    told_at: datetime | None


class RemindersOut(Schema):
    items: list[ReminderOut]
    next: str | None


class SetReminderIn(Schema):
    model_config = ConfigDict(extra="forbid")

    what: What
    about: UUID
    before: int = Field(15, ge=0, le=43_200, description="Minutes before it; of a day, before nine o'clock.")


class WishesOut(Schema):
    """How one is told, and whether there is an address at which a calendar program reads (and when it did so last)."""

    before_meetings: int | None
    quiet_from: Hour | None
    quiet_till: Hour | None
    by_mail: bool
    has_calendar: bool
    calendar_read_at: datetime | None


class WishesIn(Schema):
    model_config = ConfigDict(extra="forbid")

    before_meetings: int | None = Field(None, ge=0, le=43_200)
    quiet_from: Hour | None = None
    quiet_till: Hour | None = None
    by_mail: bool | None = None


@router.get(
    "/reminders", response=RemindersOut, summary=_("List one's own reminders"), operation_id="list_reminders"
)
@operation(SEE)
def reminders(request, asked: Query[PageIn]):
    page = page_of(queries.reminders(request.user), by=("-pk",), of="reminders", **asked.dict())
    return {"items": [_out(one) for one in page.items], "next": page.next}


@router.put(
    "/reminders", response=ReminderOut, summary=_("Be reminded of something"), operation_id="set_reminder"
)
@operation(SEE)
def set_reminder(request, told: SetReminderIn):
    about = named(lambda uid: READ[told.what](request.user, uid), told.about, "about")
    return _out(commands.set_reminder(request.user, about=about, before=told.before, by=request.user))


@router.delete(
    "/reminders/{uid}", response={204: None}, summary=_("Not to be reminded"), operation_id="drop_reminder"
)
@operation(SEE)
def drop_reminder(request, uid: UUID):
    commands.drop_reminder(queries.reminder(request.user, uid), by=request.user)
    return Status(204, None)


@router.get(
    "/me/wishes",
    response=WishesOut,
    summary=_("Read how one wants to be reminded"),
    operation_id="read_wishes",
)
@operation(SEE)
def wishes(request):
    return _wishes(request.user)


@router.patch(
    "/me/wishes",
    response=WishesOut,
    summary=_("Say how one wants to be reminded"),
    operation_id="choose_wishes",
)
@operation(SEE)
def choose_wishes(request, told: WishesIn):
    now, given = queries.wishes_of(request.user), told.dict(exclude_unset=True)
    stands = {name: getattr(now, name) for name in WishesIn.model_fields}
    if given.get("by_mail", "") is None:
        del given["by_mail"]
    commands.choose_wishes(request.user, by=request.user, **(stands | given))
    return _wishes(request.user)


@router.delete(
    "/me/calendar",
    response={204: None},
    summary=_("Close the address of one's calendar"),
    operation_id="close_calendar",
)
@operation(SEE)
def close_calendar(request):
    commands.close_calendar(request.user, by=request.user)
    return Status(204, None)


def _wishes(user: Any) -> dict[str, Any]:
    found, feed = queries.wishes_of(user), queries.feed_of(user)
    told = {name: getattr(found, name) for name in WishesIn.model_fields}
    return told | {"has_calendar": bool(feed), "calendar_read_at": feed.read_at if feed else None}


def _out(one: Any) -> dict[str, Any]:
    about = one.about
    told = {name: getattr(one, name) for name in ("uid", "before", "at", "told_at")}
    return told | {"what": about._meta.model_name, "about": about.uid}
