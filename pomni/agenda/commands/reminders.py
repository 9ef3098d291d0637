"""Every write about reminders, and about the address at which a calendar program reads."""

from datetime import time
from typing import Any

from django.utils.translation import gettext as _

from pomni.agenda.events import CalendarClosed, CalendarOpened
from pomni.agenda.models import Feed, Reminder, Wishes
from pomni.agenda.reminding import is_open, noun_of, reckon, wishes_of
from pomni.kit.clock import now
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.commands import remember
from pomni.team.access import ANYBODY, command
from pomni.team.links import digest_of, new_secret
from pomni.team.models import User

OWN = "when somebody wants to be told is their own affair"
LONGEST = 60 * 24 * 30  # minutes before: a month
MOST = 5


@command(ANYBODY, quiet=OWN)
def set_reminder(user: User, *, about: Any, before: int, by: User) -> Reminder:
    """Be told of a task, a promise or a meeting so many minutes before it; of a day without an hour, before nine o'clock.

    Setting the same again changes nothing. Raises Refused where it is over, or has no day.
    """
    if not type(about)._default_manager.visible_to(by).filter(pk=about.pk).exists():
        raise NotAllowed(_("Your role does not allow this for this record."))
    if not 0 <= before <= LONGEST:
        raise Refused(_("Choose one of the answers."), field="before")
    if not is_open(about):
        raise Refused(_("This is closed already. Open it again first."))
    what = {noun_of(about): about}
    if known := Reminder.objects.filter(user=user, before=before, **what).first():
        return known
    if Reminder.objects.filter(user=user, **what).count() >= MOST:
        raise Refused(_("Five reminders of one thing are the most."), field="before")
    made = Reminder(user=user, before=before, **what)
    reckon(made, about, wishes_of([user.pk])[user.pk])
    if made.at is None:
        raise Refused(_("Say on which day it is first: then you can be reminded of it."), field="before")
    if made.at <= now():
        raise Refused(_("This hour is over already. Choose a shorter time before it."), field="before")
    Reminder.objects.bulk_create([made], ignore_conflicts=True)
    return Reminder.objects.get(user=user, before=before, **what)


@command(ANYBODY, quiet=OWN)
def drop_reminder(reminder: Reminder, *, by: User) -> None:
    """Not to be told after all."""
    Reminder.objects.filter(pk=reminder.pk).delete()


@command(ANYBODY, quiet=OWN)
def choose_wishes(
    user: User,
    *,
    by: User,
    quiet_from: time | None = None,
    quiet_till: time | None = None,
    before_meetings: int | None = None,
    by_mail: bool = False,
) -> Wishes:
    """How the person wants to be told of what is due. Reminders that wait move out of the hours of quiet."""
    if (quiet_from is None) != (quiet_till is None):
        raise Refused(_("Write both hours, or neither."), field="quiet_till")
    told = {"quiet_from": quiet_from, "quiet_till": quiet_till, "before_meetings": before_meetings}
    wishes, _made = Wishes.objects.update_or_create(user=user, defaults=told | {"by_mail": by_mail})
    waiting = Reminder.objects.waiting().filter(user=user)
    found = list(waiting.select_related("meeting", "task__client__location", "promise__client__location"))
    for one in found:
        reckon(one, one.about, wishes)
    Reminder.objects.bulk_update(found, ["at", "told_at"], batch_size=200)
    return wishes


@command(ANYBODY)
def open_calendar(user: User, *, by: User) -> Feed:
    """Make the address of the person's calendar. The secret stands on the returned record as `secret`, this once.

    An earlier address stops working at once.
    """
    at, secret = now(), new_secret()
    Feed.objects.filter(user=user, withdrawn_at=None).update(withdrawn_at=at)
    stamp = User.objects.values_list("key_stamp", flat=True).get(pk=user.pk)
    feed = Feed.objects.create(
        user=user, digest=digest_of(secret), tail=secret[-4:], key_stamp=stamp, made_at=at
    )
    remember(CalendarOpened(user_id=user.pk, name=user.name), by=by)
    feed.secret = secret  # type: ignore[attr-defined]  # shown once, never stored
    return feed


@command(ANYBODY)
def close_calendar(user: User, *, by: User) -> int:
    """The address of the person's calendar stops working at once. Returns how many there were: one, or none."""
    closed = Feed.objects.filter(user=user, withdrawn_at=None).update(withdrawn_at=now())
    if closed:
        remember(CalendarClosed(user_id=user.pk, name=user.name), by=by)
    return closed
