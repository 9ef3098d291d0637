"""Every write about meetings."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from pomni.agenda import queries
from pomni.agenda.ahead import hold_client, keep_next
from pomni.agenda.attending import bring, clients_of, further_of, guest_ids, invite, people_changed
from pomni.agenda.checks import can_come, not_erased, still_known
from pomni.agenda.events import (
    MeetingAdded,
    MeetingCancelled,
    MeetingEdited,
    MeetingHandedOver,
    MeetingHeld,
    MeetingReopened,
    MeetingRestored,
)
from pomni.agenda.handing import from_and_to
from pomni.agenda.models import Meeting, MeetingClient, MeetingGuest
from pomni.agenda.reminding import follow_meeting, settled_with
from pomni.agenda.rules import LONGEST_MEETING, span
from pomni.agenda.telling import CANCELLED, MOVED, PLANNED, WITHOUT, coming_to, people_of, tell
from pomni.kit.changes import apply_changes, check_seen
from pomni.kit.clock import now, today
from pomni.kit.errors import Refused
from pomni.memory.commands import remember, remember_many
from pomni.memory.models import Moment
from pomni.people.commands import note_touch
from pomni.team import company
from pomni.team.access import command
from pomni.team.models import Location, User

if TYPE_CHECKING:
    from pomni.people.models import Client

HOUR, FARTHEST = timedelta(hours=1), timedelta(days=20 * 365)
WHEN = {"day", "begins", "ends", "location"}


@command("agenda.meeting.add", makes=Meeting)
def add_meeting(
    client: "Client | None" = None,
    *,
    title: str,
    day: date,
    begins: time,
    by: User,
    ends: time | None = None,
    place: str = "",
    about: str = "",
    location: Location | None = None,
    responsible: User | None = None,
    guests: Sequence[User] = (),
    further: Sequence["Client"] = (),
) -> Meeting:
    """Plan a meeting, with a client or without. It is one's own, unless a colleague is named; whoever is invited is told.

    `begins` and `ends` are wall time there where the location is: by default the client's, else the company's clock. It
    lasts an hour where no end is told. `further`: clients who come beside the one whom it is about. Raises Refused.
    """
    not_erased(client)
    meeting = Meeting(client=client, title=_titled(title), place=_line(place), about=about.strip())
    meeting.location = location or (client.location if client else None)
    meeting.day, meeting.begins, meeting.ends = day, begins, ends or _an_hour_later(begins)
    meeting.responsible, meeting.entered_by = responsible or (None if by.is_robot else by), by
    meeting.added_at = meeting.changed_at = now()
    _set_instants(meeting)
    meeting.save()
    invite(meeting, guests, by)
    others = bring(meeting, further, by)
    moment = remember(_added(meeting, others), by=by)
    tell(people_of(meeting), meeting, PLANNED, moment=moment, by=by)
    follow_meeting(meeting, new={user.pk for user in people_of(meeting)})
    _follow(meeting, others, by)
    return meeting


@command("agenda.meeting.change")
def edit_meeting(
    meeting: Meeting,
    *,
    by: User,
    seen: dict[str, str] | None = None,
    guests: Sequence[User] | None = None,
    further: Sequence["Client"] | None = None,
    **changes: Any,
) -> Meeting:
    """Change a meeting. `seen` says what each changed field was when the person began: else Conflict.

    `guests` and `further`: those who are invited, and come along, from now on. Of a held one only what came of it is
    changed: on its day and on who was there rests the contact that it was.
    """
    meeting, others = _locked(meeting)
    _not_cancelled(meeting)
    _is_open_to(meeting, changes, guests, further)
    if "title" in changes:
        changes["title"] = _titled(changes["title"])
    if "place" in changes:
        changes["place"] = _line(changes["place"])
    if changes.get("responsible"):
        can_come([changes["responsible"]], by)
    check_seen(meeting, changes, seen or {})
    was, before, settled = copy(meeting), people_of(meeting), settled_with(meeting)
    diff = apply_changes(meeting, changes)
    diff |= people_changed(meeting, guests, further, others, by)
    if "responsible" in diff:
        MeetingGuest.objects.filter(meeting=meeting, user=meeting.responsible_id).delete()
    if not diff:
        return meeting
    if WHEN & diff.keys():
        _set_instants(meeting)
        MeetingGuest.objects.filter(meeting=meeting).update(declined_at=None)  # asked anew
    _next_version(meeting)
    concerned = others + ([one for one in further_of(meeting) if one not in others] if further else [])
    moment = remember(MeetingEdited(**_about(meeting, concerned) | {"title": was.title}, changes=diff), by=by)
    _tell_of_change(meeting, was, before, moved=bool(WHEN & diff.keys()), moment=moment, by=by)
    follow_meeting(meeting, new={user.pk for user in coming_to(meeting)} - settled)
    _follow(meeting, concerned, by)
    return meeting


@command("agenda.meeting.change")
def hold_meeting(meeting: Meeting, *, by: User, outcome: str = "") -> Meeting:
    """The meeting took place; `outcome` says what came of it. It counts as a contact with each client who was there.

    One that was held already stays as it is.
    """
    meeting, others = _locked(meeting)
    _not_cancelled(meeting)
    if meeting.held_at:
        return meeting
    apply_changes(meeting, {"held_at": now(), "held_by": by, "outcome": outcome.strip()})
    remember(MeetingHeld(**_about(meeting, others), outcome=meeting.outcome), by=by)
    _touch(meeting, min(meeting.starts_at, now()), by)
    _follow(meeting, others, by)
    return meeting


@command("agenda.meeting.change")
def reopen_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """A meeting that was held is still to come after all; an open one stays as it is."""
    meeting, others = _locked(meeting)
    _not_cancelled(meeting)
    if meeting.held_at:
        apply_changes(meeting, {"held_at": None, "held_by": None, "outcome": ""})
        remember(MeetingReopened(**_about(meeting, others)), by=by)
        _touch(meeting, None, by)
        _follow(meeting, others, by)
    return meeting


@command("agenda.meeting.change")
def cancel_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """The meeting does not take place; whoever is invited is told. One that was held cannot be cancelled."""
    meeting, others = _locked(meeting)
    if meeting.held_at:
        raise Refused(_("This meeting was held already, so it cannot be cancelled."))
    if not meeting.cancelled_at:
        apply_changes(meeting, {"cancelled_at": now()})
        _next_version(meeting)
        moment = remember(MeetingCancelled(**_about(meeting, others)), by=by)
        tell(people_of(meeting), meeting, CANCELLED, moment=moment, by=by)
        _follow(meeting, others, by)
    return meeting


@command("agenda.meeting.change")
def restore_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """A cancelled meeting takes place after all; one that was not cancelled stays as it is."""
    meeting, others = _locked(meeting)
    if not meeting.cancelled_at:
        return meeting
    apply_changes(meeting, {"cancelled_at": None})
    _next_version(meeting)
    moment = remember(MeetingRestored(**_about(meeting, others)), by=by)
    tell(people_of(meeting), meeting, PLANNED, moment=moment, by=by)
    _follow(meeting, others, by)
    return meeting


@command("agenda.meeting.change")
def hand_over_meetings(user: User, *, meetings: Collection[int], to: User | None, by: User) -> int:
    """These open meetings are held by `to` from now on, or by nobody (None), instead of by the user, who leaves them.

    Only what is within reach of `by` is handed over, of those still in the user's calendar. Returns how many they were.
    """
    found = _theirs_held(user, queries.open_meetings_of(by, user).filter(pk__in=meetings))
    _pass_on(found, user, to)
    told = from_and_to(user, to)
    heir = told.pop("responsible_id")
    remember_many(
        (
            MeetingHandedOver(
                **_about(one, ()),
                **told,
                responsible_id=heir if one.responsible_id == user.pk else one.responsible_id,
            )
            for one in found
        ),
        by=by,
    )
    return len(found)


# --- Inside -----------------------------------------------------------------------------------------------------------


def _pass_on(found: Collection[Meeting], user: User, to: User | None) -> None:
    """Those that the user holds are held by `to`, to the others `to` is invited instead of the user."""
    pks = [one.pk for one in found]
    held = [one.pk for one in found if one.responsible_id == user.pk]
    Meeting.objects.filter(pk__in=held).update(responsible=to)
    Meeting.objects.filter(pk__in=pks).update(sequence=F("sequence") + 1, changed_at=now())
    MeetingGuest.objects.filter(meeting__in=pks, user=user).delete()
    if to:
        MeetingGuest.objects.filter(meeting__in=held, user=to).delete()
        rows = [
            MeetingGuest(meeting_id=one.pk, user=to)
            for one in found
            if one.responsible_id not in (user.pk, to.pk)
        ]
        MeetingGuest.objects.bulk_create(rows, ignore_conflicts=True)
    for meeting in Meeting.objects.filter(pk__in=pks).select_related("responsible"):
        follow_meeting(meeting, new={to.pk} if to else ())


def _locked(meeting: Meeting) -> tuple[Meeting, list[Any]]:
    """The meeting, locked behind all its clients, and those of them who come beside the one whom it is about.

    Refused where it was called off as one of them was erased: meetings that go on without them have let them go.
    """
    further = list(MeetingClient.objects.filter(meeting=meeting).values_list("client_id", flat=True))
    for pk in sorted({*further, *filter(None, [meeting.client_id])}):
        hold_client(pk)
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("responsible", "client", "location")
    found, others = rows.get(pk=meeting.pk), further_of(meeting)
    still_known(*clients_of(found, others))
    return found, others


def _theirs_held(user: User, meetings: QuerySet[Meeting]) -> list[Meeting]:
    """These meetings, locked; those that stand in the user's calendar still once they are."""
    rows = Meeting.objects.filter(pk__in=meetings.values("pk")).select_for_update().order_by("pk")
    held = list(rows.values_list("pk", flat=True))
    return list(Meeting.objects.open().of(user).filter(pk__in=held).order_by("pk"))


