"""A client's timeline, as its reader may read it: whole or picked, from the newest or from any line on."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    JSONField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from pomni.kit.paging import USUAL, Page, behind, cursor, page_of, place_of
from pomni.kit.prepared import rows_of
from pomni.memory.models import Concern, Moment
from pomni.memory.queries import moments_of_client, number_of, place_in_timeline
from pomni.people.models import Client, Pin
from pomni.people.queries.moment_rows import (
    HAPPENED,
    KIND,
    MOMENT,
    NEWEST,
    OF_RECORD,
    PINNED,
    Given,
    Place,
    Row,
    known_by,
    on_top,
    parted,
    place_of_row,
    placed,
    valued,
    valued_rows,
)
from pomni.people.queries.picked import (
    ALL,
    MaySay,
    Picked,
    names_by_key,
    of_groups,
    patterns_for,
    says,
)
from pomni.people.queries.told_lines import ADDED, Line, line_from
from pomni.team.models import User
from pomni.team.queries import Told, told, told_by, within_reach_with
from pomni.team.robots import robot_name

LINES = 20
LATEST = 5  # so many lines at most are put on top of a timeline that is shown; for more it is shown anew
STROKE = 1000  # moments that one search walks along; the next one goes on from there
CANDIDATES = 60  # of which so many are compared with what is sought
DAWN = dt.datetime(1, 1, 2, tzinfo=dt.UTC)  # before all that happened
END = 3  # marks the moment at which a search stopped walking


@dataclass(frozen=True)
class Timeline:
    """A part of a client's timeline: its days, newest first, and the number of the line after which the next part begins."""

    days: list[tuple[dt.date | None, list[Line]]]  # no day: it stands above already
    more: int | None
    is_head: bool = True  # whether it begins with the newest
    below: dt.date | None = None  # the day of the line below this part: its heading stands there already
    pinned: list[Line] = field(default_factory=list)  # of a head
    picked: Picked = ALL
    at: int = 0  # the line that was asked for
    sought_to: dt.date | None = None  # a search has come so far back, and there is more


def timeline_part(
    viewer: User,
    client: Client,
    *,
    before: str = "",
    at: str = "",
    picked: Picked = ALL,
    size: int = LINES,
) -> Timeline:
    """What happened with a client, newest first: from the newest on, behind the line `before`, or from the line `at` on.

    A line `before` that is not there counts as none told; where `at` is none that the viewer may read: Http404. The
    head is one statement, the same text each time; so is that of each choice of kinds.
    """
    place = place_in_timeline(client.pk, at or before) if at or before else None
    if at:
        picked = Picked()  # a line is asked for by its number: all around it is shown
    if picked.q:
        return _sought(viewer, client, picked, place, size)
    if place or picked.on:
        rows: Any = _anywhere(viewer, client, picked, place, is_from=bool(at), most=size + 1)
    else:
        rows = _head(viewer, client, size, picked.only)
    if at and not (place and rows and rows[0][0] == place[1]):
        raise Http404("No such line within reach.")
    pinned, rows = parted(rows)
    lines, on_top = _lines(viewer, client, rows[:size], picked), _lines(viewer, client, pinned, picked)
    return Timeline(
        _by_day(lines, _day_of(place) if before else None),
        rows[size - 1][0] if len(rows) > size else None,
        place is None,
        pinned=on_top,
        picked=picked,
        at=place[1] if place and at else 0,
    )


def timeline_page(
    viewer: User, client: Client, *, picked: Picked = ALL, after: str | None = None, limit: int = USUAL
) -> Page[Told]:
    """A page of the timeline for a program, newest first, by cursor. Raises Refused where the cursor is none of ours.

    A search goes back as far as one stroke does: its page may hold less than `limit`, even nothing, and still have a next.
    """
    of = " ".join(filter(None, (f"timeline {client.uid}", picked.to_query())))
    if picked.q:
        return _sought_page(
            viewer, client, picked, place_of(after, of=of, by=NEWEST) if after else None, limit, of
        )
    reach, _key = within_reach_with(viewer, client)
    found = placed(client.pk).filter(reach())
    if picked.only:
        found = found.filter(of_groups(picked.only))
    if picked.until:
        found = found.filter(known_by(picked.until))
    found = found.annotate(is_pinned=Exists(Pin.objects.filter(client=client.pk, moment=OuterRef("pk"))))
    page = page_of(found, by=NEWEST, of=of, after=after, limit=limit)
    return Page(told(viewer, page.items), page.next)


