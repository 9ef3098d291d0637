"""Carrying an import out: its rows are read and made ready outside of the transactions, and written in short strokes.

Called by the worker and by `pomni import`. Whoever calls it may be killed at any moment: the next one goes on with the
row after the last one that was written.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DataError, IntegrityError, InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from pomni.exchange import arriving, reading, standing
from pomni.exchange.commands import running
from pomni.exchange.commands.running import Ready
from pomni.exchange.models import Import
from pomni.exchange.offering import OfferTrial
from pomni.exchange.queries.wizard import elsewhere_left
from pomni.exchange.reading import BadRow
from pomni.exchange.told import reader_of
from pomni.exchange.trial import Trial
from pomni.jobs.running import where
from pomni.kit.errors import NotAllowed, Refused
from pomni.kit.pace import in_strokes, portions
from pomni.people.imports import Matching, Told, Trouble, Wish
from pomni.team.models import User

State = Import.State
AT_ONCE = 500  # rows that a trial looks up together
BACK_AT_FIRST = 20  # rows of the first stroke of taking back
Progress = Callable[[Import], None]
log = logging.getLogger("pomni.exchange")


class _Halted(Exception):
    """The import was paused or stopped, or another worker carries it."""


def try_rows(import_: Import, *, progress: Progress | None = None) -> Import:
    """Read the whole file and count what would become of its rows. Nothing of the company's is written."""

    def act(by: User) -> Import:
        if not import_.is_of_clients:
            return _try_offers(import_, by, progress)
        trial, matching = Trial(), Matching(Wish.from_json(import_.options), by=by)
        left = elsewhere_left(by)
        for portion in portions(ready_rows(import_, by), AT_ONCE):
            matching.by = _still(import_, by)
            trial.note_strangers(row.told for row in portion)
            trial.note(outcomes := matching.decide([row.told for row in portion]))
            matching.put_aside(card for one in outcomes for card in (one.card, one.organisation))
            import_.rows = import_.at_row = trial.counts["rows"]
            if (elsewhere := trial.counts["elsewhere"]) > left:
                log.warning(
                    "the trial of import %s was stopped: colleagues' clients: %s", import_.pk, elsewhere
                )
                return running.stop_trial(import_, rows=import_.rows, elsewhere=elsewhere, by=matching.by)
            still = Import.objects.filter(pk=import_.pk, state=State.TRYING)
            if not still.update(at_row=import_.at_row, rows=import_.rows):
                raise _Halted
            if progress:
                progress(import_)
        return running.keep_trial(import_, trial=trial.told(), by=_still(import_, by))

    return _carried(import_, act)


def _try_offers(import_: Import, by: User, progress: Progress | None) -> Import:
    """The same of a file of the catalogue."""
    trial = OfferTrial(import_, by)
    for portion in portions(ready_rows(import_, by), AT_ONCE):
        trial.note(row.told for row in portion)
        import_.rows = import_.at_row = trial.counts["rows"]
        still = Import.objects.filter(pk=import_.pk, state=State.TRYING)
        if not still.update(at_row=import_.at_row, rows=import_.rows):
            raise _Halted
        if progress:
            progress(import_)
    return running.keep_trial(import_, trial=trial.told(), by=_still(import_, by))


def take_all(import_: Import, *, progress: Progress | None = None) -> Import:
    """Take in all rows that are left, until the end or until the import is paused."""
    at = import_

    def act(by: User) -> Import:
        def write(rows: list[Ready]) -> float:
            nonlocal at
            at, held = _written(at, rows, by)
            if at.state != State.RUNNING or at.last_row != rows[-1].number:
                raise _Halted
            if progress:
                progress(at)
            return held

        in_strokes(_worked_out(ready_rows(at, by, begin=at.last_row + 1)), write)
        return running.finish_import(at, by=_still(at, by))

    return _carried(import_, act)


