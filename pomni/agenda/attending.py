"""Who is at a meeting: the colleagues who are invited, and the clients who come along. Within commands."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from pomni.agenda.checks import can_come
from pomni.agenda.models import Meeting, MeetingClient, MeetingGuest
from pomni.kit.errors import Refused
from pomni.people.queries import clients
from pomni.team.models import User

if TYPE_CHECKING:
    from pomni.people.models import Client

MOST_GUESTS, MOST_FURTHER = 50, 20


def guest_ids(meeting: Meeting) -> list[int]:
    """The keys of those who are invited."""
    return list(
        MeetingGuest.objects.filter(meeting=meeting).order_by("user").values_list("user_id", flat=True)
    )


def further_of(meeting: Meeting) -> list[Any]:
    """The clients who come beside the one whom it is about."""
    return [row.client for row in MeetingClient.objects.filter(meeting=meeting).select_related("client")]


def clients_of(meeting: Meeting, others: Iterable[Any]) -> list[Any]:
    """The client whom it is about with these others, each once, in the order in which they are locked."""
    found = {one.pk: one for one in (meeting.client, *others) if one}
    return [found[pk] for pk in sorted(found)]


def told_twice(kept: "Client", gone: "Client") -> list[MeetingClient]:
    """Of a meeting at which both are, what is told of one of them too much once they are one: that they come along to a
    meeting that is about them, or to the same one twice.
    """
    found = MeetingClient.objects.filter(client__in=[kept, gone]).select_related("meeting").order_by("pk")
    rows = list(found)
    along = {row.meeting_id for row in rows if row.client_id == kept.pk}
    ends = {kept.pk, gone.pk}
    return [
        row
        for row in rows
        if row.meeting.client_id in ends or (row.client_id == gone.pk and row.meeting_id in along)
    ]


def invite(meeting: Meeting, guests: Sequence[User], by: User) -> None:
    """Write down who is invited. Raises Refused for whom `by` does not see, or who could not come."""
    if len(guests) > MOST_GUESTS:
        raise Refused(_("At most 50 colleagues can be invited to a meeting."), field="guests")
    can_come([*guests, *filter(None, [meeting.responsible])], by)
    rows = [MeetingGuest(meeting=meeting, user=user) for user in guests if user.pk != meeting.responsible_id]
    MeetingGuest.objects.bulk_create(rows, ignore_conflicts=True)


def bring(meeting: Meeting, further: Sequence["Client"], by: User) -> list[Any]:
    """Those who come along, written down. Raises Refused for whom `by` does not reach."""
    wanted = {one.pk: one for one in further if one.pk != meeting.client_id}
    if len(wanted) > MOST_FURTHER:
        raise Refused(_("At most 20 {clients} can come along to a meeting."), field="further")
    if wanted and clients(by).filter(pk__in=wanted).count() < len(wanted):
        raise Refused(_("Choose one from the list that opens while you type."), field="further")
    MeetingClient.objects.bulk_create([MeetingClient(meeting=meeting, client=one) for one in wanted.values()])
    return list(wanted.values())


def people_changed(
    meeting: Meeting,
    guests: Sequence[User] | None,
    further: Sequence[Any] | None,
    others: list[Any],
    by: User,
) -> dict[str, list[Any]]:
    """Who is invited and who comes along from now on (None: as before): what changed, colleagues by name. Raises Refused.

    Whom `by` does not see stays.
    """
    diff = {} if guests is None else _guests_changed(meeting, guests, by)
    return diff if further is None else diff | _clients_changed(meeting, further, others, by)


def _guests_changed(meeting: Meeting, guests: Sequence[User], by: User) -> dict[str, list[Any]]:
    rows = MeetingGuest.objects.filter(meeting=meeting)
    before = {row.user_id: row.user for row in rows.select_related("user")}
    seen = set(User.objects.visible_to(by).filter(pk__in=before).values_list("pk", flat=True)) | {by.pk}
    after = _with_unseen(guests, before, seen)
    if before.keys() == after.keys():
        return {}
    rows.filter(user__in=before.keys() - after.keys()).delete()
    invite(meeting, [user for pk, user in after.items() if pk not in before], by)
    return {"guests": [_named(before.values()), _named(after.values())]}


def _clients_changed(
    meeting: Meeting, further: Sequence[Any], others: list[Any], by: User
) -> dict[str, list[Any]]:
    before = {one.pk: one for one in others}
    after = _with_unseen(further, before, set(clients(by).filter(pk__in=before).values_list("pk", flat=True)))
    if before.keys() == after.keys():
        return {}
    MeetingClient.objects.filter(meeting=meeting, client__in=before.keys() - after.keys()).delete()
    bring(meeting, [one for pk, one in after.items() if pk not in before], by)
    return {"clients": [sorted(before), sorted(after)]}  # by key: who reads of it may not reach all of them


def _with_unseen(told: Iterable[Any], before: Mapping[int, Any], seen: Collection[int]) -> dict[int, Any]:
    """Those who are told, and those of before who are not seen by whoever tells it."""
    return {one.pk: one for one in told} | {pk: one for pk, one in before.items() if pk not in seen}


def _named(people: Iterable[Any]) -> str:
    return ", ".join(sorted(one.name for one in people))
