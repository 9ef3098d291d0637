"""One change of very many clients: looked at beforehand, made in strokes, and taken back whole.

Each stroke keeps how far it is with what it wrote, so that whoever is killed goes on where it was.
"""

from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import gettext as _

from pomni.kit import bulk as rows_of_tables
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.people import background, changing, standing
from pomni.people.act import locked
from pomni.people.events import BulkFinished, BulkStarted, BulkStopped, BulkUndone, BulkUndoStarted
from pomni.people.models import BulkChange, BulkRow
from pomni.people.notices import BulkDone, BulkHalted, BulkTakenBack
from pomni.people.queries.bulk import looked_at
from pomni.people.queries.duplicates import who_they_are_now
from pomni.team.access import allow, command
from pomni.team.models import User
from pomni.team.notices import notify
from pomni.team.queries import directors

CHANGE = "people.client.change"
State = BulkChange.State


@command(CHANGE, makes=BulkChange, quiet="looking at what a change would do changes nothing")
def ask_bulk_change(*, asked: str, what: str, value: Any, by: User) -> BulkChange:
    """Count what a change of all clients that a list finds would do, and keep who they are.

    `asked`: the words of the list's address; `what`: the key of an act; `value`: what it is told with. Raises Refused
    (fields `what`, `value`, `asked`).
    """
    act = changing.act_of(what)
    allow(by, act.capability)
    standing.check_field(by, act)
    kept, shown = act.kept(value)
    act.able(kept, by)
    keys, counts = looked_at(by, asked, act, kept)
    if not counts["found"]:
        raise Refused(_("There is no {client} in this list."), field="asked")
    return BulkChange.objects.create(
        made_by=by,
        added_at=now(),
        asked=asked,
        what=what,
        value=kept,
        shown=shown[:300],
        keys=keys,
        rows=len(keys),
        looked=counts,
        reach=standing.reached_by(by, act),
    )


@command(CHANGE)
def start_bulk_change(change: BulkChange, *, by: User, in_background: bool = True) -> BulkChange:
    """Begin. The worker does it, unless who asks does it at once (`carrying.change_all`). One that has begun goes on."""
    change = _now(change)
    if change.began_at:
        return change
    _check(change, State.ASKED)
    standing.check_changing(change, by)
    change.state, change.began_at = State.RUNNING, now()
    change.save(update_fields=["state", "began_at"])
    remember(BulkStarted(bulkchange_id=change.pk, what=change.what, rows=change.rows), by=by)
    if in_background:
        background.run_bulk_change.enqueue(pk=change.pk)
    return change


@command(CHANGE)
def change_stroke(change: BulkChange, *, clients: Sequence[int], since: int, by: User) -> BulkChange:
    """Change these, the next ones from the row `since` on, in one transaction with how far it is.

    Nothing is done where it was stopped meanwhile, or another worker has gone on.
    """
    change = BulkChange.objects.select_for_update(of=("self",)).defer("keys").get(pk=change.pk)
    if change.state != State.RUNNING or change.at_row != since:
        return change
    standing.check_changing(change, by)
    act = changing.act_of(change.what)
    within = list(locked(by, act.capability, clients).values_list("pk", flat=True))
    before = act.write(within, change.value, by)
    rows = [(change.pk, pk, was, False, "") for pk, was in before.items()]
    rows_of_tables.put(BulkRow, ("whole_id", "client_id", "before", "undone", "kept"), rows)
    change.at_row += len(clients)
    change.changed += len(before)
    change.passed += len(clients) - len(before)
    change.save(update_fields=["at_row", "changed", "passed"])
    return change


@command(CHANGE)
def finish_bulk_change(change: BulkChange, *, by: User) -> BulkChange:
    """All of them are looked at."""
    change = _locked(change, State.RUNNING)
    _end(change, State.DONE)
    counts = {"changed": change.changed, "passed": change.passed}
    remember(BulkFinished(bulkchange_id=change.pk, what=change.what, **counts), by=by)
    _tell(change, BulkDone, "done", [by], **counts)
    return change


@command(CHANGE)
def stop_bulk_change(change: BulkChange, *, by: User) -> BulkChange:
    """Go no further, or do not begin. What was changed stays so, and can be taken back. One that has ended stays as it is."""
    change = _now(change)
    if change.state in (State.STOPPED, State.DONE, State.UNDONE):
        return change
    _check(change, State.RUNNING, State.ASKED)
    _end(change, State.STOPPED)
    remember(BulkStopped(bulkchange_id=change.pk, what=change.what, changed=change.changed), by=by)
    return change