def take_all_back(import_: Import, *, progress: Progress | None = None) -> Import:
    """Take back all that is left, newest first."""

    def act(by: User) -> Import:
        left = import_.lines.filter(undone=False).order_by("-pk").values_list("pk", flat=True)

        def write(rows: list[int]) -> float:
            with _held() as held:
                at = running.take_back_stroke(import_, rows=rows, by=_still(import_, by))
            if progress:
                progress(at)
            return held[0]

        in_strokes(list(left), write, first=BACK_AT_FIRST)
        return running.finish_undo(import_, by=_still(import_, by))

    return _carried(import_, act)


def ready_rows(import_: Import, by: User, *, begin: int = 0) -> Iterator[Ready]:
    """The rows of the file from a number on, each with what it tells."""
    wish = Wish.from_json(import_.options)
    reader = reader_of(import_, wish, by=by)
    read_so = reading.Reading.from_json(import_.reading)
    for number, row in reading.rows(arriving.file_of(import_), read_so, begin):
        if isinstance(row, BadRow):
            yield Ready(number, list(row.cells), Trouble(number, "", row.reason))
        else:
            yield Ready(number, row, reader.read(number, row))


def _worked_out(rows: Iterator[Ready]) -> Iterator[Ready]:
    """The rows, with as much of the work done as needs no lock."""
    for row in rows:
        if isinstance(row.told, Told):
            row.told.work_out()
        yield row


def _written(import_: Import, rows: list[Ready], by: User) -> tuple[Import, float]:
    """One stroke, and for how long it kept others from writing.

    Where the database refuses it, the row that it stumbles over is found and set aside.
    """
    try:
        return _stroke(import_, rows, by)
    except (DataError, IntegrityError):
        if len(rows) == 1:
            trouble = Trouble(rows[0].number, "", _("This row cannot be kept. Look for unusual signs in it."))
            return _stroke(import_, [rows[0]._replace(told=trouble)], by)
    half, longest = len(rows) // 2, 0.0
    for part in (rows[:half], rows[half:]):
        import_, held = _written(import_, part, by)
        longest = max(longest, held)
    return import_, longest


def _stroke(import_: Import, rows: list[Ready], by: User) -> tuple[Import, float]:
    with _held() as held:
        by = _still(import_, by)
        import_ = running.take_stroke(import_, rows=rows, since=import_.last_row, by=by)
    return import_, held[0]


@contextmanager
def _held() -> Iterator[list[float]]:
    """A transaction, and behind its end for how many seconds it kept others from writing, without its own waiting."""
    held = [0.0]
    with transaction.atomic():
        began = time.monotonic()  # on SQLite the lock is ours by now
        yield held
    held[0] = time.monotonic() - began


def _still(import_: Import, by: User) -> User:
    """Whoever it is done for, as the tables have them now. Raises NotAllowed where they may not do it any more."""
    by = standing.anew(by)
    if import_.state == State.UNDOING:
        standing.check_undoing(import_, by)
    else:
        standing.check_importing(import_, by)
    return by


def _carried(import_: Import, act: Callable[[User], Import]) -> Import:
    """Act for the maker, in their language. What cannot go on is told on the import's page.

    Taking back is done for whoever asked for it: the maker may have left, and that may be why.
    """
    asked = import_.figures.get("taken_back_by") if import_.state == State.UNDOING else None
    by = User.objects.get(pk=asked or import_.made_by_id)  # colleagues are disabled, never deleted
    with override(by.language or settings.LANGUAGE_CODE):
        try:
            return act(_still(import_, by))
        except _Halted:
            return Import.objects.get(pk=import_.pk)
        except (NotAllowed, Refused) as no:
            return running.fail_import(import_, trouble=str(no), by=standing.anybody(by, running.RUN))
        except (OperationalError, InterfaceError):
            raise  # the database is away: the queue tries again
        except Exception as error:
            log.error("import %s was stopped: %s", import_.pk, where(error))
            sentence = _("Pomni stumbled over this file. What came in stays. Tell whoever looks after Pomni.")
            running.fail_import(import_, trouble=sentence, by=standing.anybody(by, running.RUN))
            raise