def _about(meeting: Meeting, others: Iterable[Any]) -> dict[str, Any]:
    """The facts that every event of a meeting has."""
    further = [one.pk for one in others if one.pk != meeting.client_id]
    told = {"meeting_id": meeting.pk, "client_id": meeting.client_id, "title": meeting.title}
    return told | {"client_ids": further}


def _added(meeting: Meeting, others: Iterable[Any]) -> MeetingAdded:
    names = ("place", "day", "begins", "ends", "zone", "responsible_id")
    told = {name: getattr(meeting, name) for name in names} | {"colleague_ids": guest_ids(meeting)}
    return MeetingAdded(**_about(meeting, others), more=meeting.about, **told)


def _follow(meeting: Meeting, others: Iterable[Any], by: User) -> None:
    """The cards of all who are concerned know what is next."""
    for client in clients_of(meeting, others):
        keep_next(client, by)


def _touch(meeting: Meeting, at: datetime | None, by: User) -> None:
    if meeting.client:
        note_touch(meeting.client, kind="agenda.meeting", record_id=meeting.pk, at=at, by=by)
    rows = MeetingClient.objects.filter(meeting=meeting).exclude(client=meeting.client_id)
    for row in rows.select_related("client").order_by("client"):
        note_touch(row.client, kind="agenda.meetingclient", record_id=row.pk, at=at, by=by)