def timeline_grown(viewer: User, client: Client, made: Model, newest: str) -> Timeline | None:
    """What came on top of the line `newest`, which a page shows as the topmost one.

    None where one cannot tell, or where what is told of `made` stands further down: then the head is to be shown anew.
    """
    _pinned, rows = parted(_head(viewer, client, LATEST))
    at = next((at for at, row in enumerate(rows) if str(row[0]) == newest), 0)
    if (made._meta.label_lower, made.pk) not in {row[OF_RECORD] for row in map(tuple, rows[:at])}:
        return None
    *lines, below = _lines(viewer, client, rows[: at + 1])
    return Timeline(_by_day(lines, None), None, below=below.at.date())


def line_of(viewer: User, client: Client, record: Model) -> tuple[str, bool]:
    """The number of the line on which a note or a contact stands, "" where there is none; and whether the head has it."""
    what, added = (record._meta.label_lower, record.pk), None
    _pinned, head = parted(_head(viewer, client, LINES))
    near = (row[0] for row in head[:LINES] if tuple(row[OF_RECORD]) == what and row[KIND] in ADDED)
    if (line := next(near, None)) is None:
        added = moments_of_client(client.pk).filter(record=what[0], record_id=what[1], kind__in=ADDED).first()
        line = added and added.pk
    return str(line or ""), added is None


def pinned_lines(viewer: User, client: Client) -> list[Line]:
    """What is pinned above the timeline, as far as the viewer may read it; what was pinned last comes first."""
    pinned, _rest = parted(_head(viewer, client, LINES))
    return _lines(viewer, client, pinned)


def pinned_and_newest(
    viewer: User, client: Client, only: tuple[str, ...], size: int
) -> tuple[list[Line], list[Line]]:
    """What is pinned above the timeline, and the newest lines of these kinds, in one statement."""
    reach, key = within_reach_with(viewer, client)

    def compose(pk: int) -> list[QuerySet[Any, Any]]:
        return [valued_rows(Given(pk), reach(), only)[:size], on_top(pk, reach())]

    pinned, newest = parted(rows_of(("pinned and newest", key, only, size), compose, client.pk))
    return _lines(viewer, client, pinned), _lines(viewer, client, newest)


def line_by_uid(viewer: User, client: Client, uid: UUID) -> int:
    """The number of the line that programs know by this identifier. Raises Http404 where the viewer may read none."""
    number = number_of(client.pk, uid)
    if number is None or not is_readable(viewer, client, number):
        raise Http404("No such line within reach.")
    return number


def is_readable(viewer: User, client: Client, number: int) -> bool:
    """Whether the moment of this number stands on the client's timeline as the viewer reads it."""
    reach, _key = within_reach_with(viewer, client)
    return moments_of_client(client.pk).filter(reach(), pk=number).exists()


# --- Rows ---------------------------------------------------------------------------------------------------------------


def _head(viewer: User, client: Client, size: int, only: tuple[str, ...] = ()) -> list[Any]:
    """The newest, of these kinds; on top of the whole, what is pinned. One statement, composed once."""
    reach, key = within_reach_with(viewer, client)

    def compose(pk: int) -> list[QuerySet[Any, Any]]:
        newest = valued_rows(Given(pk), reach(), only)[: size + 1]
        return [newest] if only else [newest, on_top(pk, reach())]

    return rows_of(("timeline", key, size, only), compose, client.pk)


def _anywhere(
    viewer: User, client: Client, picked: Picked, place: Place | None, *, is_from: bool = False, most: int
) -> list[Any]:
    """So many rows behind a place, or from it on. Composed once for each choice of kinds, wherever it begins."""
    reach, key = within_reach_with(viewer, client)
    told = Given(client.pk, place and (place[0], place[1] + is_from), picked.until)

    def compose(*values: Any) -> QuerySet[Any, Any]:
        return valued_rows(told.read(values), reach(), picked.only)[:most]

    return rows_of(("timeline from", key, picked.only, told.shape, most), compose, *told.values)


# --- Searching ----------------------------------------------------------------------------------------------------------


def _sought(viewer: User, client: Client, picked: Picked, place: Place | None, size: int) -> Timeline:
    """The lines that say what is sought: as far back as one stroke goes, or until a page of them is found.

    The engine walks along the client's own moments and leaves out what cannot hold the words; what may is told as the
    viewer reads it, and compared with that: so nothing is found by what is hidden from them, or was erased.
    """
    found, last = _found(viewer, client, picked, place, size)
    # An edit that is found shows what it said, also where the same stands further down, at what it was an edit of.
    lines = [
        line_from(viewer, client, told, row[-1] if row[KIND] in ADDED else None, row[PINNED])
        for row, told in found
    ]
    return Timeline(
        _by_day(lines, _day_of(place)),
        last[0] if last else None,
        place is None,
        picked=picked,
        sought_to=timezone.localtime(last[HAPPENED]).date() if last else None,
    )


