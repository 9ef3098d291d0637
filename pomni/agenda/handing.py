"""How open tasks and promises go from one colleague to another. Within commands."""

from typing import Any

from django.db.models import QuerySet

from pomni.agenda.reminding import pass_on
from pomni.team.models import User


def hand_over(noun: str, theirs: QuerySet[Any], user: User | None, to: User | None) -> list[Any]:
    """These rows are `to`'s from now on, with their reminders; as they were, those that were the user's still once held.

    `theirs` says so itself, and is asked when the rows are locked.
    """
    found = list(theirs.select_for_update().order_by("pk"))
    pks = [one.pk for one in found]
    theirs.model._default_manager.filter(pk__in=pks).update(responsible=to)
    pass_on(noun, pks, user, to)
    return found


def from_and_to(user: User | None, to: User | None) -> dict[str, Any]:
    """The facts of an event that tells who had it and who has it."""
    return {
        "before": user.name if user else "",
        "after": to.name if to else "",
        "responsible_id": to.pk if to else None,
    }
