"""An import from its trial to its end, and all the way back. Each stroke keeps how far it is with what it wrote."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from pomni.agenda.commands import take_tasks
from pomni.exchange import arriving, background, offering, standing
from pomni.exchange.events import (
    ImportDropped,
    ImportFinished,
    ImportHalted,
    ImportPaused,
    ImportResumed,
    ImportStarted,
    ImportStopped,
    ImportTried,
    ImportUndone,
    ImportUndoStarted,
)
from pomni.exchange.journal import REST, keep_stroke, remember_faults_file, stroke_back
from pomni.exchange.models import Import
from pomni.exchange.notices import (
    ImportDone,
    ImportFailed,
    ImportLetGo,
    ImportTakenBack,
    StrangersTried,
)
from pomni.exchange.queries.wizard import MOST_ELSEWHERE, elsewhere_left
from pomni.exchange.trial import takes_task
from pomni.kit.clock import now
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.commands import remember
from pomni.people.commands import let_go_of_tags, take_rows
from pomni.people.imports import Outcome, Told, Trouble, Wish
from pomni.team.access import command
from pomni.team.models import User
from pomni.team.notices import notify
from pomni.team.queries import directors

RUN = "exchange.import.run"
State = Import.State
NAMING = {"examples", "faults", "lost", "strangers"}  # parts of a trial that tell of single rows
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
    if import_.is_of_clients and not elsewhere_left(by):
        raise Refused(_too_many_elsewhere())
    import_.figures = {"reach": standing.reached_by(_maker(import_))}
    standing.check_importing(import_, by)
    import_.state, import_.trial, import_.rows, import_.at_row, import_.trouble = State.TRYING, {}, 0, 0, ""
    import_.save(update_fields=["state", "trial", "rows", "at_row", "figures", "trouble"])
    if in_background:
        background.try_import.enqueue(pk=import_.pk)
    return import_


@command(RUN)
def keep_trial(import_: Import, *, trial: dict[str, Any], by: User) -> Import:
    """The trial is over: the import can be started. What it told of colleagues' clients is remembered, as a number."""
    import_ = Import.objects.select_for_update().get(pk=import_.pk)
    if import_.state == State.TRYING:
        import_.state, import_.trial, import_.rows, import_.at_row = State.TRIED, trial, trial["rows"], 0
        import_.save(update_fields=["state", "trial", "rows", "at_row"])
        _remember_tried(import_, trial["rows"], trial["elsewhere"], by)
    return import_


@command(RUN)
def stop_trial(import_: Import, *, rows: int, elsewhere: int, by: User) -> Import:
    """The file means more of colleagues' clients than one person may look up in a day: nothing of it is told.

    It is remembered, and the directors learn of it at once.
    """
    import_ = Import.objects.select_for_update().get(pk=import_.pk)
    if import_.state == State.TRYING:
        import_.state, import_.trial, import_.trouble = State.READ, {}, _too_many_elsewhere()
        import_.rows = import_.at_row = 0
        import_.save(update_fields=["state", "trial", "rows", "at_row", "trouble"])
        _remember_tried(import_, rows, elsewhere, by)
        notify(
            directors(),
            StrangersTried,
            dedupe=f"import:{import_.pk}:elsewhere",
            url=f"/exchange/imports/{import_.uid}/",
            name=by.name,
            file=import_.name,
        )
    return import_


@command(RUN)
def start_import(import_: Import, *, by: User, in_background: bool = True) -> Import:
    """Begin with what was tried. The worker takes the rows, unless who asks does it at once (`carrying.take_all`).

    As with the other acts on an import: asked for twice, it is done once.
    """
    import_ = _locked(import_, State.TRIED, State.RUNNING)
    if import_.state == State.RUNNING:
        return import_
    standing.check_importing(import_, by)
    import_.state, import_.began_at, import_.trouble = State.RUNNING, now(), ""
    import_.trial = {name: told for name, told in import_.trial.items() if name not in NAMING}
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
    standing.check_importing(import_, by)
    if not import_.is_of_clients:
        offering.take(import_, rows, by)
        return import_
    wish = Wish.from_json(import_.options)
    taken = take_rows(rows=[row.told for row in rows], wish=wish, by=by)
    telling = [one for one in taken.outcomes if takes_task(one)]
    tasks = _take_tasks(telling, taken.outcomes, by)
    keep_stroke(import_, rows, taken, tasks=[(one, pk) for one, pk in zip(telling, tasks, strict=True) if pk])
    return import_


