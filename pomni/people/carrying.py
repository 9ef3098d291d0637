"""Carrying a bulk change out, and back: in strokes that each hold the lock for a moment; others write between them.

Whoever calls it may be killed at any moment: the next one goes on with the client after the last one that was written.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from pomni.jobs.running import where
from pomni.kit.errors import NotAllowed, Refused
from pomni.kit.pace import in_strokes
from pomni.people import standing
from pomni.people.commands import bulk as commands
from pomni.people.models import BulkChange
from pomni.team.models import User
from pomni.team.robots import command_line

State = BulkChange.State
FIRST = 20  # clients of the first stroke
log = logging.getLogger("pomni.people")


class _Halted(Exception):
    """It was stopped, or another worker carries it."""


def carry(pk: int) -> BulkChange:
    """Go on with the bulk change of this key, forwards or back, as its state says."""
    change = BulkChange.objects.select_related("made_by", "undone_by").get(pk=pk)
    if change.state == State.RUNNING:
        return change_all(change)
    return take_all_back(change) if change.state == State.UNDOING else change


def change_all(change: BulkChange) -> BulkChange:
    """Change all that are left, until the end or until it is stopped."""
    at = change

    def act(by: User) -> BulkChange:
        def write(clients: list[int]) -> float:
            nonlocal at
            since = at.at_row
            with _held() as held:
                at = commands.change_stroke(at, clients=clients, since=since, by=standing.anew(by))
            if at.state != State.RUNNING or at.at_row != since + len(clients):
                raise _Halted
            return held[0]

        in_strokes(change.keys[change.at_row :], write, first=FIRST)
        return commands.finish_bulk_change(at, by=standing.anew(by))

    return _carried(change, change.made_by, act)


def take_all_back(change: BulkChange) -> BulkChange:
    """Take back all that is left."""

    def act(by: User) -> BulkChange:
        left = change.done.filter(undone=False, kept="").order_by("-pk").values_list("pk", flat=True)

        def write(rows: list[int]) -> float:
            with _held() as held:
                at = commands.undo_stroke(change, rows=rows, by=standing.anew(by))
            if at.state != State.UNDOING:
                raise _Halted
            return held[0]

        in_strokes(list(left), write, first=FIRST)
        return commands.finish_undo_of_bulk(change, by=standing.anew(by))

    return _carried(change, change.undone_by, act)


@contextmanager
def _held() -> Iterator[list[float]]:
    """A transaction, and behind its end for how many seconds it kept others from writing, without its own waiting."""
    held = [0.0]
    with transaction.atomic():
        began = time.monotonic()  # on SQLite the lock is ours by now
        yield held
    held[0] = time.monotonic() - began


def _carried(change: BulkChange, whose: User | None, act: Callable[[User], BulkChange]) -> BulkChange:
    """Act for whoever asked for it, in their language. What cannot go on is told on the change's page."""
    by = whose or command_line()  # colleagues are disabled, never deleted
    with override(by.language or settings.LANGUAGE_CODE):
        try:
            return act(by)
        except _Halted:
            return BulkChange.objects.get(pk=change.pk)
        except (NotAllowed, Refused) as no:
            return commands.halt_bulk_change(change, trouble=str(no), by=_anybody(by))
        except (OperationalError, InterfaceError):
            raise  # the database is away: the queue tries again
        except Exception as error:
            log.error("bulk change %s was stopped: %s", change.pk, where(error))
            sentence = _(
                "Pomni stumbled over this change. What was changed stays. Tell whoever looks after Pomni."
            )
            commands.halt_bulk_change(change, trouble=sentence, by=_anybody(by))
            raise


def _anybody(by: User) -> User:
    """Whoever may still write down that it stopped."""
    by = standing.anew(by)
    return by if by.is_active and by.may(commands.CHANGE) else command_line()
