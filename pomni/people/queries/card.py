"""What the card of a client shows: the timeline, as its reader may read it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Model, OuterRef, Q, QuerySet, StringAgg, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from pomni.kit.paging import behind
from pomni.kit.prepared import rows_of
from pomni.memory.models import Moment
from pomni.memory.queries import moments_of_client, place_in_timeline
from pomni.people.events import CONTACTS, DETAILS
from pomni.people.models import Client
from pomni.people.queries.clients import one_of
from pomni.people.queries.writing import INTERACTION, NOTE, STANDS, Written, may_touch, written
from pomni.team.models import User
from pomni.team.queries import Told, told_by, within_reach_with
from pomni.team.robots import robot_name

LINES = 20
LATEST = 5  # so many lines at most are put on top of a timeline that is shown; for more it is shown anew
MOMENT = [field.attname for field in Moment._meta.concrete_fields]
OF_RECORD = slice(MOMENT.index("record"), MOMENT.index("record_id") + 1)
KIND = MOMENT.index("kind")
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


@dataclass(frozen=True)
class Timeline:
    """A part of a client's timeline: its days, newest first, and the number of the line after which the next part begins."""

    days: list[tuple[dt.date | None, list[Line]]]  # no day: it stands above already
    more: int | None
    is_head: bool = True  # whether it begins with the newest
    below: dt.date | None = None  # the day of the line below this part: its heading stands there already


def card_of(viewer: User, uid: Any) -> Client:
    """One client, with the names of its tags in `tags_told`, a line each. Raises Http404 where there is none within reach."""

    def compose(uid: Any) -> QuerySet[Client]:
        tags: Any = Client.tags.through.objects.filter(client=OuterRef("pk")).order_by().values("client")
        told = tags.annotate(told=StringAgg("tag__name", Value("\n"))).values("told")
        found = (
            Client.objects.visible_to(viewer)
            .select_related("responsible", "location", "works_at")
            .filter(uid=uid)
        )
        return found.annotate(tags_told=Coalesce(Subquery(told), Value(""), output_field=TextField()))

    return one_of("card", viewer, compose, uid)


def timeline_part(
    viewer: User, client: Client, *, before: str = "", at: str = "", size: int = LINES
) -> Timeline:
    """What happened with a client, newest first: from the newest on, behind the line `before`, or from the line `at` on.

    A line that is not there counts as none told. The head is one statement, the same text each time.
    """
    place = place_in_timeline(client.pk, at or before) if at or before else None
    if place:
        reach, _key = within_reach_with(viewer, client)
        behind_it = behind(("-place", "-number"), (place[0], place[1] + bool(at)))
        rows: Any = list(_rows(client.pk, reach(), size).filter(behind_it)[: size + 1])
    else:
        rows = _head(viewer, client, size)
    lines = _lines(viewer, client, rows[:size])
    last_day = timezone.localtime(place[0]).date() if place and not at else None
    return Timeline(_by_day(lines, last_day), rows[size - 1][0] if len(rows) > size else None, place is None)


def timeline_grown(viewer: User, client: Client, made: Model, newest: str) -> Timeline | None:
    """What came on top of the line `newest`, which a page shows as the topmost one.

    None where one cannot tell, or where what is told of `made` stands further down: then the head is to be shown anew.
    """
    rows = _head(viewer, client, LATEST)
    at = next((at for at, row in enumerate(rows) if str(row[0]) == newest), 0)
    if (made._meta.label_lower, made.pk) not in {row[OF_RECORD] for row in map(tuple, rows[:at])}:
        return None
    *lines, below = _lines(viewer, client, rows[: at + 1])
    return Timeline(_by_day(lines, None), None, below=below.at.date())


def line_of(viewer: User, client: Client, record: Model) -> tuple[str, bool]:
    """The number of the line on which a note or a contact stands, "" where there is none; and whether the head has it."""
    what, added = (record._meta.label_lower, record.pk), None
    head = _head(viewer, client, LINES)[:LINES]
    near = (row[0] for row in head if tuple(row[OF_RECORD]) == what and row[KIND] in ADDED)
    if (line := next(near, None)) is None:
        added = moments_of_client(client.pk).filter(record=what[0], record_id=what[1], kind__in=ADDED).first()
        line = added and added.pk
    return str(line or ""), added is None


def _head(viewer: User, client: Client, size: int) -> Sequence[Sequence[Any]]:
    reach, key = within_reach_with(viewer, client)
    return rows_of(("timeline", key, size), lambda pk: _rows(pk, reach(), size)[: size + 1], client.pk)


def _rows(client_id: int, reach: Q, size: int) -> QuerySet[Any, Any]:
    """Moments as values, each with who acted and how the note or the contact that it is about stands now."""
    acted = User.objects.filter(pk=OuterRef("by_id"))
    found = moments_of_client(client_id).filter(reach)
    return found.annotate(
        place=F("concerns__happened"),
        number=F("concerns__moment_id"),
        by_name=Subquery(acted.values("name")),
        by_robot=Subquery(acted.values("is_robot")),
        stands=STANDS,
    ).values_list(*MOMENT, "by_name", "by_robot", "stands")


def _lines(viewer: User, client: Client, rows: Sequence[Sequence[Any]]) -> list[Line]:
    moments = [Moment(*row[: len(MOMENT)]) for row in rows]
    who = {row[4]: robot_name(row[-3]) if row[-2] else row[-3] or "" for row in rows}
    lines = told_by(viewer, moments, who)
    return [_line(viewer, client, one, row[-1]) for one, row in zip(lines, rows, strict=True)]


def _by_day(lines: list[Line], last_day: dt.date | None) -> list[tuple[dt.date | None, list[Line]]]:
    days: list[tuple[dt.date | None, list[Line]]] = []
    for line in lines:
        day = line.at.date()
        if day != last_day or not days:
            days.append((None if day == last_day else day, []))
            last_day = day
        days[-1][1].append(line)
    return days


def _line(viewer: User, client: Client, one: Told, stands: dict[str, Any] | None) -> Line:
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
    )
    if stands and not moment.is_shredded:
        _as_now(viewer, client, line, moment, written(stands))
    return line


def _as_now(viewer: User, client: Client, line: Line, moment: Moment, now: Written) -> None:
    line.is_note = moment.record == NOTE
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
