"""Reading about meetings: one, those of some days, and who is there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pomni.agenda.models import Meeting, MeetingClient, MeetingGuest
from pomni.agenda.queries.pages import page_for_program
from pomni.agenda.queries.rows import Row, told_rows, within
from pomni.agenda.queries.whose import owners
from pomni.kit.paging import USUAL, Page
from pomni.people.queries import Glance, at_a_glance, clients
from pomni.team.models import User

MOST = 500  # meetings that a list shows at once
CHANGE = "agenda.meeting.change"
ORDER = ("day", "begins", "pk")


@dataclass(frozen=True, slots=True)
class There:
    """A colleague who is invited to a meeting, beside the one who holds it."""

    uid: Any
    name: str
    declines: bool = False


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody who will be at a meeting, with one line about them; `what`: "client" or "colleague"."""

    what: str
    uid: Any
    name: str
    line: str
    is_warned: bool = False


# --- One -------------------------------------------------------------------------------------------------------------


def meeting(viewer: User, uid: Any) -> Meeting:
    """One meeting. Raises Http404 where there is none within reach."""
    found = within(viewer, Meeting).select_related(
        "responsible", "entered_by", "held_by", "client", "location"
    )
    return get_object_or_404(found, uid=uid)


def meeting_row(viewer: User, meeting: Meeting, *, phones: bool = False) -> Row:
    """A meeting that the viewer reaches, as lists show it."""
    return told_rows(viewer, Meeting.objects.filter(pk=meeting.pk), phones=phones)[0]


def those_there(viewer: User, meeting: Meeting) -> list[Any]:
    """The clients who come beside the one whom it is about, as far as the viewer reaches them."""
    further = MeetingClient.objects.filter(meeting=meeting).exclude(client=meeting.client_id)
    return list(clients(viewer).filter(pk__in=further.values("client")))


def who_comes(
    viewer: User, meeting: Meeting, guests: Iterable[There], further: Iterable[Any]
) -> list[Coming]:
    """Who will be there, with one line about each: the clients within reach, whoever holds it, and who is invited.

    `guests` and `further` as `people_at` and `those_there` give them.
    """
    pks = [meeting.client_id, *(client.pk for client in further)]
    of_clients = at_a_glance(viewer, filter(None, pks))
    found = [Coming("client", one.uid, one.name, _about(one), bool(one.warning)) for one in of_clients]
    if meeting.responsible:
        held = meeting.responsible
        found.append(Coming("colleague", held.uid, held.name, _("Responsible")))
    return found + [
        Coming("colleague", one.uid, one.name, _("declined") if one.declines else _("invited"))
        for one in guests
    ]


def _about(one: Glance) -> str:
    if not one.tells:
        last = ""
    elif one.days is None:
        last = _("No contact yet")
    elif not one.days:
        last = _("Last contact today")
    else:
        told = ngettext("Last contact %(count)s day ago", "Last contact %(count)s days ago", one.days)
        last = told % {"count": number_format(one.days, force_grouping=True)}
    return " · ".join(filter(None, (one.warning, one.position, last)))


def who_can_come(viewer: User, meeting: Meeting | None = None) -> QuerySet[User]:
    """Colleagues whom the viewer can invite, and those who are invited already; not the one who holds the meeting."""
    able = Q(pk__in=owners(viewer, Meeting.see).values("pk"))
    if meeting is None:
        return User.objects.filter(able).exclude(pk=viewer.pk).order_by("name", "pk")
    invited = Q(pk__in=MeetingGuest.objects.filter(meeting=meeting).values("user"))
    return User.objects.filter(able | invited).exclude(pk=meeting.responsible_id).order_by("name", "pk")


def people_at(meetings: Iterable[int]) -> dict[int, list[There]]:
    """Who is invited to each of these meetings, by name."""
    found: dict[int, list[There]] = {}
    rows = MeetingGuest.objects.filter(meeting__in=list(meetings)).order_by("user__name", "pk")
    for pk, uid, name, declined in rows.values_list("meeting_id", "user__uid", "user__name", "declined_at"):
        found.setdefault(pk, []).append(There(uid, name, declined is not None))
    return found


# --- Many ------------------------------------------------------------------------------------------------------------


def meetings_between(
    viewer: User,
    first: date,
    until: date,
    *,
    of: User | None = None,
    mine: bool = False,
    start: int = 0,
    size: int = MOST,
) -> list[Row]:
    """The meetings within reach from one day on and before another, by day and hour; cancelled ones are left out.

    `of`: only those in the calendar of this colleague; `mine`: only those in one's own. Of all
    these `size`, from the one of the number `start` on.
    """
    found = Meeting.objects.of(viewer) if mine else within(viewer, Meeting)
    if of:
        found = found.of(of)
    if not viewer.may(Meeting.see):
        found = found.none()
    days = found.filter(day__gte=first, day__lt=until, cancelled_at=None)
    return told_rows(viewer, days.order_by(*ORDER)[start : start + size])


def open_meetings_of(viewer: User, user: User) -> QuerySet[Meeting]:
    """The open meetings in a colleague's calendar, as far as the viewer may change them."""
    return within(viewer, Meeting, CHANGE).open().of(user)


def meeting_page(
    viewer: User,
    *,
    whose: str = "",
    state: str = "open",
    client: Any = None,
    day_from: date | None = None,
    day_until: date | None = None,
    after: str | None = None,
    limit: int = USUAL,
) -> Page[Row]:
    """A page of meetings for a program, the newest first. `whose`: "mine" or ""; `state`: "open", "held" or "cancelled".

    `client`: only those with this one, which the viewer must reach. `day_from` and `day_until`: the days, both included.
    """
    found = within(viewer, Meeting)
    held, cancelled = found.filter(held_at__isnull=False), found.filter(cancelled_at__isnull=False)
    found = {"held": held, "cancelled": cancelled}.get(state, found.open())
    if whose:
        found = found.of(viewer)
    if client:
        found = found.about(client.pk)
    if day_from:
        found = found.filter(day__gte=day_from)
    if day_until:
        found = found.filter(day__lte=day_until)
    of = f"meetings {whose} {state} {client.uid if client else ''} {day_from} {day_until}"
    return page_for_program(viewer, found, of=of, after=after, limit=limit)
