"""What every worker looks at again and again: reminders whose time has come."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from pomni.agenda.models import Meeting, Reminder, Wishes
from pomni.agenda.notices import REMINDERS
from pomni.agenda.reminding import due_of, is_open, noun_of, quiet_of, wishes_of
from pomni.agenda.rules import quiet_span
from pomni.jobs.declare import pulse
from pomni.kit.clock import now
from pomni.post.commands import post_letter
from pomni.post.mail import is_set_up
from pomni.team import company
from pomni.team.models import User
from pomni.team.notices import Kind, notify

STROKE = 50
STALE = timedelta(days=1)  # what has been due for longer is on Today and on the board, and needs no reminder


@pulse(seconds=15)
def tell_reminders() -> bool:
    """Tell each reminder whose time has come, once. Returns whether there may be more."""
    due = Reminder.objects.waiting().filter(at__lte=now()).order_by("at", "id")
    found = list(due.values_list("pk", flat=True)[:STROKE])
    for pk in found:
        _tell(pk)
    return len(found) == STROKE


def _tell(pk: int) -> None:
    """The row, the notice and the letter are written in one transaction: whoever is cut off has told nothing."""
    with transaction.atomic():
        locked = Reminder.objects.waiting().select_for_update(of=("self",), skip_locked=True)
        related = ("user", "meeting", "task__client__location", "promise__client__location")
        reminder = locked.select_related(*related).filter(pk=pk, at__lte=now()).first()
        if reminder is None:
            return  # another worker has it
        wishes = wishes_of([reminder.user_id])[reminder.user_id]
        if rest := quiet_span(now(), quiet_of(wishes), company.current().zone):
            Reminder.objects.filter(pk=pk).update(at=rest[1])
            return
        Reminder.objects.filter(pk=pk).update(told_at=now())
        if _is_worth_telling(reminder):
            _say(reminder, wishes)


def _is_worth_telling(reminder: Reminder) -> bool:
    """It is still open and not long over, and the person still reaches it."""
    record, user = reminder.about, reminder.user
    due = due_of(record)
    if not (user.is_active and is_open(record) and due):
        return False
    over = record.ends_at if isinstance(record, Meeting) else due + STALE
    return over > now() and type(record)._default_manager.visible_to(user).filter(pk=record.pk).exists()


def _say(reminder: Reminder, wishes: Wishes) -> None:
    record, user = reminder.about, reminder.user
    noun = noun_of(record)
    meets = isinstance(record, Meeting)
    on, at = (record.day, record.begins) if meets else (record.due_on, record.due_time)
    facts = {"day": on.isoformat(), "at": f"{at:%H:%M}" if at else ""}
    page = reverse(f"agenda:{noun}", args=[record.uid])
    occasion = f"reminder:{reminder.pk}:{reminder.at:%Y%m%dT%H%M%S}"
    kind = REMINDERS[noun]
    notify([user], kind, dedupe=occasion, url=page, **facts)
    if wishes.by_mail and user.email and is_set_up():
        _write(user, kind, facts, page, occasion)


def _write(user: User, kind: type[Kind], facts: dict[str, Any], page: str, occasion: str) -> None:
    with translation.override(user.language or company.current().language or None):
        sentence = str(kind.says) % kind.words(facts)
        text = f"{sentence}\n\n{settings.ADDRESS}{page}" if settings.ADDRESS else sentence
        post_letter(to=user.email or "", subject=_("Pomni: a reminder"), text=text, dedupe=occasion)