def _take_tasks(telling: Sequence[Outcome], outcomes: Sequence[Outcome], by: User) -> list[int]:
    """The tasks that these rows tell, by key; 0 for one that is here already."""
    if not telling:
        return []
    new = {one.card.pk for one in outcomes if one.card and one.what == "added"}
    rows = [(one.card.pk, one.told.more) for one in telling if one.card and one.card.pk and one.told]
    return take_tasks(rows=rows, new={pk for pk in new if pk}, by=by)


@command(RUN)
def finish_import(import_: Import, *, by: User) -> Import:
    """All rows are looked at. The file is let go; those that could not be taken are kept to be mended."""
    import_ = _locked(import_, State.RUNNING)
    _end(import_, State.DONE)
    remember_faults_file(import_)
    counts = {name: getattr(import_, name) for name in ("added", "changed", "same", "faulty")}
    elsewhere = import_.figures.get("elsewhere", 0)
    remember(ImportFinished(import_id=import_.pk, name=import_.name, elsewhere=elsewhere, **counts), by=by)
    _tell(import_, ImportDone, f"done:{import_.figures.get('since_row', 0)}", [by], **counts)
    return import_


@command(RUN)
def pause_import(import_: Import, *, by: User) -> Import:
    """Stop after the present stroke; `resume_import` goes on from there."""
    import_ = _locked(import_, State.RUNNING, State.PAUSED)
    if import_.state == State.PAUSED:
        return import_
    import_.state = State.PAUSED
    import_.save(update_fields=["state"])
    remember(ImportPaused(import_id=import_.pk, name=import_.name), by=by)
    return import_


@command(RUN)
def resume_import(import_: Import, *, by: User) -> Import:
    """Go on with the row after the last one that was taken, as far as its maker reaches by now."""
    import_ = _locked(import_, State.PAUSED, State.FAILED, State.RUNNING)
    if import_.state == State.RUNNING:
        return import_
    if not import_.began_at:
        raise Refused(_("This import has not begun. Try it first."))
    arriving.file_of(import_)
    import_.state, import_.trouble, import_.figures = State.RUNNING, "", _running_since(import_)
    try:
        standing.check_importing(import_, _maker(import_))
    except NotAllowed as no:
        raise Refused(str(no)) from None
    import_.save(update_fields=["state", "trouble", "figures"])
    remember(ImportResumed(import_id=import_.pk, name=import_.name), by=by)
    background.run_import.enqueue(pk=import_.pk)
    return import_


@command(RUN)
def stop_import(import_: Import, *, by: User) -> Import:
    """Go no further. What came in stays, and can be taken back."""
    import_ = _locked(import_, State.RUNNING, State.PAUSED, State.FAILED, State.DONE)
    if import_.state == State.DONE:
        return import_
    _end(import_, State.DONE)
    remember_faults_file(import_)
    told = {"added": import_.added, "changed": import_.changed}
    remember(ImportStopped(import_id=import_.pk, name=import_.name, **told), by=by)
    return import_


@command(RUN)
def let_go_of_import(import_: Import, *, by: User) -> Import:
    """End an import whose file may hold somebody who was erased: the file goes, and nobody comes back out of it.

    What came in stays, and can be taken back; one that had not begun is given up. Its maker is told. Nothing is done where
    the file has gone already.
    """
    import_ = Import.objects.select_for_update(of=("self",)).get(pk=import_.pk)
    if not import_.stored:
        return import_
    if import_.began_at:
        import_.trouble = _(
            "Somebody was erased who may stand in this file. Send what is missing without them."
        )
        told = {"added": import_.added, "changed": import_.changed}
        remember(ImportStopped(import_id=import_.pk, name=import_.name, **told), by=by)
    else:
        import_.trial = {"let_go": True}
        remember(ImportDropped(import_id=import_.pk, name=import_.name), by=by)
    import_.save(update_fields=["trouble", "trial"])
    url = f"/exchange/imports/{import_.uid}/" if import_.began_at else "/exchange/imports/"
    _end(import_, State.DONE if import_.began_at else State.DROPPED)
    notify([_maker(import_)], ImportLetGo, dedupe=f"import:{import_.pk}:let-go", url=url, name=import_.name)
    return import_


