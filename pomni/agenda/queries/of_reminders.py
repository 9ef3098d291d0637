"""Reading about reminders, and finding whose calendar an address opens."""

from typing import Any

from django.db.models import F, QuerySet
from django.shortcuts import get_object_or_404

from pomni.agenda.models import Feed, Reminder, Wishes
from pomni.team.links import digest_of
from pomni.team.models import User


def reminders_about(viewer: User, record: Any) -> QuerySet[Reminder]:
    """The viewer's own reminders of a task, a promise or a meeting, the earliest first."""
    return Reminder.objects.visible_to(viewer).filter(**{record._meta.model_name: record}).order_by("-before")


def reminders(viewer: User) -> QuerySet[Reminder]:
    """All of the viewer's own reminders, each with what it is about."""
    return Reminder.objects.visible_to(viewer).select_related("task", "promise", "meeting")


def reminder(viewer: User, uid: Any) -> Reminder:
    """One of the viewer's own. Raises Http404."""
    return get_object_or_404(reminders(viewer), uid=uid)


def wishes_of(viewer: User) -> Wishes:
    """How the viewer wants to be told of what is due."""
    return Wishes.objects.filter(user=viewer).first() or Wishes(user=viewer)


def feed_of(viewer: User) -> Feed | None:
    """The address of the viewer's calendar, where there is one that works."""
    working = Feed.objects.filter(user=viewer, withdrawn_at=None, key_stamp=viewer.key_stamp)
    return working.first()


def feed_by(secret: str) -> Feed | None:
    """The calendar that a secret opens: not one that was withdrawn, or whose owner has left or changed the password."""
    found = Feed.objects.filter(digest=digest_of(secret), withdrawn_at=None, key_stamp=F("user__key_stamp"))
    return found.filter(user__is_active=True).select_related("user").first()
