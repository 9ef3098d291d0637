"""An import from its trial to its end, and all the way back. Each stroke keeps how far it is with what it wrote."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from pomni.exchange import arriving, background
from pomni.exchange.events import (
    ImportFinished,
    ImportPaused,
    ImportResumed,
    ImportStarted,
    ImportStopped,
    ImportUndone,
    ImportUndoStarted,
)
from pomni.exchange.journal import keep_stroke, remember_faults_file, stroke_back
from pomni.exchange.models import Import
from pomni.exchange.notices import ImportDone, ImportFailed, ImportTakenBack
from pomni.kit.clock import now
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.commands import remember
from pomni.people.commands import let_go_of_tags, take_rows
from pomni.people.imports import Told, Trouble, Wish
from pomni.team.access import allow, command
from pomni.team.models import User
from pomni.team.notices import notify

RUN = "exchange.import.run"
State = Import.State
BEGUN = (State.DONE, State.PAUSED, State.FAILED, State.DROPPED)  # what can be taken back, once it began


class Ready(NamedTuple):
    """A row made ready: its number in the file, its cells, and what they tell."""

    number: int
    cells: list[str]
    told: Told | Trouble


@command(RUN, quiet="a trial changes nothing of the company's")
def begin_trial(import_: Import, *, by: User, in_background: bool = True) -> Import:
    """Have the whole file tried: what would become of each row is counted, and nothing written.

    The worker does it, unless who asks does it at once (`carrying.try_rows`).
    """
    import_ = _locked(import_, State.READ, State.TRIED, State.TRYING)
    _check_rights(import_, by)
    import_.state, import_.trial, import_.rows, import_.at_row, import_.trouble = State.TRYING, {}, 0, 0, ""
    import_.save(update_fields=["state", "trial", "rows", "at_row", "trouble"])
    if in_background:
        background.try_import.enqueue(pk=import_.pk)
    return import_


@command(RUN, quiet="a trial changes nothing of the company's")
def keep_trial(import_: Import, *, trial: dict[str, Any], by: User) -> Import:
    """The trial is over: the import can be started."""
    import_ = Import.objects.select_for_update().get(pk=import_.pk)
    if import_.state == State.TRYING:
        import_.state, import_.trial, import_.rows, import_.at_row = State.TRIED, trial, trial["rows"], 0
        import_.save(update_fields=["state", "trial", "rows", "at_row"])
    return import_


@command(RUN)
def start_import(import_: Import, *, by: User, in_background: bool = True) -> Import:
    """Begin with what was tried. The worker takes the rows, unless who asks does it at once (`carrying.take_all`)."""
    import_ = _locked(import_, State.TRIED)
    _check_rights(import_, by)
    import_.state, import_.began_at, import_.trouble = State.RUNNING, now(), ""
    import_.trial = {name: told for name, told in import_.trial.items() if name not in {"examples", "faults"}}
    import_.figures = _running_since(import_)
    import_.save(update_fields=["state", "began_at", "trial", "figures", "trouble"])
    remember(ImportStarted(import_id=import_.pk, name=import_.name, rows=import_.rows), by=by)
    if in_background:
        background.run_import.enqueue(pk=import_.pk)
    return import_


@command(RUN)
def take_stroke(import_: Import, *, rows: Sequence[Ready], since: int, by: User) -> Import:
    """Take these rows in, in one transaction with how far the import is: killed at any moment, none is lost or doubled.

    Nothing is done where the import was paused meanwhile, or another worker has gone on from `since`, the last row.
    """
    import_ = Import.objects.select_for_update().get(pk=import_.pk)
    if import_.state != State.RUNNING or import_.last_row != since:
        return import_
    _check_rights(import_, by)
    wish = Wish.from_json(import_.options)
    taken = take_rows(rows=[row.told for row in rows], wish=wish, by=by)
    keep_stroke(import_, rows, taken)
    return import_


@command(RUN)
def finish_import(import_: Import, *, by: User) -> Import:
    """All rows are looked at. The file is let go; those that could not be taken are kept to be mended."""
    import_ = _locked(import_, State.RUNNING)
    _end(import_, State.DONE)
    remember_faults_file(import_)
    counts = {name: getattr(import_, name) for name in ("added", "changed", "same", "faulty")}
    elsewhere = import_.figures.get("elsewhere", 0)
    remember(ImportFinished(import_id=import_.pk, name=import_.name, elsewhere=elsewhere, **counts), by=by)
    _tell(import_, ImportDone, f"done:{import_.figures.get('since_row', 0)}", by, **counts)
    return import_


@command(RUN)
def pause_import(import_: Import, *, by: User) -> Import:
    """Stop after the present stroke; `resume_import` goes on from there."""
    import_ = _locked(import_, State.RUNNING)
    import_.state = State.PAUSED
    import_.save(update_fields=["state"])
    remember(ImportPaused(import_id=import_.pk, name=import_.name), by=by)
    return import_


@command(RUN)
def resume_import(import_: Import, *, by: User) -> Import:
    """Go on with the row after the last one that was taken."""
    import_ = _locked(import_, State.PAUSED, State.FAILED)
    if not import_.began_at:
        raise Refused(_("This import has not begun. Try it first."))
    arriving.file_of(import_)
    import_.state, import_.trouble, import_.figures = State.RUNNING, "", _running_since(import_)
    import_.save(update_fields=["state", "trouble", "figures"])
    remember(ImportResumed(import_id=import_.pk, name=import_.name), by=by)
    background.run_import.enqueue(pk=import_.pk)
    return import_


@command(RUN)
def stop_import(import_: Import, *, by: User) -> Import:
    """Go no further. What came in stays, and can be taken back."""
    import_ = _locked(import_, State.RUNNING, State.PAUSED, State.FAILED)
    _end(import_, State.DONE)
    remember_faults_file(import_)
    told = {"added": import_.added, "changed": import_.changed}
    remember(ImportStopped(import_id=import_.pk, name=import_.name, **told), by=by)
    return import_


@command(RUN, quiet="the fault is told on the import's page and in the log of the machine")
def fail_import(import_: Import, *, trouble: str, by: User) -> Import:
    """It cannot go on: why is told on its page. What came in stays; it can go on, or be taken back."""
    import_ = Import.objects.select_for_update().get(pk=import_.pk)
    if import_.state == State.TRYING:
        import_.state, import_.trouble = State.READ, trouble
    elif import_.state in (State.RUNNING, State.UNDOING):
        import_.state, import_.trouble = State.FAILED, trouble
        _tell(import_, ImportFailed, f"failed:{import_.last_row}", by)
    import_.save(update_fields=["state", "trouble"])
    return import_


@command(RUN)
def undo_import(import_: Import, *, by: User) -> Import:
    """Take all of it back, in the background. Raises Refused where it is too late, or was done already."""
    import_ = _locked(import_, *BEGUN)
    if not import_.taken.exists():
        raise Refused(_("There is nothing to take back: what this import did is not kept any more."))
    arriving.remove(import_.stored)
    import_.state, import_.stored = State.UNDOING, ""
    import_.figures |= {"removed": 0, "restored": 0, "kept": 0, "taken_back_by": by.pk}
    import_.save(update_fields=["state", "stored", "figures"])
    remember(ImportUndoStarted(import_id=import_.pk, name=import_.name), by=by)
    background.run_import.enqueue(pk=import_.pk)
    return import_


@command(RUN)
def take_back_stroke(import_: Import, *, rows: Sequence[int], by: User) -> Import:
    """Take back what these rows (keys of `Taken`, newest first) did, as far as nobody has touched it since."""
    import_ = Import.objects.select_for_update().get(pk=import_.pk)
    if import_.state == State.UNDOING:
        stroke_back(import_, rows, by)
    return import_


@command(RUN)
def finish_undo(import_: Import, *, by: User) -> Import:
    """All that could be taken back is. Tags that were coined for it go with it."""
    import_ = _locked(import_, State.UNDOING)
    let_go_of_tags(tags=import_.figures.pop("coined", []), by=by)
    import_.figures.pop("taken_back_by", None)
    import_.state, import_.ended_at = State.UNDONE, now()
    import_.save(update_fields=["state", "ended_at", "figures"])
    import_.faults.all().delete()
    counts = {name: import_.figures[name] for name in ("removed", "restored", "kept")}
    remember(ImportUndone(import_id=import_.pk, name=import_.name, **counts), by=by)
    _tell(import_, ImportTakenBack, "undone", by, **counts)
    return import_


def _locked(import_: Import, *states: State) -> Import:
    """The import as it is now, for changing it. Raises Refused where it is in another state."""
    locked = Import.objects.select_for_update(of=("self",)).get(pk=import_.pk)
    if locked.state not in states:
        told = {"state": locked.get_state_display()}
        raise Refused(_("This cannot be done now. The state of the import: %(state)s.") % told)
    return locked


def _check_rights(import_: Import, by: User) -> None:
    """Whoever imports may add clients and change them, and sees in full what the file tells."""
    for capability in (RUN, "people.client.add", "people.client.change"):
        allow(by, capability)
    if any(by.field_rule(f"people.client.{key}") for key in import_.mapping.values()):
        raise NotAllowed(
            _("Your role does not show you a field in full that this file tells, so you cannot bring it in.")
        )


def _running_since(import_: Import) -> dict[str, Any]:
    return import_.figures | {"since": now().isoformat(), "since_row": import_.at_row}


def _end(import_: Import, state: State) -> None:
    arriving.remove(import_.stored)
    import_.state, import_.stored, import_.ended_at = state, "", now()
    import_.save(update_fields=["state", "stored", "ended_at"])


def _tell(import_: Import, kind: Any, occasion: str, by: User, **facts: Any) -> None:
    url = f"/exchange/imports/{import_.uid}/"
    notify([by], kind, dedupe=f"import:{import_.pk}:{occasion}", url=url, name=import_.name, **facts)
