"""Moments as lines of a timeline: how a note or a contact stands now, and small changes that are told as one."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from pomni.memory.models import Moment
from pomni.people.events import CONTACTS, DETAILS
from pomni.people.models import Client
from pomni.people.queries.writing import INTERACTION, NOTE, Written, may_touch, written
from pomni.team.models import User
from pomni.team.queries import Told

TOGETHER = dt.timedelta(minutes=15)  # edits by one person no further apart are told as one
ADDED = {"people.note_added", "people.interaction_added"}


@dataclass(slots=True)
class Line:
    """A moment on the timeline, and, of a note or a contact, how that stands now."""

    pk: int
    kind: str
    icon: str
    at: dt.datetime  # local
    by: str
    sentence: str
    body: str
    details: Sequence[tuple[str, str]]
    was: str = ""  # what it said at this moment, where it says something else now
    is_note: bool = False
    to_finish: bool = False
    changed_at: dt.datetime | None = None
    is_withdrawn: bool = False
    changed_by: str = ""  # where the viewer changes it: the tail of that address
    changes: Sequence[tuple[str, str, str]] = ()  # of an edit: what, before, after
    is_pinned: bool = False
    is_small: bool = False
    by_id: int = 0


def folded(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines next to each other, those together that tell of small changes by one person, a few minutes apart."""
    runs = [[line] for line in lines[:1]]
    for newer, older in pairwise(lines):
        if _is_one_change(newer, older):
            runs[-1].append(older)
        else:
            runs.append([older])
    return runs


def _is_one_change(newer: Line, older: Line) -> bool:
    """Whether two edits are told as one: nothing written stands in them, and nobody has pinned them."""
    small = all(line.is_small and not (line.body or line.was or line.is_pinned) for line in (newer, older))
    return small and newer.by_id == older.by_id and newer.at - older.at <= TOGETHER


def line_from(viewer: User, client: Client, one: Told, stands: dict[str, Any] | None, pinned: int) -> Line:
    """The line of a moment as it was told to the viewer; of a note or a contact with how it `stands` now."""
    moment = one.moment
    line = Line(
        moment.pk,
        moment.kind,
        moment.event.icon,
        timezone.localtime(moment.happened),
        one.by,
        one.sentence,
        one.body,
        one.details,
        changes=one.changes,
        is_pinned=pinned > 0,
        is_small=moment.event.is_small(),
        is_note=moment.record == NOTE,
        by_id=moment.by_id,
    )
    if stands and not moment.is_shredded:
        _as_now(viewer, client, line, moment, written(stands))
    return line


def _as_now(viewer: User, client: Client, line: Line, moment: Moment, now: Written) -> None:
    before = line.body
    if (
        moment.kind not in ADDED
    ):  # the present text stands where it was written first; here, what it said then
        line.details = ()
        line.body, line.was = "", "" if before == now.body and not now.withdrawn_at else before
        return
    line.is_withdrawn, line.to_finish = bool(now.withdrawn_at), now.to_finish
    if now.withdrawn_at:
        line.body, line.was, line.details = "", before, ()
        return
    if now.body != before:
        line.body, line.was = now.body, before
    line.changed_at = now.changed_at
    if moment.record == INTERACTION:
        _contact_now(line, moment, now)
    if may_touch(viewer, moment.record, now.written_by_id) and not client.forgotten_at:
        line.changed_by = f"{'notes' if line.is_note else 'contacts'}/{now.uid}/"


def _contact_now(line: Line, moment: Moment, now: Written) -> None:
    line.sentence = str(CONTACTS[now.how, now.side])
    found = [(str(label), getattr(now, name)) for name, label in DETAILS.items() if getattr(now, name)]
    if now.at != moment.happened:
        found.insert(0, (_("When"), f"{timezone.localtime(now.at):%d.%m.%Y, %H:%M}"))
    line.details = found