@command(CHANGE)
def halt_bulk_change(change: BulkChange, *, trouble: str, by: User) -> BulkChange:
    """It cannot go on: why is told on its page. What was changed stays so, and can be taken back."""
    change = BulkChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if change.state in (State.RUNNING, State.UNDOING):
        change.trouble = trouble
        change.save(update_fields=["trouble"])
        _end(change, State.STOPPED)
        remember(BulkStopped(bulkchange_id=change.pk, what=change.what, changed=change.changed), by=by)
        _tell(
            change,
            BulkHalted,
            f"halted:{change.at_row}:{change.undone}",
            directors() if by.is_robot else [by],
        )
    return change


@command(CHANGE)
def undo_bulk_change(change: BulkChange, *, by: User, in_background: bool = True) -> BulkChange:
    """Give each client back what it had, in the background. Whom `by` does not reach stays, and is named.

    One that is being taken back, or is taken back whole, stays as it is. Raises Refused where nothing was changed, and
    after thirty days.
    """
    change = _now(change)
    if change.state == State.UNDOING or (change.state == State.UNDONE and not change.kept):
        return change
    _check(change, State.DONE, State.STOPPED, State.UNDONE)
    standing.check_undoing(change, by)
    if not change.done.filter(undone=False).exists():
        raise Refused(_("There is nothing to take back: what this change did is not kept any more."))
    change.done.filter(undone=False).exclude(kept="").update(kept="")
    change.state, change.undone_by, change.kept, change.trouble = State.UNDOING, by, 0, ""
    change.save(update_fields=["state", "undone_by", "kept", "trouble"])
    remember(BulkUndoStarted(bulkchange_id=change.pk, what=change.what), by=by)
    if in_background:
        background.run_bulk_change.enqueue(pk=change.pk)
    return change


@command(CHANGE)
def undo_stroke(change: BulkChange, *, rows: Sequence[int], by: User) -> BulkChange:
    """Take back what was done to these (keys of `BulkRow`), as far as nobody has changed it since."""
    change = BulkChange.objects.select_for_update(of=("self",)).defer("keys").get(pk=change.pk)
    if change.state != State.UNDOING:
        return change
    standing.check_undoing(change, by)
    act = changing.act_of(change.what)
    told = {row.client_id: row for row in change.done.filter(pk__in=rows, undone=False)}
    within = set(locked(by, act.capability, told).values_list("pk", flat=True))
    back = act.back({pk: told[pk].before for pk in sorted(within)}, change.value, by)
    merged = who_they_are_now(told.keys() - within).keys()
    whole = (("changed", within - back), ("merged", merged), ("reach", told.keys() - within - merged))
    for kept, pks in whole:
        change.done.filter(pk__in=[told[pk].pk for pk in pks]).update(kept=kept)
    change.done.filter(pk__in=[told[pk].pk for pk in back]).update(undone=True)
    change.undone += len(back)
    change.kept += len(told) - len(back)
    change.save(update_fields=["undone", "kept"])
    return change


@command(CHANGE)
def finish_undo_of_bulk(change: BulkChange, *, by: User) -> BulkChange:
    """All that could be taken back is."""
    change = _locked(change, State.UNDOING)
    _end(change, State.UNDONE)
    counts = {"undone": change.undone, "kept": change.kept}
    remember(BulkUndone(bulkchange_id=change.pk, what=change.what, **counts), by=by)
    _tell(change, BulkTakenBack, f"undone:{change.undone}", [by], **counts)
    return change


@command(CHANGE, quiet="what nobody can take back any more, and what was never begun, tells nothing")
def let_go_of_bulk(*, changes: Collection[int], by: User) -> int:
    """Delete what these old changes kept. Returns of how many."""
    BulkRow.objects.filter(whole__in=changes).delete()
    never = BulkChange.objects.filter(pk__in=changes, began_at=None)
    return never.delete()[0] + len(changes)


def _locked(change: BulkChange, *states: State) -> BulkChange:
    """The change as it is now, for going on with it. Raises Refused where it is in another state."""
    change = _now(change)
    _check(change, *states)
    return change


def _now(change: BulkChange) -> BulkChange:
    return BulkChange.objects.select_for_update(of=("self",)).defer("keys").get(pk=change.pk)


def _check(change: BulkChange, *states: State) -> None:
    if change.state not in states:
        told = {"state": change.get_state_display()}
        raise Refused(_("This cannot be done now. The state of the change: %(state)s.") % told)


def _end(change: BulkChange, state: State) -> None:
    """Whom it was about stands in its rows by now; what was searched for may be somebody's name."""
    change.state, change.ended_at, change.keys, change.asked = state, now(), [], ""
    change.save(update_fields=["state", "ended_at", "keys", "asked"])


def _tell(change: BulkChange, kind: Any, occasion: str, whom: Any, **facts: Any) -> None:
    url = f"/clients/all/{change.uid}/"
    notify(whom, kind, dedupe=f"bulk:{change.pk}:{occasion}", url=url, **facts)