def _sought_page(viewer: User, client: Client, picked: Picked, place: Any, limit: int, of: str) -> Page[Told]:
    """A page of what is sought, for a program."""
    found, last = _found(viewer, client, picked, place, limit)
    for row, line in found:
        line.moment.is_pinned = bool(row[PINNED])  # type: ignore[attr-defined]  # as the unsought page annotates it
    lines = [line for _row, line in found]
    if last is None:
        return Page(lines, None)
    return Page(lines, cursor({"place": last[HAPPENED], "number": last[0]}, of=of, by=NEWEST))


def _found(
    viewer: User, client: Client, picked: Picked, place: Place | None, size: int
) -> tuple[list[tuple[Row, Told]], Row | None]:
    """What one stroke of a search finds, and the row behind which the next one begins; None at the end."""
    rows = _candidates(viewer, client, picked, place)
    end = next((row for row in rows if row[PINNED] == END), None)
    rows = [row for row in rows if row[PINNED] != END and not (end and place_of_row(row) < place_of_row(end))]
    pairs = zip(rows, _told(viewer, rows), strict=True)
    found = [(row, told) for row, told in pairs if says(told, picked.q)][: size + 1]
    if len(found) > size:
        return found[:size], found[size - 1][0]
    return found, rows[-1] if len(rows) == CANDIDATES else end


def _candidates(viewer: User, client: Client, picked: Picked, place: Place | None) -> list[Any]:
    """Moments of the next stroke that may hold the words, newest first; below them the moment at its end."""
    reach, key = within_reach_with(viewer, client)
    told = Given(client.pk, place, picked.until, tuple(patterns_for(picked.q)))

    def compose(*values: Any) -> list[QuerySet[Any, Any]]:
        given, walk = told.read(values), _walk(told.read(values), picked.only)
        edge = walk.values("place")[STROKE - 1 : STROKE]
        within = walk.filter(place__gte=Coalesce(Subquery(edge), Value(DAWN)))
        # Asked of each as the walk comes to it: joined, a planner may rather look through the moments of everybody.
        of_each = Moment.objects.filter(reach(), pk=OuterRef("moment_id"))
        may_say = Q(MaySay(F("personal"), F("facts"), patterns=given.patterns)) | names_by_key()
        says = of_each.annotate(says=ExpressionWrapper(may_say, BooleanField())).values("says")
        may = within.annotate(may=Subquery(says, output_field=BooleanField())).filter(may=True)
        found = valued_rows(Given(given.client_id, until=given.until), reach())
        last = Moment.objects.filter(pk=Subquery(walk.values("number")[STROKE - 1 : STROKE]))
        return [
            found.filter(pk__in=may.values("number")[:CANDIDATES]),
            valued(last, Value(END), Value(None, output_field=JSONField())),
        ]

    return rows_of(
        ("timeline sought", key, picked.only, told.shape, STROKE, CANDIDATES), compose, *told.values
    )


def _walk(told: Given, only: tuple[str, ...]) -> Any:
    """The links of a client to the moments that a search goes along: out of the index alone."""
    walk: Any = Concern.objects.filter(client_id=told.client_id).order_by("-happened", "-moment")
    walk = walk.annotate(place=F("happened"), number=F("moment_id"), about=F("record"))
    if only:
        walk = walk.filter(of_groups(only))
    if told.until:
        walk = walk.filter(known_by(told.until))
    return walk.filter(behind(NEWEST, told.place)) if told.place else walk


# --- Lines --------------------------------------------------------------------------------------------------------------


def _told(viewer: User, rows: Sequence[Row]) -> list[Told]:
    moments = [Moment(*row[: len(MOMENT)]) for row in rows]
    who = {row[4]: robot_name(row[-3]) if row[-2] else row[-3] or "" for row in rows}
    return told_by(viewer, moments, who)


def _lines(viewer: User, client: Client, rows: Sequence[Row], picked: Picked = ALL) -> list[Line]:
    told = _told(viewer, rows)
    lines = [
        line_from(viewer, client, one, row[-1], row[PINNED]) for one, row in zip(told, rows, strict=True)
    ]
    if picked.on:
        for line in lines:
            line.is_pinned = False
    return lines


def _by_day(lines: list[Line], last_day: dt.date | None) -> list[tuple[dt.date | None, list[Line]]]:
    days: list[tuple[dt.date | None, list[Line]]] = []
    for line in lines:
        day = line.at.date()
        if day != last_day or not days:
            days.append((None if day == last_day else day, []))
            last_day = day
        days[-1][1].append(line)
    return days


def _day_of(place: Place | None) -> dt.date | None:
    return timezone.localtime(place[0]).date() if place else None
