"""What visits tell of a client, for themselves."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pomni.kit.giving import Disclosed
from pomni.schedule.models import Line, Seat, Visit, Waiting
from pomni.team.models import User

Row = list[Disclosed]


def of_visits(_viewer: User, client: Any) -> list[Row]:
    """Visits of the client, to come and past, however they ended. Who booked them is not told."""
    found = list(Visit.objects.filter(client=client).select_related("location").order_by("begins_at", "pk"))
    services: dict[int, list[Line]] = {}
    for line in Line.objects.filter(visit__client=client).select_related("service").order_by("place"):
        services.setdefault(line.visit_id, []).append(line)
    return [_visit(one, services.get(one.pk, [])) for one in found]


def _visit(one: Visit, lines: list[Line]) -> Row:
    told = [
        Disclosed("begins_at", _("When"), one.begins_at),
        Disclosed("ends_at", "", one.ends_at),
        Disclosed("zone", "", one.zone),
        Disclosed("location", _("{Location}"), one.location.name),
        Disclosed("services", _("Services"), ", ".join(line.service.name for line in lines)),
        Disclosed("prices", "", [None if line.price is None else str(line.price) for line in lines]),
        Disclosed("status", pgettext("of a visit", "State"), one.status, one.get_status_display()),
        Disclosed("source", "", one.source),
        Disclosed("address", _("Address"), one.address),
        Disclosed("travel_before", "", one.travel_before or None),
        Disclosed("travel_after", "", one.travel_after or None),
        Disclosed("comment", pgettext("of a visit", "Comment"), one.comment),
        Disclosed("booked_at", _("Added"), one.booked_at),
        Disclosed("arrived_at", "", one.arrived_at),
        Disclosed("started_at", "", one.started_at),
        Disclosed("finished_at", "", one.finished_at),
        Disclosed("completed_at", "", one.completed_at),
        Disclosed("why", _("Why"), one.ended_as),
        Disclosed("is_cancelled_by_client", "", one.is_cancelled_by_client),
    ]
    return [fact for fact in told if fact.value not in ("", None)]


def of_waiting(_viewer: User, client: Any) -> list[Row]:
    """What the client waited for, and whether it came."""
    rows = Waiting.objects.filter(client=client).select_related("location").prefetch_related("services")
    return [_waiting(one) for one in rows.order_by("added_at", "pk")]


def _waiting(one: Waiting) -> Row:
    told = [
        Disclosed("services", _("Services"), ", ".join(service.name for service in one.wanted)),
        Disclosed("first", _("From the day"), one.first),
        Disclosed("last", _("Until the day"), one.last),
        Disclosed("location", _("{Location}"), one.location.name if one.location else ""),
        Disclosed("weekdays", "", one.weekdays or None),
        Disclosed("part", "", one.part),
        Disclosed("comment", pgettext("of a visit", "Comment"), one.comment),
        Disclosed("state", pgettext("of a visit", "State"), one.state, one.get_state_display()),
        Disclosed("added_at", _("Added"), one.added_at),
    ]
    return [fact for fact in told if fact.value not in ("", None)]


def of_seats(_viewer: User, client: Any) -> list[Row]:
    """The classes in which the client has or had a seat."""
    rows = Seat.objects.filter(client=client).select_related("visit__location").order_by("added_at", "pk")
    return [
        [
            Disclosed("begins_at", _("When"), one.visit.begins_at),
            Disclosed("location", _("{Location}"), one.visit.location.name),
            Disclosed("status", pgettext("of a visit", "State"), one.status, one.get_status_display()),
            Disclosed("added_at", _("Added"), one.added_at),
        ]
        for one in rows
    ]
