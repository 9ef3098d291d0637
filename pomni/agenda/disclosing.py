"""What tasks, promises and meetings tell of a client, for themselves."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pomni.agenda.models import Meeting, Promise, Task
from pomni.kit.giving import Disclosed
from pomni.team.models import User

Row = list[Disclosed]


def of_tasks(_viewer: User, client: Any) -> list[Row]:
    """Tasks about the client: done, dropped and open ones."""
    return [
        _filled(
            Disclosed("title", pgettext("of a task", "What is to be done"), one.title),
            Disclosed("about", pgettext("about a task", "More"), one.about),
            Disclosed("due_on", _("Until"), one.due_on),
            Disclosed("added_at", _("Added"), one.added_at),
            Disclosed("done_at", _("Done"), one.done_at),
            Disclosed("dropped_at", "", one.dropped_at),
            Disclosed("outcome", _("What came of it"), one.outcome),
        )
        for one in Task.objects.filter(client=client).order_by("pk")
    ]


def of_promises(_viewer: User, client: Any) -> list[Row]:
    """Agreements, next steps, expectations and obligations, however they ended."""
    return [
        _filled(
            Disclosed("kind", pgettext("of a promise", "What it is"), one.kind, one.get_kind_display()),
            Disclosed("owes", "", one.owes),
            Disclosed("text", pgettext("of a promise", "What is to be remembered"), one.text),
            Disclosed("due_on", _("Until"), one.due_on),
            Disclosed("added_at", _("Added"), one.added_at),
            Disclosed("state", pgettext("of a promise", "State"), one.state, one.get_state_display()),
            Disclosed("closed_at", "", one.closed_at),
            Disclosed("outcome", _("What came of it"), one.outcome),
            Disclosed("evidence", _("What shows it"), one.evidence),
        )
        for one in Promise.objects.filter(client=client).order_by("pk")
    ]


def of_meetings(_viewer: User, client: Any) -> list[Row]:
    """Meetings with the client. Who else was there is not told; of one that is about another client, neither is what for."""
    found = Meeting.objects.about(client.pk).order_by("starts_at", "pk")
    return [_meeting(one, one.client_id == client.pk) for one in found]


def _meeting(one: Any, is_theirs: bool) -> Row:
    words = [
        Disclosed("title", pgettext("of a meeting", "What it is about"), one.title),
        Disclosed("about", pgettext("of a meeting", "Agenda"), one.about),
        Disclosed("outcome", _("What came of it"), one.outcome),
    ]
    return _filled(
        Disclosed("starts_at", _("When"), one.starts_at),
        Disclosed("ends_at", "", one.ends_at),
        Disclosed("place", pgettext("of a meeting", "Where"), one.place),
        *(words if is_theirs else ()),
        Disclosed("held_at", "", one.held_at),
        Disclosed("cancelled_at", "", one.cancelled_at),
    )


def _filled(*facts: Disclosed) -> Row:
    return [one for one in facts if one.value not in ("", None)]
