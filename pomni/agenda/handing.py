"""How open tasks and promises go from one colleague to another. Within commands."""

from typing import Any

from django.db.models import QuerySet

from pomni.agenda.models import Task
from pomni.agenda.reminding import pass_on
from pomni.team.models import User
from pomni.team.queries import directors


def hand_over(noun: str, theirs: QuerySet[Any], user: User | None, to: User | None, **more: Any) -> list[Any]:
    """These rows are `to`'s from now on, with their reminders; as they were, those that were the user's still once held.

    `theirs` says so itself, and is asked when the rows are locked. `more`: fields that change with it.
    """
    found = list(theirs.select_for_update().order_by("pk"))
    pks = [one.pk for one in found]
    theirs.model._default_manager.filter(pk__in=pks).update(responsible=to, **more)
    pass_on(noun, pks, user, to)
    return found


def from_and_to(user: User | None, to: User | None) -> dict[str, Any]:
    """The facts of an event that tells who had it and who has it."""
    return {
        "before": user.name if user else "",
        "after": to.name if to else "",
        "responsible_id": to.pk if to else None,
    }


def giver_of(to: User | None, by: User) -> User | None:
    """Who gives a task that `by` makes `to`'s; nobody does where one takes it oneself, or nobody has it."""
    return by if to and to.pk != by.pk else None


def heir_of(gone: User, by: User) -> User | None:
    """Who does what somebody was to do who has left, and `by` opens again: whoever opens it, or, of a program's, who leads."""
    if not by.is_robot:
        return by
    lead = gone.team.lead if gone.team else None
    return lead if lead and _could_do(lead, by) else None


def falls_to(task: Task, by: User) -> User | None:
    """Whose a task is that `by` declines: theirs who gave it, or who leads the team, answers for the client, directs.

    Of what is older than `given_by`, whoever entered it counts as giver. None: nobody else here could do it.
    """
    lead = by.team.lead if by.team else None
    nearest = [task.given_by or task.entered_by, lead, task.client.responsible if task.client else None]
    able = (user for user in nearest if user and _could_do(user, by))
    return next(able, None) or next(
        (user for user in directors().order_by("pk") if _could_do(user, by)), None
    )


def _could_do(user: User, by: User) -> bool:
    return user.pk != by.pk and user.is_active and not user.is_robot and user.may(Task.see)