@command(RUN)
def fail_import(import_: Import, *, trouble: str, by: User) -> Import:
    """It cannot go on: why is told on its page. What came in stays; it can go on, or be taken back.

    Where whoever it ran for may not do this any more, a robot does, and the directors are told.
    """
    import_ = Import.objects.select_for_update().get(pk=import_.pk)
    if import_.state == State.TRYING:
        import_.state, import_.trouble = State.READ, trouble
    elif import_.state in (State.RUNNING, State.UNDOING):
        import_.state, import_.trouble = State.FAILED, trouble
        remember(ImportHalted(import_id=import_.pk, name=import_.name, added=import_.added), by=by)
        whom = directors() if by.is_robot else [by]
        _tell(import_, ImportFailed, f"failed:{import_.last_row}", whom)
    import_.save(update_fields=["state", "trouble"])
    return import_


@command(RUN)
def undo_import(import_: Import, *, by: User) -> Import:
    """Take all of it back, in the background. Raises Refused where it is too late, or was done already.

    Clients whom `by` does not reach are left as they are, and named; somebody who does can take back that rest.
    """
    import_ = _locked(import_, *BEGUN, State.UNDONE, State.UNDOING)
    if import_.state == State.UNDOING:
        return import_
    if not import_.lines.filter(undone=False).exists():
        raise Refused(_("There is nothing to take back: what this import did is not kept any more."))
    arriving.remove_once_written(import_.stored)
    import_.state, import_.stored = State.UNDOING, ""
    before = {"removed": 0, "restored": 0, "kept": 0} | import_.figures
    import_.figures = before | dict.fromkeys(REST, 0) | {"taken_back_by": by.pk}
    import_.save(update_fields=["state", "stored", "figures"])
    remember(ImportUndoStarted(import_id=import_.pk, name=import_.name), by=by)
    background.run_import.enqueue(pk=import_.pk)
    return import_


@command(RUN)
def take_back_stroke(import_: Import, *, rows: Sequence[int], by: User) -> Import:
    """Take back what these rows (keys of `Taken`, newest first) did, as far as nobody has touched it since."""
    import_ = Import.objects.select_for_update().get(pk=import_.pk)
    if import_.state == State.UNDOING:
        (stroke_back if import_.is_of_clients else offering.take_back)(import_, rows, by)
    return import_


@command(RUN)
def finish_undo(import_: Import, *, by: User) -> Import:
    """All that could be taken back is. Tags that were coined for it go with it."""
    import_ = _locked(import_, State.UNDOING)
    let_go_of_tags(tags=import_.figures.get("coined", []), by=by)
    import_.figures.pop("taken_back_by", None)
    import_.state, import_.ended_at = State.UNDONE, now()
    import_.save(update_fields=["state", "ended_at", "figures"])
    import_.faults.all().delete()
    counts = {name: import_.figures[name] for name in ("removed", "restored", "kept")}
    counts["kept"] += sum(import_.figures.get(name, 0) for name in REST)
    remember(ImportUndone(import_id=import_.pk, name=import_.name, **counts), by=by)
    _tell(import_, ImportTakenBack, "undone", [by], **counts)
    return import_


def _locked(import_: Import, *states: State) -> Import:
    """The import as it is now, for changing it. Raises Refused where it is in another state."""
    locked = Import.objects.select_for_update(of=("self",)).get(pk=import_.pk)
    if locked.state not in states:
        told = {"state": locked.get_state_display()}
        raise Refused(_("This cannot be done now. The state of the import: %(state)s.") % told)
    return locked


def _remember_tried(import_: Import, rows: int, elsewhere: int, by: User) -> None:
    remember(ImportTried(import_id=import_.pk, name=import_.name, rows=rows, elsewhere=elsewhere), by=by)


def _too_many_elsewhere() -> str:
    sentence = _(
        "Your files mean more {clients} of colleagues than one person may look up in a day: %(most)s. Ask whoever "
        "answers for all {clients} to bring this one in, or try it tomorrow."
    )
    return sentence % {"most": MOST_ELSEWHERE}


def _maker(import_: Import) -> User:
    """Whoever it runs for; colleagues are disabled, never deleted."""
    return User.objects.get(pk=import_.made_by_id)


def _running_since(import_: Import) -> dict[str, Any]:
    reach = standing.reached_by(_maker(import_))
    return import_.figures | {"since": now().isoformat(), "since_row": import_.at_row, "reach": reach}


def _end(import_: Import, state: State) -> None:
    arriving.remove_once_written(import_.stored)
    import_.state, import_.stored, import_.ended_at = state, "", now()
    import_.save(update_fields=["state", "stored", "ended_at"])


def _tell(import_: Import, kind: Any, occasion: str, whom: Iterable[User], **facts: Any) -> None:
    url = f"/exchange/imports/{import_.uid}/"
    notify(whom, kind, dedupe=f"import:{import_.pk}:{occasion}", url=url, name=import_.name, **facts)