def _set_instants(meeting: Meeting) -> None:
    """The instants of its wall time, by the clock of its place."""
    if abs(meeting.day - today()) > FARTHEST:
        raise Refused(_("Check the year: this is more than 20 years away."), field="day")
    meeting.zone = meeting.location.zone if meeting.location else company.current().zone
    meeting.starts_at, meeting.ends_at = span(meeting.day, meeting.begins, meeting.ends, meeting.zone)
    if meeting.ends_at - meeting.starts_at > LONGEST_MEETING:
        raise Refused(_("This meeting would last longer than 16 hours. Check both hours."), field="ends")


def _next_version(meeting: Meeting) -> None:
    """Calendars that have it already learn of the change (RFC 5546, 2.1.4)."""
    meeting.sequence, meeting.changed_at = meeting.sequence + 1, now()
    meeting.save(update_fields=["sequence", "changed_at", "starts_at", "ends_at", "zone"])


def _tell_of_change(
    meeting: Meeting, was: Meeting, before: Sequence[User], *, moved: bool, moment: Moment, by: User
) -> None:
    """New ones learn that they are invited, as does a guest who is to hold it; whoever need not come, that it goes on
    without them at the hour that they know; the others that it was moved.
    """
    there = people_of(meeting)
    new = [user for user in there if user not in before]
    if meeting.responsible and meeting.responsible_id != was.responsible_id:
        new.append(meeting.responsible)
    tell(new, meeting, PLANNED, moment=moment, by=by)
    tell([user for user in before if user not in there], was, WITHOUT, moment=moment, by=by)
    if moved:
        tell([user for user in there if user not in new], meeting, MOVED, moment=moment, by=by)


def _is_open_to(meeting: Meeting, changes: Mapping[str, Any], guests: Any, further: Any) -> None:
    """Raises Refused for a field of a held meeting that stands fast, and for what came of an open one."""
    if not meeting.held_at:
        if changes.get("outcome"):
            raise Refused(_("What came of it is written down once the meeting was held."), field="outcome")
        return
    people = [name for name, told in (("guests", guests), ("further", further)) if told is not None]
    told = [name for name, value in changes.items() if name != "outcome" and value != getattr(meeting, name)]
    if fixed := [*told, *people]:
        raise Refused(_("This meeting was held already. To change it, open it again first."), field=fixed[0])


def _an_hour_later(begins: time) -> time:
    return (datetime.combine(date.min, begins) + HOUR).time()


def _titled(title: str) -> str:
    return _line(title) or _refuse_empty()


def _refuse_empty() -> str:
    raise Refused(_("Write down what the meeting is about."), field="title")


def _line(text: str) -> str:
    return " ".join(text.split())


def _not_cancelled(meeting: Meeting) -> None:
    if meeting.cancelled_at:
        raise Refused(_("This meeting was cancelled. Plan it again first."))
