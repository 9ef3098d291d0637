"""What must hold before something is set for a client, or given to a colleague. Within commands."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from pomni.agenda import queries
from pomni.agenda.models import Meeting, Promise, Task
from pomni.agenda.repeating import is_rule
from pomni.kit.errors import Refused
from pomni.team.models import User

if TYPE_CHECKING:
    from pomni.people.models import Client

MOST_ITEMS, LONGEST_ITEM = 50, 200


def not_erased(client: "Client | None") -> None:
    """Locked, so that nothing comes to a client who is being erased at this moment."""
    if client:
        locked = type(client)._default_manager.select_for_update(no_key=True)
        if locked.values_list("forgotten_at", flat=True).get(pk=client.pk):
            raise Refused(_("The personal data of this {client} were erased; nothing can be set for them."))


def still_known(*clients: "Client | None") -> None:
    """Of whoever was erased nothing is written again: what was set for them stays as it was left. Behind their lock."""
    if any(client.forgotten_at for client in clients if client):
        raise Refused(_("The personal data of this {client} were erased; there is nothing left to change."))


def can_do_it(user: User | None, by: User) -> None:
    """Whoever is to do something has access to it, and is a colleague whom `by` may see."""
    if user is None or user.pk == by.pk:
        return
    if not queries.owners(by).filter(pk=user.pk).exists():
        raise Refused(
            _("This colleague cannot have tasks. Choose one who can sign in and sees tasks."),
            field="responsible",
        )


def can_come(users: Collection[User], by: User) -> None:
    """Whoever is invited has access to meetings, and is a colleague whom `by` may see."""
    wanted = {user.pk for user in users} - {by.pk}
    if wanted and queries.owners(by, Meeting.see).filter(pk__in=wanted).count() < len(wanted):
        raise Refused(
            _("One of these colleagues cannot come. Choose those who can sign in and see meetings."),
            field="guests",
        )


def owner_and_day_fit(record: Task | Promise, changes: dict[str, Any], by: User) -> None:
    """A new owner can do it; a day that is taken away takes its hour with it, which is added to the changes."""
    if "responsible" in changes and changes["responsible"] != record.responsible:
        can_do_it(changes["responsible"], by)
    if "due_on" in changes and changes["due_on"] is None:
        changes.setdefault("due_time", None)


def time_has_a_day(record: Task | Promise) -> None:
    """An hour without a day says nothing."""
    if record.due_time and not record.due_on:
        raise Refused(_("Say on which day as well."), field="due_time")


def repeats_by_days(task: Task) -> None:
    """A task that comes again has a day to count from, and a rule that is understood."""
    if not task.repeat:
        return
    if not task.due_on:
        raise Refused(_("Say on which day as well."), field="due_on")
    if not is_rule(task.repeat):
        raise Refused(_("Choose one of the answers."), field="repeat")


def listed(told: Sequence[Any], was: Sequence[dict[str, Any]] = ()) -> list[dict[str, Any]]:
    """A checklist of its lines: one that does not say whether it is done is as it was."""
    done = {one["text"]: one["is_done"] for one in was}
    rows = [one if isinstance(one, dict) else {"text": one} for one in told]
    found = {
        text: bool(done.get(text) if one.get("is_done") is None else one["is_done"])
        for one in rows
        if (text := " ".join(str(one["text"]).split()))
    }
    if len(found) > MOST_ITEMS:
        raise Refused(_("A checklist has 50 lines at most."), field="checklist")
    if any(len(text) > LONGEST_ITEM for text in found):
        raise Refused(_("A line of a checklist has 200 characters at most."), field="checklist")
    return [{"text": text, "is_done": is_done} for text, is_done in found.items()]
